namespace WorkflowGen.Execution;

/// <summary>Numbers the locks of [Exclusive], and finds what may run inside of a section from one step to another: what lies between them.</summary>
internal static class ExclusiveSections
{
    /// <returns>How many locks there are.</returns>
    public static int Number(NodeDefinition[] nodes)
    {
        var locks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (node.Exclusive is not { } name)
                continue;
            if (!locks.TryGetValue(name, out var index))
                locks.Add(name, index = locks.Count);
            node.Lock = index;
            if (node.ExclusiveUntil < 0)
                continue;
            var until = nodes[node.ExclusiveUntil];
            until.EndsSections = [.. until.EndsSections, node.Index];
            node.Section = [.. After(nodes, node.Index).Intersect(Before(nodes, until.Index)).Order()];
        }
        return locks.Count;
    }

    private static HashSet<int> After(NodeDefinition[] nodes, int start) => Reach(start, index => nodes[index].SuccessorArray);

    private static HashSet<int> Before(NodeDefinition[] nodes, int end) => Reach(end, index => nodes[index].DependencyArray.Concat(nodes[index].JoinArray.SelectMany(j => j.MemberArray)));

    private static HashSet<int> Reach(int from, Func<int, IEnumerable<int>> next)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([from]);
        while (open.TryPop(out var index))
        {
            if (!seen.Add(index))
                continue;
            foreach (var neighbour in next(index))
                open.Push(neighbour);
        }
        return seen;
    }
}
