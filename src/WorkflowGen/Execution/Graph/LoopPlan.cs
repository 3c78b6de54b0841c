namespace WorkflowGen.Execution;

/// <summary>What follows from a graph's loops, worked out once per definition. A graph without loops has none.</summary>
/// <remarks>
/// An edge is <em>held</em> by the loops that may still make its source run again without its target: those that contain the one and not the other, and those that may begin such a loop anew. It counts as settled when all of them are over.
/// </remarks>
internal sealed class LoopPlan
{
    private LoopPlan(LoopDefinition[] loops, int nodes)
    {
        Loops = loops;
        EndedBy = new int[nodes];
        Array.Fill(EndedBy, -1);
        Incoming = new LoopEdge[nodes][];
        Outgoing = new LoopEdge[nodes][];
        Arriving = new LoopEdge[nodes][];
        HoldersOf = new int[nodes][];
        Held = new LoopEdge[loops.Length][];
        Reopened = new int[loops.Length][];
        AwaitedBy = new int[loops.Length][];
    }

    public LoopDefinition[] Loops { get; }

    /// <summary>For each node the loop whose last node it is, or −1.</summary>
    public int[] EndedBy { get; }

    /// <summary>For each node the edges that lead to it, joins included.</summary>
    public LoopEdge[][] Incoming { get; }

    /// <summary>For each node the edges that lead from it, joins included.</summary>
    public LoopEdge[][] Outgoing { get; }

    /// <summary>For each node where its completion is an element: no edges that anything waits at, but asked for again in another round as those are.</summary>
    public LoopEdge[][] Arriving { get; }

    /// <summary>For each node the loops that hold an edge to it.</summary>
    public int[][] HoldersOf { get; }

    /// <summary>For each loop the edges that it holds.</summary>
    public LoopEdge[][] Held { get; }

    /// <summary>For each loop the others that a new round of it begins anew: their last node is in its region.</summary>
    public int[][] Reopened { get; }

    /// <summary>For each loop the nodes that must have settled before it goes round again: members of joins in its region that say so.</summary>
    public int[][] AwaitedBy { get; }

    /// <returns>Null: there is no loop.</returns>
    /// <exception cref="ArgumentException">A loop names nodes that do not exist, two end with the same node, or they wait for each other.</exception>
    public static LoopPlan? Of(NodeDefinition[] nodes, LoopDefinition[] loops)
    {
        if (loops.Length == 0)
            return null;

        var plan = new LoopPlan(loops, nodes.Length);
        for (var i = 0; i < loops.Length; i++)
            plan.AddLoop(i, nodes);
        for (var i = 0; i < loops.Length; i++)
            plan.Reopened[i] = [.. loops.Where(l => l.Index != i && Contains(loops[i], l.End)).Select(l => l.Index)];

        foreach (var loop in loops)
        {
            plan.AwaitedBy[loop.Index] =
                [.. loop.RegionArray.SelectMany(n => nodes[n].Joins).Where(j => j.Rest == Rest.Block).SelectMany(j => j.MemberArray).Where(m => Contains(loop, m)).Distinct()];
        }

        var holds = new LoopHolds([.. nodes.Select(n => SourcesOf(n).Union(ArrivalsOf(n)).ToArray())], [.. loops.Select(l => l.End)], [.. loops.Select(l => l.RegionArray)]);
        var edges = new List<LoopEdge>();
        foreach (var node in nodes)
        {
            foreach (var source in SourcesOf(node))
                edges.Add(new LoopEdge(source, node.Index, [.. holds.Between(source, node.Index)], plan.RepeatersOf(source, node.Index)));
        }
        foreach (var node in nodes)
        {
            plan.Incoming[node.Index] = [.. edges.Where(e => e.To == node.Index)];
            plan.Arriving[node.Index] = [.. node.ArrivesAt.Select(to => new LoopEdge(node.Index, to, [.. holds.Between(node.Index, to)], plan.RepeatersOf(node.Index, to)))];
            plan.Outgoing[node.Index] = [.. edges.Where(e => e.From == node.Index)];
            plan.HoldersOf[node.Index] = [.. plan.Incoming[node.Index].SelectMany(e => e.Holders).Distinct()];
        }
        for (var i = 0; i < loops.Length; i++)
            plan.Held[i] = [.. edges.Where(e => e.Holders.Contains(i))];
        if (holds.Stuck() is { Count: > 0 } stuck)
            throw new ArgumentException($"Loops cross so that the steps {string.Join(", ", stuck.Select(n => $"'{nodes[n].Name}'"))} wait for each other's loops to be over.", nameof(nodes));
        return plan;
    }

    public static bool Contains(LoopDefinition loop, int node) => Array.BinarySearch(loop.RegionArray, node) >= 0;

    private static IEnumerable<int> SourcesOf(NodeDefinition node) => node.DependencyArray.Concat(node.Joins.SelectMany(j => j.MemberArray)).Distinct();

    // Elements come of them while the node is under way; it is not done before they are.
    private static IEnumerable<int> ArrivalsOf(NodeDefinition node) => node.Each?.Sources.Where(s => s.Kind == EachSourceKind.Arrivals).SelectMany(s => s.Nodes) ?? [];

    private void AddLoop(int index, NodeDefinition[] nodes)
    {
        var loop = Loops[index];
        if (loop.RegionArray.Any(n => (uint)n >= (uint)nodes.Length) || !Contains(loop, loop.End))
            throw new ArgumentException($"The region of loop {index} names nodes that do not exist, is not ascending, or lacks its end.", nameof(nodes));
        if (EndedBy[loop.End] >= 0)
            throw new ArgumentException($"Two loops end with step '{nodes[loop.End].Name}'.", nameof(nodes));
        loop.Index = index;
        EndedBy[loop.End] = index;
    }

    private int[] RepeatersOf(int from, int to)
    {
        var repeaters = Loops.Where(l => Contains(l, to) && !Contains(l, from)).Select(l => l.Index).ToList();
        if (EndedBy[to] >= 0 && !repeaters.Contains(EndedBy[to]))
            repeaters.Add(EndedBy[to]); // its guard may take what its last node takes
        for (var i = 0; i < repeaters.Count; i++)
            repeaters.AddRange(Loops.Where(l => !repeaters.Contains(l.Index) && Contains(l, Loops[repeaters[i]].End)).Select(l => l.Index).ToList());
        return [.. repeaters];
    }
}

/// <summary>An edge of a graph with loops.</summary>
/// <param name="From">The node that must have settled.</param>
/// <param name="To">The node that waits for it.</param>
/// <param name="Holders">The loops that must be over; empty: settling is enough.</param>
/// <param name="Repeaters">The loops that may make the target, or a guard with what it takes, ask for the source's handoff again.</param>
internal sealed record LoopEdge(int From, int To, int[] Holders, int[] Repeaters);
