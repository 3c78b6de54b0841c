using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>
/// Compares a version of a workflow as it was recorded with the same version as the code has it now, and says of each edit what it means for runs that were started before it. A pure function; the fold at run time
/// (RunFold, RunRestorer) comes to the same end, run by run. See decision 0015.
/// </summary>
internal sealed partial class ShippedComparison
{
    private readonly ShippedWorkflow _recorded;
    private readonly ShippedWorkflow _now;
    private readonly NodeNaming _naming;
    private readonly TypeComparison _types;
    private readonly Func<ShippedChild, bool> _hasRecordOfItsOwn;
    private readonly Dictionary<string, ShippedNode> _old;
    private readonly List<ShippedEdit> _edits = [];
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

    private ShippedComparison(ShippedWorkflow old, ShippedWorkflow now, Func<ShippedChild, bool> hasRecordOfItsOwn)
    {
        _types = new(old, now);
        _naming = NodeNaming.Of(old, now, _types);
        _recorded = _naming.Recorded;
        _now = now;
        _hasRecordOfItsOwn = hasRecordOfItsOwn;
        _old = _recorded.Nodes.ToDictionary(n => n.Name, StringComparer.Ordinal);
    }

    /// <param name="hasRecordOfItsOwn">Whether a child's version is in the file: what changes in its contract is told there.</param>
    /// <returns>Nothing: all that has changed is safe.</returns>
    public static IReadOnlyList<ShippedEdit> Compare(ShippedWorkflow old, ShippedWorkflow now, Func<ShippedChild, bool> hasRecordOfItsOwn)
    {
        var comparison = new ShippedComparison(old, now, hasRecordOfItsOwn);
        comparison.Names();
        comparison.Inputs();
        var order = new NodeEdits(comparison);
        order.Find();
        foreach (var node in now.Nodes)
        {
            if (comparison._old.TryGetValue(node.Name, out var recorded))
                comparison.Node(recorded, node, order);
        }
        comparison.Outcome();
        var stranded = comparison._edits.Any(e => e.Kind == ShippedEditKind.Strands);
        return comparison._edits.Where(e => !(stranded && e.Follows)).ToList();
    }

    private void Names()
    {
        foreach (var gone in _naming.Removed)
        {
            Strand(ShippedPlace.Workflow, gone.Name, $"{Word(gone)} '{gone.Name}'", "was removed", "runs that have it in their journal would be parked");
        }
        foreach (var (earlier, node) in _naming.Guessed)
        {
            _edits.Add(new(
                ShippedEditKind.Strands,
                ShippedPlace.Node,
                node.Name,
                $"{Word(node)} '{node.Name}'",
                $"takes the place of '{earlier}', which is gone",
                $"runs that have '{earlier}' in their journal would be parked; if it is the same under a new name, say [Renamed(\"{earlier}\")]")
            {
                Earlier = earlier,
            });
        }
        foreach (var (earlier, node) in _naming.Declared)
            Record(ShippedPlace.Node, node.Name, $"{Word(node)} '{node.Name}'", $"was called '{earlier}'", "runs go on under the new name");
    }

    /// <summary>Tells of what a reader of a recorded value meets: once for each difference, at the first place where it is met.</summary>
    private void Readings(string written, string today, ShippedPlace place, string name, string subject, string verb, string? upcast, string consequence)
    {
        var differences = _types.Compare(written, today);
        if (differences.Count == 0)
            return;
        var strands = differences.Where(d => d.Kind == ShippedEditKind.Strands).ToList();
        var kind = strands.Count > 0 && upcast is null ? ShippedEditKind.Strands : ShippedEditKind.NeedsRecording;
        var told = (strands.Count > 0 ? strands : differences).ToList();
        var fresh = told.Where(d => !_told.ContainsKey(kind + d.Key)).ToList();
        if (fresh.Count == 0)
        {
            Extend(_told[kind + told[0].Key], name);
            return;
        }
        foreach (var difference in fresh)
            _told[kind + difference.Key] = _edits.Count;
        var meet = kind == ShippedEditKind.Strands
            ? consequence
            : upcast is not null && strands.Count > 0 ? $"what was recorded before is read by '{upcast}'" : "what was recorded before can be read";
        _edits.Add(new(kind, place, name, subject, verb + ": " + string.Join("; ", fresh.Select(d => d.Text)), meet));
    }

    private void Extend(int edit, string name)
    {
        var told = _edits[edit];
        if (told.Name != name && !told.Others.Contains(name))
            _edits[edit] = told with { Others = told.Others.Append(name).ToEquatableArray() };
    }

    private void Strand(ShippedPlace place, string name, string subject, string change, string consequence) =>
        _edits.Add(new(ShippedEditKind.Strands, place, name, subject, change, consequence));

    private void Record(ShippedPlace place, string name, string subject, string change, string consequence) =>
        _edits.Add(new(ShippedEditKind.NeedsRecording, place, name, subject, change, consequence));

    private void Follow(string name, string subject, string change, string consequence) =>
        _edits.Add(new(ShippedEditKind.NeedsRecording, ShippedPlace.Node, name, subject, change, consequence) { Follows = true });

    private static string Word(ShippedNode node) => node.Kind switch
    {
        "signal" or "signals" => "Signal",
        "delay" => "Delay",
        "child" or "detached child" => "Child",
        _ => "Step",
    };

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
