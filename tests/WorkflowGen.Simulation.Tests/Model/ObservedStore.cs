using System.Text.Json;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// What the store says, watched at the store itself: every call that takes effect is compared with a model of the contract that shares nothing with any store, and every record that is committed is told to the model of its run.
/// </summary>
internal sealed class ObservedStore(IWorkflowStore inner, World world) : IWorkflowStore
{
    private readonly Dictionary<string, RunModel> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<(string Run, string Name, string Key)> _acknowledged = [];

    public bool AllEnded => _runs.Values.All(r => r.IsOver);

    public RunModel? ModelOf(string runId) => _runs.GetValueOrDefault(runId);

    public IEnumerable<RunModel> Models => _runs.Values;

    public void Acknowledge(RunRequest request)
    {
        if (ModelOf(request.Id) is null)
            world.Violate("I1", $"the start of {request.Id} was acknowledged, and there is no such run");
    }

    public void Acknowledge(string runId, string name, string key)
    {
        _acknowledged.Add((runId, name, key));
        if (ModelOf(runId)?.HasSignal(name, key) != true)
            world.Violate("I1", $"{runId}: the signal {key} was acknowledged and not put");
    }

    public List<RunHead> Parked() => [.. _runs.Values.Where(r => r.Status == RunStatus.Parked).Select(r => HeadOf(r.Id)).OfType<RunHead>()];

    public string Describe() => string.Join("; ", _runs.Values.Where(r => !r.IsOver).Select(r => $"{r}, {HeadOf(r.Id)}"));

    public void CheckEnd()
    {
        foreach (var run in _runs.Values)
        {
            var head = HeadOf(run.Id);
            var entries = inner.ReadHistoryAsync(run.Id, default).ToBlockingEnumerable().ToList();
            if (head is null)
                world.Violate("I1", $"{run.Id} was acknowledged and is gone");
            else if (head.Status != run.Status)
                world.Violate("I12", $"{run.Id}: its head says {head.Status}, and what was committed {run.Status}");
            run.CheckHistory(entries);
            run.CheckEnd();
        }
    }

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public async ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken)
    {
        var result = await inner.CreateAsync(run, cancellationToken);
        if (result.Created == _runs.ContainsKey(run.RunId))
            world.Violate("I1", $"{run.RunId}: creating it says {result.Created}, and it was {(result.Created ? "already" : "not")} there");
        if (result.Created)
            Create(run, null);
        return result;
    }

    public async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        var result = await inner.CommitAsync(commit, cancellationToken);
        if (result != CommitResult.Committed)
        {
            world.Tally.Count("commit fenced off");
            return result;
        }
        if (ModelOf(commit.RunId) is not { } run)
        {
            world.Violate("I1", $"a commit of {commit.RunId} was taken, which is no run");
            return result;
        }
        // All of it is true at once; the run may have ended by it.
        foreach (var start in commit.Starts.Where(s => !_runs.ContainsKey(s.RunId)))
            Create(start, commit.RunId);
        foreach (var cancelled in commit.Cancels)
            ModelOf(cancelled)?.CancelRequested();
        run.Commit(commit);
        foreach (var signal in commit.Signals)
        {
            if (ModelOf(signal.RunId) is { IsOver: false } to && !to.HasSignal(signal.Name, signal.Key))
                to.Put(signal);
        }
        return result;
    }

    public async ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        var stored = await inner.LoadAsync(runId, cancellationToken);
        if (stored is not null)
            ModelOf(runId)?.CheckLoad(stored);
        return stored;
    }

    public async ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var heads = await inner.ClaimAsync(request, cancellationToken);
        foreach (var head in heads)
            ModelOf(head.RunId)?.Claim(request, head);
        return heads;
    }

    public async ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        var lost = await inner.RenewAsync(leases, leaseUntil, cancellationToken);
        foreach (var lease in leases.Except(lost))
            ModelOf(lease.RunId)?.Renew(lease.Epoch, leaseUntil);
        return lost;
    }

    public async ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken)
    {
        await inner.ReleaseAsync(leases, cancellationToken);
        foreach (var lease in leases)
            ModelOf(lease.RunId)?.Release(lease.Epoch);
    }

    public async ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var head = await inner.RequestCancelAsync(runId, at, cancellationToken);
        ModelOf(runId)?.CancelRequested();
        return head;
    }

    public async ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        var result = await inner.PutSignalAsync(signal, cancellationToken);
        if (ModelOf(signal.RunId) is not { } run)
            return result;
        if (result == PutSignalResult.Accepted)
        {
            if (run.IsOver)
                world.Violate("I7", $"{run.Id}: a signal is taken after its end");
            else if (run.HasSignal(signal.Name, signal.Key))
                world.Violate("I7", $"{run.Id}: the signal {signal.Key} is taken twice");
            else
                run.Put(signal);
        }
        else if (result == PutSignalResult.Duplicate && !run.HasSignal(signal.Name, signal.Key))
        {
            world.Violate("I7", $"{run.Id}: the signal {signal.Key} is said to be there, and is not");
        }
        return result;
    }

    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken) => inner.ReadSignalsAsync(runId, after, cancellationToken);

    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken) => inner.GetAsync(runId, cancellationToken);

    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.CountDueAsync(now, cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        inner.NextDueAsync(now, workflows, queues, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken) => inner.ReadHistoryAsync(runId, cancellationToken);

    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => inner.DeleteEndedAsync(endedBefore, limit, cancellationToken);

    public ValueTask DisposeAsync() => default;

    private RunHead? HeadOf(string runId) => inner.GetAsync(runId, default).Result;

    private void Create(NewRun run, string? by)
    {
        var model = new RunModel(world, run, by);
        _runs.Add(run.RunId, model);
        model.Created(run);
        world.BeginSignals(model);
    }
}
