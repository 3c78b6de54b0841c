using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Chaos.Accounting;

/// <summary>
/// Reconciles what was acknowledged, what the journals say, and what the steps did to the world. It goes by the workflows' meaning and by nothing of the engine's.
/// </summary>
internal sealed class Accounts(IServiceProvider services, string folder)
{
    private readonly WorkflowAdministration _administration = services.GetRequiredService<WorkflowAdministration>();
    private readonly Kinds _kinds = new(services);
    private readonly List<string> _wrong = [];

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public int Cancelled { get; private set; }

    public int Parked { get; private set; }

    public int Effects { get; private set; }

    /// <summary>Effects that were had again, as a step may that had not been committed.</summary>
    public int Repeats { get; private set; }

    /// <returns>What does not add up; empty: all is well.</returns>
    public async Task<IReadOnlyList<string>> ReconcileAsync(int started)
    {
        var effects = Ledger.Read(folder).ToLookup(e => e.Run, StringComparer.Ordinal);
        Effects = effects.Sum(e => e.Count());
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < started; number++)
            await CheckRunAsync(number, known);
        await foreach (var head in _administration.ListAsync())
        {
            if (!known.Contains(head.RunId))
                CheckOther(head);
            await CheckJournalAsync(await Events(head.RunId), head, effects[head.RunId].ToList());
        }
        return _wrong;
    }

    private async Task CheckRunAsync(int number, HashSet<string> known)
    {
        var id = Kinds.Id(number);
        known.Add(id);
        if (await _kinds.ReadAsync(number) is not { } run)
        {
            _wrong.Add($"{id} was acknowledged and is not there");
            return;
        }
        Count(run.Status);
        var expected = Kinds.Expected(number);
        if (run.Status == RunStatus.Parked && expected.MayPark && !string.IsNullOrEmpty(run.Reason))
            return;
        if (run.Status != expected.Status)
            _wrong.Add($"{id} is {run.Status} and should be {expected.Status}: {run.Reason}");
        else if (run.Result?.Value != expected.Result)
            _wrong.Add($"{id} came to {run.Result?.Value} and should have come to {expected.Result}");
    }

    /// <summary>A child, or the undoing of one: nobody waits for it any more.</summary>
    private void CheckOther(RunHead head)
    {
        if (!head.Status.IsTerminal())
            _wrong.Add($"{head.RunId}, which somebody else has started, is left {head.Status}: {head.Reason}");
    }

    private void Count(RunStatus status)
    {
        Completed += status == RunStatus.Completed ? 1 : 0;
        Failed += status == RunStatus.Failed ? 1 : 0;
        Cancelled += status == RunStatus.Cancelled ? 1 : 0;
        Parked += status == RunStatus.Parked ? 1 : 0;
    }

    private async Task<List<AuditEvent>> Events(string id)
    {
        var events = new List<AuditEvent>();
        await foreach (var happened in _administration.ReadHistoryAsync(id))
            events.Add(happened);
        return events;
    }

    private async Task CheckJournalAsync(List<AuditEvent> events, RunHead head, List<Effect> effects)
    {
        var id = head.RunId;
        var done = Done(events);
        foreach (var twice in done.GroupBy(d => d).Where(g => g.Count() > 1))
            _wrong.Add($"{id}: {twice.Key} completed {twice.Count()} times");
        var undone = events.Where(e => e.Event == "undo_ok").Select(e => (Node: e.Node!, Round: e.Round ?? 1)).ToList();
        foreach (var twice in undone.GroupBy(d => d).Where(g => g.Count() > 1))
            _wrong.Add($"{id}: {twice.Key} was undone {twice.Count()} times");
        // What stands for the undoing of a child undoes what the child has done.
        var order = head.RunId.EndsWith(Undo, StringComparison.Ordinal) ? Done(await Events(head.RunId[..^Undo.Length])) : done;
        var places = undone.ConvertAll(u => order.IndexOf(u));
        if (places.Contains(-1) || !places.SequenceEqual(places.OrderDescending()))
            _wrong.Add($"{id}: undone in the order {string.Join(", ", undone)}, done in the order {string.Join(", ", order)}");

        var had = effects.Where(e => e.What == "do").ToLookup(e => (e.Element < 0 ? e.Step : $"{e.Step}[{e.Element}]", e.Round));
        foreach (var (place, same) in had.Select(g => (g.Key, g.ToList())))
        {
            if (same.Select(e => e.Key).Distinct().Count() > 1)
                _wrong.Add($"{id}: {place} had effects with different keys: {string.Join(", ", same.Select(e => e.Key).Distinct())}");
            Repeats += same.Count - same.Select(e => e.Attempt).Distinct().Count();
            if (place.Item1 == "Fire" && same.Count > 1)
                _wrong.Add($"{id}: {place} must not happen twice, and did {same.Count} times");
        }
        foreach (var place in done.Where(d => HasEffects(d.Node) && !had.Contains(d)))
            _wrong.Add($"{id}: {place} is completed by its journal, and never happened");
        if (undone.Count(u => HasEffects(u.Node)) > effects.Where(e => e.What == "undo").Select(e => (e.Step, e.Element, e.Round)).Distinct().Count())
            _wrong.Add($"{id}: {undone.Count} steps were undone by its journal, and fewer in the world");
    }

    private const string Undo = ".undo";

    private static List<(string Node, int Round)> Done(List<AuditEvent> events) => [.. events.Where(e => e.Event == "step_ok").Select(e => (e.Node!, e.Round ?? 1))];

    /// <summary>Not those that only compute, wait, or stand for a child.</summary>
    private static bool HasEffects(string node) => node is not "Work" && node.Split('[')[0] is not ("Split" or "Ask" or "First" or "Second" or "Pause" or "Never" or "One");
}
