using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds cycles: one, the shortest, through the first declared step of each strongly connected component.</summary>
internal static class Cycles
{
    /// <summary>Each cycle as the nodes along it, in the direction of the data; the first is not repeated at the end.</summary>
    public static List<List<int>> Find(IReadOnlyList<GraphNode> nodes)
    {
        var cycles = new List<List<int>>();
        foreach (var component in Components(nodes))
        {
            if (component.Count > 1)
                cycles.Add(ShortestThrough(nodes, component.Min(), [.. component]));
        }
        cycles.Sort((left, right) => left[0].CompareTo(right[0]));
        return cycles;
    }

    public static void Report(WorkflowModel model, IReadOnlyList<List<int>> cycles, List<Finding> findings)
    {
        foreach (var cycle in cycles)
        {
            var path = Sentences.Path(cycle.Append(cycle[0]).Select(i => model.Steps[i].Name));
            findings.Add(Finding.Of(RuleIds.Cycle, Anchor.Step(cycle[0]), path, model.Name));
        }
    }

    /// <summary>Tarjan's algorithm, with a stack of its own: a chain of thousands of steps must not overflow the compiler's.</summary>
    public static IEnumerable<List<int>> Components(IReadOnlyList<GraphNode> nodes)
    {
        var number = new int[nodes.Count];
        var low = new int[nodes.Count];
        var onStack = new bool[nodes.Count];
        var stack = new Stack<int>();
        var counter = 0;
        var components = new List<List<int>>();

        for (var root = 0; root < nodes.Count; root++)
        {
            if (number[root] != 0)
                continue;
            var work = new Stack<(int Node, int Next)>();
            work.Push((root, 0));
            while (work.Count > 0)
            {
                var (node, next) = work.Pop();
                if (next == 0)
                {
                    number[node] = low[node] = ++counter;
                    stack.Push(node);
                    onStack[node] = true;
                }
                else
                {
                    low[node] = Math.Min(low[node], low[nodes[node].Successors[next - 1]]);
                }

                var descended = false;
                for (var i = next; i < nodes[node].Successors.Count; i++)
                {
                    var successor = nodes[node].Successors[i];
                    if (number[successor] == 0)
                    {
                        work.Push((node, i + 1));
                        work.Push((successor, 0));
                        descended = true;
                        break;
                    }
                    if (onStack[successor])
                        low[node] = Math.Min(low[node], number[successor]);
                }
                if (!descended && low[node] == number[node])
                    components.Add(Pop(stack, onStack, node));
            }
        }
        return components;
    }

    private static List<int> Pop(Stack<int> stack, bool[] onStack, int root)
    {
        var component = new List<int>();
        int node;
        do
        {
            node = stack.Pop();
            onStack[node] = false;
            component.Add(node);
        }
        while (node != root);
        return component;
    }

    private static List<int> ShortestThrough(IReadOnlyList<GraphNode> nodes, int start, HashSet<int> component)
    {
        var cameFrom = new Dictionary<int, int>();
        var queue = new Queue<int>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            var node = queue.Dequeue();
            foreach (var successor in nodes[node].Successors)
            {
                if (successor == start)
                {
                    var path = new List<int>();
                    for (var step = node; step != start; step = cameFrom[step])
                        path.Add(step);
                    path.Add(start);
                    path.Reverse();
                    return path;
                }
                if (component.Contains(successor) && !cameFrom.ContainsKey(successor))
                {
                    cameFrom[successor] = node;
                    queue.Enqueue(successor);
                }
            }
        }
        throw new InvalidOperationException("A component of several nodes has a cycle through each of them.");
    }
}
