namespace WorkflowGen.Execution;

// How a node settles: it has completed or is skipped, and those that wait for it are told.
public abstract partial class WorkflowExecutor
{
    private void AttemptSucceeded(int index)
    {
        ref var node = ref _nodes[index];
        if (node.Timer is not null && TimedOut(index))
            return;
        if (node.Transaction is not null)
            TransactionSucceeded(index);
        else
            AttemptRecorded(index);
    }

    private void AttemptRecorded(int index)
    {
        _inFlight--;
        LeaveLimit(index);
        if (index == _undoing)
        {
            CompensationSucceeded(index);
            return;
        }
        if (IsElement(index))
            ElementSucceeded(index);
        else
            NodeSucceeded(index);
    }

    private void NodeSucceeded(int index)
    {
        ref var node = ref _nodes[index];
        if (_journal is null)
        {
            ArmIfUndone(index);
            node.Status = NodeStatus.Completed;
            Settle(index);
            return;
        }

        if (Definition.NodeArray[index].IsPure && !CountsInOrder(index))
        {
            PureSucceeded(index);
            return;
        }

        // Not before its start, whatever the clock did in between.
        var completed = Math.Max(node.StartedTicks, _time.GetUtcNow().UtcTicks);
        node.SettledTicks = completed;
        var ordinal = _nextOrdinal;
        try
        {
            ArmIfUndone(index);
            _journal.StepCompleted(
                KeyOf(index), node.Attempt, new DateTimeOffset(node.StartedTicks, TimeSpan.Zero), new DateTimeOffset(completed, TimeSpan.Zero));
        }
        catch (Exception exception)
        {
            DisarmTo(ordinal);
            FailForGood(index, exception);
            return;
        }
        GatherCompleted(index);
    }

    /// <summary>Its completion is in the next commit.</summary>
    private void GatherCompleted(int index)
    {
        _nodes[index].Status = NodeStatus.Committing;
        _committing++;
        if (DefinitionOf(index).IsBackground)
            _committingUnasked++;
        _gathered.Add(index);
    }

    private void Skip(int index, long notBefore = 0)
    {
        ref var node = ref _nodes[index];
        node.Status = NodeStatus.Skipped;
        if (_journal is not null)
        {
            node.SettledTicks = Math.Max(notBefore, ReadySince(Definition.NodeArray[index]));
            _journal.StepSkipped(KeyOf(index), new DateTimeOffset(node.SettledTicks, TimeSpan.Zero));
        }
        Settle(index);
        if (Definition.NodeArray[index].Each is not null)
            LeaveUntaken(Definition.NodeArray[index]);
    }

    private void Settle(int index)
    {
        if (index == _undoing)
        {
            CompensationSettled(index);
            return;
        }
        if (!Definition.FailFast && _failures is { Count: > 0 })
            NoteReach(Definition.NodeArray[index]);
        if (_loops is not null)
        {
            SettleInLoops(index);
            return;
        }
        var definition = Definition.NodeArray[index];
        if (!definition.IsBackground)
            _unsettled--;
        foreach (var waiter in definition.WaiterArray)
            Arrive(waiter);
        if (definition.EndWaiters.Length > 0 && !StreamOf(index).IsOpen)
            TellEndOfStream(definition);
        if (!definition.HasConsequences)
            return;
        foreach (var join in definition.MemberOf)
            SettleMember(join, index);
        Conclude(index, definition);
    }

    /// <summary>In a graph with loops: one of the nodes that another waits for, by itself or as a member of a join, has settled, and no loop holds that back.</summary>
    private void Deliver(int from, int to)
    {
        var definition = Definition.NodeArray[to];
        if (definition.WaitsFor(from))
            Arrive(to);
        foreach (var join in definition.JoinArray)
        {
            if (Array.IndexOf(join.MemberArray, from) >= 0)
                SettleMember(join, from);
        }
    }

    /// <summary>One thing less for which the node waits.</summary>
    private void Arrive(int index)
    {
        ref var node = ref _nodes[index];
        if (--node.Remaining == 0 && node.Status == NodeStatus.Pending)
        {
            node.Status = NodeStatus.Ready;
            _ready.Enqueue(index);
        }
    }
}
