using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>Which node of today was which of the recorded version: by name, by [Renamed], or (a guess, of which the author is told) because one is gone and one like it has come.</summary>
internal sealed class NodeNaming
{
    private readonly Dictionary<string, string> _today = new(StringComparer.Ordinal);

    private NodeNaming()
    {
    }

    /// <summary>Recorded name and name of today, as [Renamed] has it.</summary>
    public List<(string Old, ShippedNode Now)> Declared { get; } = [];

    /// <summary>The same as a guess.</summary>
    public List<(string Old, ShippedNode Now)> Guessed { get; } = [];

    public List<ShippedNode> Removed { get; } = [];

    public List<ShippedNode> Added { get; } = [];

    /// <summary>The recorded version in the names of today.</summary>
    public ShippedWorkflow Recorded { get; private set; } = null!;

    public static NodeNaming Of(ShippedWorkflow old, ShippedWorkflow now, TypeComparison types)
    {
        var naming = new NodeNaming();
        var come = now.Nodes.Where(n => old.Nodes.All(o => o.Name != n.Name)).ToList();
        foreach (var gone in old.Nodes.Where(o => now.Nodes.All(n => n.Name != o.Name)))
        {
            if (come.FirstOrDefault(n => n.Renamed.Contains(gone.Name)) is { } renamed)
            {
                come.Remove(renamed);
                naming.Declared.Add((gone.Name, renamed));
                naming._today[gone.Name] = renamed.Name;
            }
            else
            {
                naming.Removed.Add(gone);
            }
        }
        naming.Guess(come, types);
        naming.Added.AddRange(come);
        naming.Recorded = naming.Rename(old);
        return naming;
    }

    public string Today(string old) => _today.TryGetValue(old, out var name) ? name : old;

    // Alike: of one kind, and what the one wrote the other reads. Of several the one that takes most from the same, in the order of their names.
    private void Guess(List<ShippedNode> come, TypeComparison types)
    {
        foreach (var gone in Removed.ToList())
        {
            var best = come
                .Where(n => n.Kind == gone.Kind && (n.Result is null) == (gone.Result is null) && n.Each.Count == gone.Each.Count && AreAlike(gone, n, types))
                .OrderByDescending(n => Shared(gone, n))
                .FirstOrDefault();
            if (best is null || Shared(gone, best) == 0)
                continue;
            come.Remove(best);
            Removed.Remove(gone);
            Guessed.Add((gone.Name, best));
            _today[gone.Name] = best.Name;
        }
    }

    private static bool AreAlike(ShippedNode gone, ShippedNode come, TypeComparison types) =>
        gone.Result is null || types.Compare(gone.Result, come.Result!).All(d => d.Kind != ShippedEditKind.Strands);

    private int Shared(ShippedNode gone, ShippedNode come)
    {
        var sources = gone.Takes.Concat(gone.After).Select(s => ShippedSources.Rename(s, Today)).ToList();
        if (sources.Count == 0)
            return come.Takes.Count + come.After.Count == 0 ? 1 : 0;
        return come.Takes.Concat(come.After).Count(sources.Contains);
    }

    private ShippedWorkflow Rename(ShippedWorkflow old) => _today.Count == 0 ? old : old with
    {
        Outputs = Rename(old.Outputs),
        Nodes = old.Nodes.Select(Rename).OrderBy(n => n.Name, StringComparer.Ordinal).ToEquatableArray(),
    };

    private ShippedNode Rename(ShippedNode node) => node with
    {
        Name = Today(node.Name),
        After = Rename(node.After),
        Takes = Rename(node.Takes),
        When = Rename(node.When),
        Each = Rename(node.Each),
        Joins = node.Joins.Select(j => j with { Of = Rename(j.Of) }).ToEquatableArray(),
        Catches = Rename(node.Catches),
        Cancels = Rename(node.Cancels),
        Loop = node.Loop is { } loop ? loop with { To = Today(loop.To), Region = Rename(loop.Region) } : null,
    };

    private EquatableArray<string> Rename(EquatableArray<string> names) => names.Select(n => ShippedSources.Rename(n, Today)).ToEquatableArray();
}
