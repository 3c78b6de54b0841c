namespace WorkflowGen.Execution;

/// <summary>Derives from dependencies and joins what the driver goes by, and refuses a graph that could never finish.</summary>
internal static class GraphLinks
{
    /// <returns>All joins of the graph, in the order of their nodes.</returns>
    public static JoinDefinition[] Connect(NodeDefinition[] nodes, int output, out int lockCount)
    {
        var waiters = NewLists<int>(nodes.Length);
        var joined = NewLists<int>(nodes.Length);
        var memberships = NewLists<JoinDefinition>(nodes.Length);
        var closes = NewLists<int>(nodes.Length);
        var joins = new List<JoinDefinition>();
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            node.Index = i;
            node.IsOutput = i == output;
            foreach (var dependency in node.DependencyArray)
                waiters[Known(dependency, node, nodes)].Add(i);
            node.JoinArray = node.Joins as JoinDefinition[] ?? [.. node.Joins];
            foreach (var join in node.JoinArray)
            {
                join.Index = joins.Count;
                join.Owner = i;
                joins.Add(join);
                foreach (var member in join.MemberArray)
                {
                    memberships[Known(member, node, nodes)].Add(join);
                    if (!joined[member].Contains(i))
                        joined[member].Add(i);
                }
            }
            foreach (var caught in node.Catches)
                nodes[caught].IsCaught = true;
            if (node.ClosedBy >= 0)
                closes[Known(node.ClosedBy, node, nodes)].Add(i);
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            node.WaiterArray = [.. waiters[i]];
            node.SuccessorArray = joined[i].Count == 0 ? node.WaiterArray : [.. waiters[i].Union(joined[i]).Order()];
            if (node is { IsStream: true, IsCaught: true })
            {
                node.EndWaiters = [.. waiters[i].Where(w => nodes[w].Catches.Contains(i))];
                node.WaiterArray = [.. waiters[i].Except(node.EndWaiters)];
            }
            node.MemberOf = [.. memberships[i]];
            node.Closes = [.. closes[i]];
        }
        foreach (var node in nodes)
            ConnectEach(nodes, node);
        RefuseCycles(nodes);
        Cancellation.Mark(nodes);
        lockCount = ExclusiveSections.Number(nodes);
        foreach (var node in nodes)
            node.HasConsequences = node.MemberOf.Length > 0 || node.Closes.Length > 0 || node.IsEnd || node.Cancels is not null || node.TellsEach || node.Exclusive is not null || node.EndsSections.Length > 0;
        return [.. joins];
    }

    /// <summary>Tells what elements come from, and what ends them, whose they are.</summary>
    private static void ConnectEach(NodeDefinition[] nodes, NodeDefinition node)
    {
        if (node.Each is not { } each)
            return;
        foreach (var source in each.Sources)
        {
            foreach (var from in source.Nodes)
            {
                if ((uint)from >= (uint)nodes.Length)
                    throw new ArgumentException($"Node '{node.Name}' takes elements of node {from}, which does not exist.", nameof(nodes));
                if (source.Kind == EachSourceKind.Arrivals)
                    nodes[from].ArrivesAt = [.. nodes[from].ArrivesAt, node.Index];
                else if (source.Kind == EachSourceKind.Stream)
                    nodes[from].TakenBy = [.. nodes[from].TakenBy, node.Index];
            }
        }
        if (each.CompleteOn >= 0)
            nodes[each.CompleteOn].Completes = [.. nodes[each.CompleteOn].Completes, node.Index];
    }

    private static List<T>[] NewLists<T>(int count)
    {
        var lists = new List<T>[count];
        for (var i = 0; i < count; i++)
            lists[i] = [];
        return lists;
    }

    private static int Known(int index, NodeDefinition node, NodeDefinition[] nodes) => (uint)index < (uint)nodes.Length
        ? index
        : throw new ArgumentException($"Node '{node.Name}' depends on node {index}, which does not exist.", nameof(nodes));

    private static void RefuseCycles(NodeDefinition[] nodes)
    {
        var remaining = new int[nodes.Length];
        var ready = new Queue<int>();
        foreach (var node in nodes)
        {
            foreach (var successor in node.SuccessorArray)
                remaining[successor]++;
        }
        for (var i = 0; i < nodes.Length; i++)
        {
            if (remaining[i] == 0)
                ready.Enqueue(i);
        }

        var visited = 0;
        while (ready.TryDequeue(out var node))
        {
            visited++;
            foreach (var successor in nodes[node].SuccessorArray)
            {
                if (--remaining[successor] == 0)
                    ready.Enqueue(successor);
            }
        }

        if (visited != nodes.Length)
        {
            var stuck = string.Join(", ", nodes.Where(n => remaining[n.Index] > 0).Select(n => $"'{n.Name}'"));
            throw new ArgumentException($"The steps {stuck} wait for each other in a cycle.", nameof(nodes));
        }
    }
}
