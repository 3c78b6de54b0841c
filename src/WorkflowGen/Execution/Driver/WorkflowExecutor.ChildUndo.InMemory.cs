using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// A child of a run in memory: it has its parent's clock, and is undone by it. Its executor, when it has completed and can undo something, does not go back to its pool: it is left with the parent, which has it undo that if it comes to it.
public abstract partial class WorkflowExecutor
{
    /// <summary>The child that the parent on this thread is about to start.</summary>
    [ThreadStatic]
    private static ChildPlace? t_startedChild;

    private ChildPlace? _place;
    private Dictionary<int, ChildPlace>? _places;
    private TaskCompletionSource? _undone;
    private Task? _childUndo;

    private bool BeginChild(int index, ChildDefinition child, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        var place = new ChildPlace(child.Workflow(), _time, child.Detached);
        if (!child.Detached)
            (_places ??= [])[index] = place;
        var before = t_startedChild;
        t_startedChild = place;
        try
        {
            return Call(index, step, cancellationToken, continuation);
        }
        finally
        {
            t_startedChild = before;
        }
    }

    /// <summary>A run begins: if it is the child that is about to be started, it is that one's.</summary>
    private void TakePlace()
    {
        if (t_startedChild is not { } place || place.Workflow != Definition)
            return;
        t_startedChild = null;
        _place = place;
        _time = place.Time;
        place.Child = this;
    }

    /// <summary>The run is over. True: it has completed, and its parent may have to undo it.</summary>
    private bool LeaveToParent()
    {
        if (_place is not { } place)
            return false;
        _place = null;
        if (place.IsDetached || _armed is not { Count: > 0 } || Outcome is not null)
        {
            _time = TimeProvider.System;
            return false;
        }
        place.Completed = this;
        return true;
    }

    private WorkflowExecutor? CompletedChild(int index) => _places?.Remove(index, out var place) == true ? place.Completed : null;

    private bool BeginChildUndo(WorkflowExecutor child, Action continuation)
    {
        _childUndo = child.UndoAsync();
        if (_childUndo.IsCompleted)
        {
            EndChildUndo();
            return true;
        }
        _childUndo.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        return false;
    }

    private void EndChildUndo() => _childUndo!.GetAwaiter().GetResult();

    private Task UndoAsync()
    {
        _undone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events = 1;
        _finished = false;
        _undoesOnly = true;
        _closing = RunStatus.Cancelled;
        var now = _time.GetUtcNow().UtcTicks;
        _nextUndo = (0, now, now);
        GiveUpSteps();
        Drive(own: 1);
        return _undone.Task;
    }

    private protected bool EndUndo()
    {
        if (_undone is not { } undone)
            return false;
        if ((_broken ?? Failure) is { } failure)
            undone.SetException(failure);
        else
            undone.SetResult();
        return true;
    }

    /// <summary>Where a child leaves its executor.</summary>
    private sealed class ChildPlace(WorkflowDefinition workflow, TimeProvider time, bool isDetached)
    {
        public WorkflowDefinition Workflow { get; } = workflow;

        public TimeProvider Time { get; } = time;

        public bool IsDetached { get; } = isDetached;

        /// <summary>Its executor, while the run goes on.</summary>
        public WorkflowExecutor? Child { get; set; }

        /// <summary>The same, when it has completed and has something to undo.</summary>
        public WorkflowExecutor? Completed { get; set; }
    }
}
