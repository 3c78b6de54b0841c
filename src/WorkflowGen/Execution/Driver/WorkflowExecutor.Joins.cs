namespace WorkflowGen.Execution;

// Joins: producers of which some are enough. Members are taken in the order in which they completed, which after a crash is the order of their records.
public abstract partial class WorkflowExecutor
{
    private readonly JoinState[] _joins;
    private int _outputNode = -1;

    /// <summary>The node whose result is the run's: of several that could be, the one that completed first. −1: none has.</summary>
    protected int OutputNode => Definition.OtherOutputs.Count > 0
        ? _outputNode
        : Definition.Output >= 0 && _nodes[Definition.Output].Status is NodeStatus.Completed or NodeStatus.Committing ? Definition.Output : -1;

    /// <summary>In a graph with loops: the output that completed first, of those that are not pending again.</summary>
    private int FirstOutput()
    {
        var first = -1;
        foreach (var node in Definition.NodeArray)
        {
            if (node.IsOutput && _nodes[node.Index].Status == NodeStatus.Completed && HasSettled(node.Index) && (first < 0 || _nodes[node.Index].Order < _nodes[first].Order))
                first = node.Index;
        }
        return first;
    }

    /// <summary>The member whose result a join of need 1 takes; −1: none completed.</summary>
    /// <param name="join">The place among all joins of the graph, in the order of their nodes.</param>
    protected int Chosen(int join) => _joins[join].Count > 0 ? _joins[join].Completed[0] : -1;

    /// <summary>The members whose results the join takes, in the order in which they completed: as many as it needs, or fewer, if no more completed.</summary>
    /// <param name="join">The place among all joins of the graph, in the order of their nodes.</param>
    protected ReadOnlySpan<int> ChosenOf(int join)
    {
        ref var state = ref _joins[join];
        return state.Completed.AsSpan(0, Math.Min(state.Count, Definition.JoinArray[join].Need));
    }

    private static JoinState[] CreateJoins(WorkflowDefinition definition)
    {
        var joins = definition.JoinArray.Length == 0 ? [] : new JoinState[definition.JoinArray.Length];
        for (var i = 0; i < joins.Length; i++)
            joins[i].Completed = new int[definition.JoinArray[i].MemberArray.Length];
        return joins;
    }

    private void ResetJoins()
    {
        foreach (ref var join in _joins.AsSpan())
            join.Reset();
    }

    /// <summary>In a graph with loops, what a node waits for may be pending again: its joins forget such members, and are decided anew.</summary>
    /// <returns>How many of its joins are not decided.</returns>
    private int ReopenJoins(NodeDefinition definition)
    {
        var open = 0;
        foreach (var join in definition.JoinArray)
        {
            ref var state = ref _joins[join.Index];
            var before = state.Completed.AsSpan(0, state.Count).ToArray();
            state.Reset();
            var arrived = _loops!.Plan.Incoming[definition.Index].Where(e => Array.IndexOf(join.MemberArray, e.From) >= 0 && IsDelivered(e)).Select(e => e.From).ToList();
            foreach (var member in before)
            {
                if (arrived.Contains(member))
                    state.Completed[state.Count++] = member;
            }
            foreach (var member in arrived)
                state.DecidedTicks = Math.Max(state.DecidedTicks, _nodes[member].SettledTicks);
            state.Settled = arrived.Count;
            state.IsDecided = state.Count >= join.Need || state.Settled == join.MemberArray.Length;
            if (!state.IsDecided)
                open++;
            else if (join.Rest == Rest.Cancel && state.Settled < join.MemberArray.Length)
                CancelRest(join, state.DecidedTicks);
        }
        return open;
    }

    /// <summary>Whether a join that the node cannot do without has too few members that completed.</summary>
    private bool FallsShort(NodeDefinition definition)
    {
        foreach (var join in definition.JoinArray)
        {
            if (join.Required && _joins[join.Index].Count < join.Need)
                return true;
        }
        return false;
    }

    private void SettleMember(JoinDefinition join, int member)
    {
        ref var state = ref _joins[join.Index];
        state.Settled++;
        if (_nodes[member].Status == NodeStatus.Completed)
            state.Completed[state.Count++] = member;
        if (state.IsDecided || (state.Count < join.Need && state.Settled < join.MemberArray.Length))
            return;

        state.IsDecided = true;
        state.DecidedTicks = _nodes[member].SettledTicks;
        Arrive(join.Owner);
        if (join.Rest == Rest.Cancel && state.Settled < join.MemberArray.Length)
            CancelRest(join, state.DecidedTicks);
    }

    private void CancelRest(JoinDefinition join, long at)
    {
        foreach (var other in join.MemberArray)
            ToCancel(other, at, withWhatLeadsThere: true);
    }

    private struct JoinState
    {
        /// <summary>The members that have completed, in order: those that are chosen, and then those that came too late.</summary>
        public int[] Completed;

        public int Count;

        public int Settled;

        public bool IsDecided;

        public long DecidedTicks;

        public void Reset() => (Count, Settled, IsDecided, DecidedTicks) = (0, 0, false, 0);
    }
}
