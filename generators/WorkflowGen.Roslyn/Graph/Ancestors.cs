namespace WorkflowGen.Roslyn.Graph;

/// <summary>What a node comes after, through data, guards, joins or [After].</summary>
internal sealed class Ancestors(IReadOnlyList<GraphNode> nodes)
{
    private readonly NodeSet?[] _of = new NodeSet?[nodes.Count];

    public bool Contains(int node, int ancestor) => Of(node).Contains(ancestor);

    public NodeSet Of(int node)
    {
        if (_of[node] is { } known)
            return known;
        var found = new NodeSet(nodes.Count);
        var pending = new Stack<int>();
        pending.Push(node);
        while (pending.Count > 0)
        {
            foreach (var before in nodes[pending.Pop()].Predecessors)
            {
                if (!found.Contains(before))
                {
                    found.Add(before);
                    pending.Push(before);
                }
            }
        }
        return _of[node] = found;
    }
}
