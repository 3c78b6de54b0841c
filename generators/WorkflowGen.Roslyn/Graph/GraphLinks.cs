using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Turns predecessors round into successors.</summary>
internal static class GraphLinks
{
    public static List<GraphNode> Connect(List<GraphNode> nodes)
    {
        var successors = nodes.Select(_ => new List<int>()).ToArray();
        foreach (var node in nodes)
        {
            foreach (var predecessor in node.Predecessors)
                successors[predecessor].Add(node.Index);
        }
        return nodes.Select(n => n with { Successors = successors[n.Index].ToEquatableArray() }).ToList();
    }
}
