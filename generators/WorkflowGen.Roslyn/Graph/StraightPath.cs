using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// The steps that a run in memory can call one after the other, in topological order, without an executor, as long as each of them completes before it returns.
/// The path ends before the first step that needs what only the executor has: a clock, a context, a token of the run's own, joins, loops, waits, undoing.
/// </summary>
internal sealed class StraightPath
{
    /// <summary>Larger graphs get no path: its code would be too long for the just-in-time compiler to make much of it.</summary>
    private const int MaxNodes = 128;

    /// <summary>Which steps were skipped is kept in the bits of one word: a node beyond it that may be skipped ends the path.</summary>
    private const int MaxSkipped = 64;

    private StraightPath(int[] nodes, bool isWhole, int lastHandOver)
    {
        Nodes = nodes;
        IsWhole = isWhole;
        LastHandOver = lastHandOver;
    }

    /// <summary>The steps on the path, in the order in which they are called.</summary>
    public IReadOnlyList<int> Nodes { get; }

    /// <summary>Whether the path is all of the graph.</summary>
    public bool IsWhole { get; }

    /// <summary>The most steps that can have settled when the executor takes over; −1: it never does.</summary>
    public int LastHandOver { get; }

    public static StraightPath Of(WorkflowModel model, WorkflowGraph graph)
    {
        var order = graph.TopologicalOrder;
        if (order.Count > MaxNodes || !model.FailFast || graph.OtherOutputs.Count > 0 || model.Steps.Any(s => s.IsFinally))
            return new([], isWhole: false, lastHandOver: 0);

        var descendants = Descendants(graph);
        var watched = Watched(graph);
        var length = 0;
        while (length < order.Count && !watched.Contains(order[length]) && !NeedsExecutor(model.Steps[order[length]], graph.Nodes[order[length]], RunsBeside(length)))
            length++;

        var isWhole = length == order.Count;
        return new([.. order.Take(length)], isWhole, isWhole ? LastOf(model, graph) : length);

        // What stands later in the order and does not wait for this one would start while it is under way; what stands earlier has settled.
        bool RunsBeside(int position)
        {
            for (var later = position + 1; later < order.Count; later++)
            {
                if (!descendants[order[position]].Contains(order[later]))
                    return true;
            }
            return false;
        }
    }

    /// <summary>Whether the executor has to take over from the path when the step does not complete at once, or fails.</summary>
    public static bool MayHandOver(StepModel step) =>
        step.Returns is not (ReturnShape.Void or ReturnShape.Value) || MayRetry(step);

    public static bool MayRetry(StepModel step) => step.Retry is { Attempts: > 1 };

    private static bool NeedsExecutor(StepModel step, GraphNode node, bool runsBesideAnother) =>
        (node.MaySkip && node.Index >= MaxSkipped)
        || HasFlow(step, node)
        || step.AttemptTimeout is not null
        || step.TotalTimeout is not null
        || step.Parameters.Any(p => p.Kind == ParameterKind.StepContext)
        || (runsBesideAnother && step.Parameters.Any(p => p.Kind == ParameterKind.CancellationToken));

    /// <summary>Whether the node is more than a step that takes plain values under conditions: the rest is the executor's.</summary>
    private static bool HasFlow(StepModel step, GraphNode node) =>
        step.Kind != NodeKindModel.Step
        || step.Delay is not null || step.Loop is not null || step.Heartbeat is not null || step.Exclusive is not null || step.Limit is not null
        || step.IsFinally || step.IsEnd || node.Compensation is not null || node.Each is not null || node.Joins.Count > 0 || node.Catches.Count > 0
        || node.OpenedBy >= 0 || node.ClosedBy >= 0
        || step.Parameters.Any(p => p.IsPrevious);

    /// <summary>Steps whose end, good or bad, decides about others at once: members of joins, steps whose failure is handled, those that end a window.</summary>
    private static HashSet<int> Watched(WorkflowGraph graph)
    {
        var watched = new HashSet<int>();
        foreach (var node in graph.Nodes)
        {
            watched.UnionWith(node.Catches);
            if (node.ClosedBy >= 0)
                watched.Add(node.ClosedBy);
            foreach (var join in node.Joins)
                watched.UnionWith(join.Members.Select(m => m.Index));
        }
        return watched;
    }

    private static int LastOf(WorkflowModel model, WorkflowGraph graph)
    {
        var position = graph.TopologicalOrder.Count - 1;
        while (position >= 0 && !MayHandOver(model.Steps[graph.TopologicalOrder[position]]))
            position--;
        return position;
    }

    private static NodeSet[] Descendants(WorkflowGraph graph)
    {
        var descendants = new NodeSet[graph.Nodes.Count];
        for (var i = 0; i < descendants.Length; i++)
            descendants[i] = new(descendants.Length);
        for (var i = graph.TopologicalOrder.Count - 1; i >= 0; i--)
        {
            var node = graph.TopologicalOrder[i];
            foreach (var dependency in graph.Nodes[node].Predecessors)
            {
                descendants[dependency].UnionWith(descendants[node]);
                descendants[dependency].Add(node);
            }
        }
        return descendants;
    }
}
