namespace WorkflowGen.Execution;

// What the settling of a node means for others, besides that they may start; and cancelling nodes while the run goes on.
public abstract partial class WorkflowExecutor
{
    // One node's cancellation may be the end of the next: one after the other, not one within the other, however long the chain.
    private Queue<(int Node, long At, bool WithWhatLeadsThere)>? _toCancel;
    private bool _cancelling;

    /// <summary>An [End] has completed: no loop goes round again.</summary>
    private bool _endReached;

    /// <summary>All that follows from a node's settling, but that those who wait for it may start. Also when a run is restored.</summary>
    private void Conclude(int index, NodeDefinition definition)
    {
        if (definition.TellsEach)
            TellEach(definition);
        ref var node = ref _nodes[index];
        if (node.Status == NodeStatus.Completed)
        {
            if (_outputNode < 0 && definition.IsOutput)
                _outputNode = index;
            foreach (var closed in definition.Closes)
                Close(closed, node.SettledTicks);
            if (definition.Cancels is { } cancels)
                CancelOn(cancels, node.SettledTicks);
            if (definition.IsEnd)
                CancelAll(node.SettledTicks);
        }
        if (definition.TouchesLocks)
            Unlock(index, definition);
        CancelQueued();
    }

    /// <summary>[CancelOn]: the nodes, or the run.</summary>
    private void CancelOn(IReadOnlyList<int> nodes, long at)
    {
        foreach (var node in nodes)
            ToCancel(node, at, withWhatLeadsThere: false);
        if (nodes.Count > 0 || _stop != StopReason.None || _ending)
            return;
        _stop = StopReason.Cancelling;
        CancelSteps();
    }

    /// <summary>[End]: what has not settled is not needed.</summary>
    private void CancelAll(long at)
    {
        _endReached = true;
        if (_loops is not null)
            EndBlocked();
        foreach (var definition in Definition.NodeArray)
        {
            if (definition.IsFinally)
                continue;
            ToCancel(definition.Index, at, withWhatLeadsThere: false);
            if (definition.Each is not null && _nodes[definition.Index].Status is NodeStatus.Failed or NodeStatus.Failing)
                GiveUpElements(definition.Index); // those that were told to stop, and have not yet
        }
    }

    private void ToCancel(int index, long at, bool withWhatLeadsThere) => (_toCancel ??= []).Enqueue((index, at, withWhatLeadsThere));

    private void CancelQueued()
    {
        if (_cancelling || _toCancel is not { Count: > 0 } queue)
            return;
        _cancelling = true;
        while (queue.TryDequeue(out var next))
            Cancel(next.Node, next.At, next.WithWhatLeadsThere);
        _cancelling = false;
    }

    /// <param name="at">When what cancels it happened, by the journal.</param>
    private void Cancel(int index, long at, bool withWhatLeadsThere)
    {
        ref var node = ref _nodes[index];
        if (node.IsSettled || node.Status is NodeStatus.Committing or NodeStatus.Failing)
            return; // what is recorded has happened
        OpenDueStream(index, isClosing: false);
        if (EndStream(index) || node.IsSettled)
            return; // to others it had settled; there is only no more of it

        GiveUp(index);
        node.Status = NodeStatus.Cancelled;
        node.SettledTicks = at;
        _journal?.StepCancelled(KeyOf(index), new DateTimeOffset(at, TimeSpan.Zero));
        Settle(index);
        var definition = Definition.NodeArray[index];
        if (definition.Each is not null)
            LeaveUntaken(definition);
        if (!withWhatLeadsThere)
            return;

        foreach (var dependency in definition.DependencyArray)
            CancelIfIdle(dependency, at);
        foreach (var join in definition.JoinArray)
        {
            foreach (var member in join.MemberArray)
                CancelIfIdle(member, at);
        }
    }

    private void CancelIfIdle(int index, long at)
    {
        var definition = Definition.NodeArray[index];
        if (!Cancellation.ServesOnlyDependents(definition))
            return;
        foreach (var successor in definition.SuccessorArray)
        {
            if (_nodes[successor].Status != NodeStatus.Cancelled)
                return;
        }
        ToCancel(index, at, withWhatLeadsThere: true);
    }

    /// <summary>Ends what is under way of a node that has not settled, without waiting: an attempt's late end is nobody's. What becomes of the node is the caller's to say.</summary>
    private void GiveUp(int index)
    {
        ref var node = ref _nodes[index];
        switch (node.Status)
        {
            case NodeStatus.Running:
                _inFlight--;
                _attemptAbandoned = true;
                LeaveRunningChild(index);
                node.Continuation = null;
                var attempt = node.Timer?.Attempt;
                StopClock(ref node);
                if (attempt is not null)
                    NodeTimer.CancelQuietly(attempt);
                break;
            case NodeStatus.Starting:
                _inFlight--;
                break;
            case NodeStatus.Waiting when node.AwaitsChild:
                LeaveChild(index);
                break;
            case NodeStatus.Waiting:
                EndWait(index);
                break;
        }
        LeaveLimit(index);
        if (node.Status == NodeStatus.Held)
            node.Status = NodeStatus.Pending;
        var definition = Definition.NodeArray[index];
        if (definition.Each is not null)
            GiveUpElements(index);
        if (definition.TouchesLocks)
            Unlock(index, definition);
    }

    /// <summary>[Only(Before)]: its time is over. What has begun goes on; what only waits for its turn, or for a signal, does so no more.</summary>
    private void Close(int index, long at)
    {
        if (Definition.NodeArray[index].Kind == NodeKind.Signal)
            OpenDueStream(index, isClosing: true);
        ref var node = ref _nodes[index];
        var waits = node.Status == NodeStatus.Waiting && ((node.IsPutOff && node.Attempt == 0) || Definition.NodeArray[index].Kind is NodeKind.Signal or NodeKind.Delay);
        if (!waits && !(node.Status == NodeStatus.Held && node.Attempt == 0 && !HasBegunElements(index)))
            return;
        if (EndStream(index))
            return;
        GiveUp(index);
        Skip(index, at);
    }
}
