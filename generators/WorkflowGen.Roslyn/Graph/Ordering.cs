namespace WorkflowGen.Roslyn.Graph;

/// <summary>Topological order, the earlier declared first where the graph leaves a choice.</summary>
internal static class Ordering
{
    public static List<int> Sort(IReadOnlyList<GraphNode> nodes)
    {
        var waiting = nodes.Select(n => n.Predecessors.Count).ToArray();
        var ready = new SortedSet<int>(nodes.Where(n => n.Predecessors.Count == 0).Select(n => n.Index));
        var order = new List<int>(nodes.Count);
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            order.Add(next);
            foreach (var successor in nodes[next].Successors)
            {
                if (--waiting[successor] == 0)
                    ready.Add(successor);
            }
        }
        return order;
    }
}
