using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// Children of a durable run that were given up: their attempt took too long, their node or element was cancelled. They are told to end, which takes them a while, and the run goes on beside them. It is on record that
// they were left, and that they have ended: a run that fails or is cancelled undoes nothing before all of them have.
public abstract partial class WorkflowExecutor
{
    private HashSet<LeftChild>? _left;

    /// <summary>A child that was left before, and whose end was not taken in. Before <see cref="FinishRestore"/>.</summary>
    internal void RestoreLeft(LeftChild child) => (_left ??= []).Add(child);

    /// <summary>The node waits for its child no more: that is told to end.</summary>
    private void LeaveChild(int index)
    {
        ref var node = ref _nodes[index];
        if (!node.AwaitsChild)
            return;
        EndWait(index);
        var child = new LeftChild(KeyOf(index), node.Attempt);
        if ((_left ??= []).Add(child))
            _journal!.ChildLeft(child.Key, child.Attempt, _time.GetUtcNow());
    }

    /// <summary>A child has ended that no node waits for. One that completed before it heard that it should end has had its effects: they are undone with those of the run, if it comes to that.</summary>
    private void LeftChildEnded(ChildEnd end)
    {
        if (_left?.Remove(new LeftChild(end.Key, end.Attempt)) != true)
            return;
        var ordinal = -1;
        if (end.Status == RunStatus.Completed && CanUndoLeft(end.Key.Node))
        {
            ordinal = _nextOrdinal++;
            (_armed ??= []).Add(new ArmedCompensation(end.Key, end.Attempt, ordinal, null));
        }
        _journal!.ChildEnded(end.Key, end.Attempt, end.Status, ordinal, _time.GetUtcNow());
    }

    /// <summary>A child has completed and nothing was armed for it: there is nothing to undo, or its result was dropped (an element too many) or could not be kept. Then it is one that was given up.</summary>
    private void LeaveCompleted(ChildEnd end)
    {
        var child = new LeftChild(end.Key, end.Attempt);
        if (!CanUndoLeft(end.Key.Node) || !(_left ??= []).Add(child))
            return;
        _journal!.ChildLeft(child.Key, child.Attempt, _time.GetUtcNow());
        LeftChildEnded(end);
    }

    private bool CanUndoLeft(int node) => !IsClosing && Definition.NodeArray[node].Child?.Workflow().CanUndo == true;

    /// <summary>
    /// A run that completes does not wait for children that it gave up, unless it is a child itself: whoever undoes it undoes what they did as well, after what they undo themselves. True: suspends until the next has ended.
    /// </summary>
    private bool AwaitLeft(DateTimeOffset now)
    {
        if (_left is not { Count: > 0 } || !_journal!.HasParent)
            return false;
        _ending = true;
        _endKind = ExecutorEnd.Suspended;
        _journal.Suspended(null, now);
        return true;
    }

    /// <summary>A run that fails or is cancelled does not end before its children have, also those that were given up: tells them to, and suspends until the next says so. False: there are none.</summary>
    private bool EndChildrenFirst(DateTimeOffset now)
    {
        if (_children == 0 && _left is not { Count: > 0 })
            return false;
        for (var i = 0; _children > 0 && i < _slots; i++)
        {
            if (_nodes[i].AwaitsChild)
                _journal!.CancelChild(KeyOf(i), _nodes[i].Attempt);
        }
        if (_stop == StopReason.None)
            _stop = StopReason.Failing; // with FailFast = false: whoever cancels it now comes too late
        _ending = true;
        _endKind = ExecutorEnd.Suspended;
        _journal!.Suspended(null, now);
        return true;
    }
}
