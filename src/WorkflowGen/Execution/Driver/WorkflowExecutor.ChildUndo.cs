namespace WorkflowGen.Execution;

// A completed child is undone as a whole. Durably by a run of its own, which is asked for in one of our commits and whose end comes as a message; in memory by the child's own executor, which was kept for that.
public abstract partial class WorkflowExecutor
{
    private bool _undoesOnly;

    /// <summary>The [Finally] nodes that the run has to do: none for one that only undoes.</summary>
    private int[] FinallyNodes => _undoesOnly ? [] : Definition.FinallyArray;

    /// <summary>The run stands for a completed child that is to be undone: there is nothing to it but what is armed. Instead of <see cref="RestoreClosing"/>.</summary>
    internal void RestoreUndo(int attempts, DateTimeOffset dueAt, DateTimeOffset readyAt)
    {
        _undoesOnly = true;
        RestoreClosing(Storage.RunStatus.Cancelled, attempts, dueAt, readyAt);
    }

    private void StartChildUndo(ArmedCompensation armed)
    {
        var index = TakeChildUndoSlot(armed);
        ref var slot = ref _nodes[index];
        slot.Status = NodeStatus.Waiting;
        slot.DueTicks = Never;
        _waiting++;
        // Asked for again when the run is taken up before it is told of the end: the child's undoing is there already, and stays as it is.
        _journal!.UndoChild(armed.Key, armed.Attempt, armed.Ordinal, new DateTimeOffset(_nextUndo.ReadyTicks, TimeSpan.Zero));
    }

    private int TakeChildUndoSlot(ArmedCompensation armed)
    {
        var index = TakeSlot(armed.Key.Node, armed.Key.Element, window: 0);
        _undoing = index;
        _nodes[index].Attempt = 1;
        _nodes[index].StartedTicks = _nextUndo.ReadyTicks;
        return index;
    }

    /// <summary>The undoing of a completed child has ended.</summary>
    private void ChildUndone(ReceivedSignal message)
    {
        var end = message.Child!;
        if (_phase == ClosingPhase.Undoing && _armed is [.., { Captured: null } armed] && armed.Key == end.Key && armed.Attempt == end.Attempt)
        {
            if (_undoing < 0)
                TakeChildUndoSlot(armed);
            else if (_nodes[_undoing].Status == NodeStatus.Waiting)
                EndWait(_undoing);
            else
                return; // told twice
            CompensationSucceeded(_undoing);
        }
        Consume(message);
    }
}
