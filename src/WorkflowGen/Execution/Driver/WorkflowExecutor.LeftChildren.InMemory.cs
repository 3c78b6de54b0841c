namespace WorkflowGen.Execution;

// Children of a run in memory that were given up: unlike a step that goes on although it was told to stop, a child that ends has things to undo, and they come before those of the run.
public abstract partial class WorkflowExecutor
{
    /// <summary>By what they call when they are done.</summary>
    private Dictionary<StepContinuation, (LeftChild Child, ChildPlace? Place)>? _leftRunning;

    /// <summary>An attempt is about to be given up: if it is a child, its end is still awaited should the run fail or be cancelled.</summary>
    private void LeaveRunningChild(int index)
    {
        if (!Definition.HasChildren || _journal is not null || index == _undoing || DefinitionOf(index).Child is not { Detached: false } || _nodes[index].Continuation is not { } continuation)
            return;
        ChildPlace? place = null;
        _places?.Remove(index, out place);
        (_leftRunning ??= []).Add(continuation, (new LeftChild(KeyOf(index), _nodes[index].Attempt), place));
        place?.Child?.RequestCancel(); // it may be called without a token
    }

    /// <summary>Something has ended that was given up. A child that completed all the same has had its effects: see <see cref="LeftChildEnded"/>.</summary>
    private void LeftAttemptEnded(StepContinuation continuation)
    {
        if (_leftRunning?.Remove(continuation, out var left) != true || left.Place?.Child is not { _finished: true } child)
            return;
        child._callerRegistration.Dispose();
        if (child.LeaveToParent())
            ArmLeft(left.Child, child);
    }

    /// <summary>An attempt has failed that may have been a child which completed, but too late.</summary>
    private void ArmIfCompletedLate(int index)
    {
        if (_journal is null && index != _undoing && CompletedChild(index) is { } child)
            ArmLeft(new LeftChild(KeyOf(index), _nodes[index].Attempt), child);
    }

    private void ArmLeft(LeftChild left, WorkflowExecutor child)
    {
        if (!IsClosing)
            (_armed ??= []).Add(new ArmedCompensation(left.Key, left.Attempt, _nextOrdinal++, child));
    }
}
