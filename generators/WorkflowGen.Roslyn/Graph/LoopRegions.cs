using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Works out the regions of loops: every node on a path from the first to the one that decides.</summary>
internal static class LoopRegions
{
    /// <returns>Inner loops before those around them.</returns>
    public static List<LoopUse> Find(WorkflowModel model, IReadOnlyList<GraphNode> nodes, NodeNames names, Dictionary<int, GuardUse> guards, List<Finding> findings)
    {
        var loops = new List<LoopUse>();
        for (var end = 0; end < nodes.Count; end++)
        {
            if (model.Steps[end].Loop is not { } loop)
                continue;
            guards.TryGetValue(end, out var again);
            if (RegionOf(model, nodes, names, end, loop, findings) is { } region)
                loops.Add(new(end, region.ToEquatableArray(), again, Math.Max(loop.Max, 0)));
        }
        return [.. loops.OrderBy(l => l.Region.Count).ThenBy(l => l.End)];
    }

    private static SortedSet<int>? RegionOf(WorkflowModel model, IReadOnlyList<GraphNode> nodes, NodeNames names, int end, LoopModel loop, List<Finding> findings)
    {
        if (loop.To is not { } to)
            return [end];
        var start = names.Node(to);
        if (start == end)
            return [end];
        var at = Anchor.Step(end).On("Loop", "To");
        if (start < 0)
        {
            findings.Add(Finding.Of(RuleIds.InvalidLoop, at, model.Steps[end].Name, $"'{to}' is not a step"));
            return null;
        }
        var region = Reach(nodes, start, static n => n.Successors);
        // What ends elements in the region is waited for in each of its rounds: it cannot wait for the loop to be over.
        region.IntersectWith(Reach(nodes, end, static n => n.Each is { CompleteOn: >= 0 and var signal } ? n.Predecessors.Append(signal) : n.Predecessors));
        if (region.Count > 0)
            return region;
        var turned = Reach(nodes, end, static n => n.Successors).Contains(start);
        findings.Add(Finding.Of(
            RuleIds.InvalidLoop, at, model.Steps[end].Name, turned ? $"'{to}' comes after it: put [Loop] on the last step of what is repeated" : $"'{to}' does not lead to it"));
        return null;
    }

    private static SortedSet<int> Reach(IReadOnlyList<GraphNode> nodes, int start, Func<GraphNode, IEnumerable<int>> next)
    {
        var found = new SortedSet<int> { start };
        var pending = new Stack<int>();
        pending.Push(start);
        while (pending.Count > 0)
        {
            foreach (var neighbour in next(nodes[pending.Pop()]))
            {
                if (found.Add(neighbour))
                    pending.Push(neighbour);
            }
        }
        return found;
    }
}
