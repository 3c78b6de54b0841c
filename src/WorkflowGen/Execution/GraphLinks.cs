namespace WorkflowGen.Execution;

/// <summary>Derives indices and successors from dependencies, and refuses a graph that could never finish.</summary>
internal static class GraphLinks
{
    public static void Connect(NodeDefinition[] nodes)
    {
        var successors = new List<int>[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
            successors[i] = [];

        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i].Index = i;
            foreach (var dependency in nodes[i].DependencyArray)
            {
                if ((uint)dependency >= (uint)nodes.Length)
                    throw new ArgumentException($"Node '{nodes[i].Name}' depends on node {dependency}, which does not exist.", nameof(nodes));
                successors[dependency].Add(i);
            }
            foreach (var caught in nodes[i].Catches)
                nodes[caught].IsCaught = true;
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i].SuccessorArray = [.. successors[i]];
        }
        foreach (var node in nodes)
            ConnectEach(nodes, node);
        RefuseCycles(nodes);
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

    private static void RefuseCycles(NodeDefinition[] nodes)
    {
        var remaining = new int[nodes.Length];
        var ready = new Queue<int>();
        for (var i = 0; i < nodes.Length; i++)
        {
            remaining[i] = nodes[i].DependencyArray.Length;
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
