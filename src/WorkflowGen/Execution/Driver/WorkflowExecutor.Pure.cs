namespace WorkflowGen.Execution;

// [Pure]: the step has settled as soon as it has returned, without a commit; its record rides. What depends on it may go on at once, since a crash that loses the record leads to the same value at the same time.
public abstract partial class WorkflowExecutor
{
    /// <summary>So much rides that nothing more may start before it is committed: a loop of such steps alone would gather without end.</summary>
    private bool _isFull;

    /// <summary>Whether something goes by which of several has completed first. That is the order of their records: a pure step that had settled at once could come before one whose record is before its own.</summary>
    private bool CountsInOrder(int index)
    {
        var definition = Definition.NodeArray[index];
        return definition.MemberOf.Length > 0 || definition.ArrivesAt.Length > 0 || (definition.IsOutput && Definition.OtherOutputs.Count > 0);
    }

    private void PureSucceeded(int index)
    {
        ref var node = ref _nodes[index];
        // Not the clock's time, which is another after a crash.
        node.SettledTicks = node.DueTicks;
        var at = new DateTimeOffset(node.DueTicks, TimeSpan.Zero);
        var ordinal = _nextOrdinal;
        try
        {
            ArmIfUndone(index);
            _journal!.StepCompleted(KeyOf(index), node.Attempt, at, at, rides: true);
        }
        catch (Exception exception)
        {
            DisarmTo(ordinal);
            FailForGood(index, exception);
            return;
        }
        _isFull = _journal.IsFull;
        node.Status = NodeStatus.Completed;
        Settle(index);
    }
}
