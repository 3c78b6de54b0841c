namespace WorkflowGen.Roslyn.Shipped;

/// <summary>What had settled for sure before a node of the recorded version could begin.</summary>
internal sealed class OrderOfNodes
{
    private readonly Dictionary<string, ShippedNode> _nodes;
    private readonly HashSet<string> _endEarly;
    private readonly Dictionary<string, HashSet<string>> _before = new(StringComparer.Ordinal);

    public OrderOfNodes(ShippedWorkflow workflow)
    {
        _nodes = workflow.Nodes.ToDictionary(n => n.Name, StringComparer.Ordinal);

        // Those that can be cancelled while the run goes on may be over before what they would have waited for is.
        _endEarly = new(workflow.Nodes.SelectMany(n => n.Cancels), StringComparer.Ordinal);
        _endEarly.UnionWith(workflow.Nodes.SelectMany(n => n.Joins).Where(j => j.Stops).SelectMany(j => j.Of).SelectMany(ShippedSources.Nodes));
        _endEarly.UnionWith(workflow.Nodes.Where(n => n.When.Any(w => w.StartsWith("before ", StringComparison.Ordinal))).Select(n => n.Name));
    }

    /// <summary>Whether one had settled whenever the other had begun.</summary>
    public bool IsBefore(string earlier, string later) => Before(later).Contains(earlier);

    private HashSet<string> Before(string node)
    {
        if (_before.TryGetValue(node, out var known))
            return known;
        var before = _before[node] = new(StringComparer.Ordinal);
        if (!_nodes.TryGetValue(node, out var found))
            return before;
        foreach (var earlier in found.After)
        {
            before.Add(earlier);
            if (!_endEarly.Contains(earlier))
                before.UnionWith(Before(earlier));
        }
        return before;
    }
}
