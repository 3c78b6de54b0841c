namespace WorkflowGen.Execution;

/// <summary>Finds the nodes that can be cancelled while the run goes on: only their attempts need tokens of their own. It may find too many, never too few.</summary>
internal static class Cancellation
{
    public static void Mark(NodeDefinition[] nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var join in node.JoinArray)
            {
                if (join.Rest != Rest.Cancel)
                    continue;
                foreach (var member in join.MemberArray)
                    nodes[member].CanBeCancelled = true;
            }
            foreach (var cancelled in node.Cancels ?? [])
                nodes[cancelled].CanBeCancelled = true;
            if (node.IsEnd)
                MarkAllButAncestors(nodes, node.Index);
        }
        MarkWhatLeadsOnlyToThem(nodes);
    }

    /// <summary>A loop cancels what a new round finds under way: the losers of joins that ignore them, and what leads to those.</summary>
    public static void Mark(NodeDefinition[] nodes, LoopDefinition loop)
    {
        if (!loop.RegionArray.Any(i => nodes[i].JoinArray.Any(j => j.Rest == Rest.Ignore)))
            return;
        foreach (var node in loop.RegionArray)
            nodes[node].CanBeCancelled = true;
    }

    /// <summary>Whether it may be cancelled because nothing that goes on needs it: it has no other purpose than those that depend on it.</summary>
    public static bool ServesOnlyDependents(NodeDefinition node) =>
        node.SuccessorArray.Length > 0 && !node.IsOutput && !node.IsEnd && !node.IsFinally && node.Closes.Length == 0 && node.EndsSections.Length == 0 && node.Cancels is null;

    private static void MarkAllButAncestors(NodeDefinition[] nodes, int end)
    {
        var ancestors = new bool[nodes.Length];
        var next = new Stack<int>([end]);
        while (next.TryPop(out var index))
        {
            if (ancestors[index])
                continue;
            ancestors[index] = true;
            // Members of a join may still be under way when it has been decided.
            foreach (var dependency in nodes[index].DependencyArray)
                next.Push(dependency);
        }
        foreach (var node in nodes)
            node.CanBeCancelled |= !ancestors[node.Index] && !node.IsFinally;
    }

    private static void MarkWhatLeadsOnlyToThem(NodeDefinition[] nodes)
    {
        var next = new Stack<int>(nodes.Where(n => n.CanBeCancelled).Select(n => n.Index));
        while (next.TryPop(out var index))
        {
            foreach (var dependency in nodes[index].DependencyArray.Concat(nodes[index].JoinArray.SelectMany(j => j.MemberArray)))
            {
                var node = nodes[dependency];
                if (node.CanBeCancelled || !ServesOnlyDependents(node) || !node.SuccessorArray.All(s => nodes[s].CanBeCancelled))
                    continue;
                node.CanBeCancelled = true;
                next.Push(dependency);
            }
        }
    }
}
