using WorkflowGen.Journal;

namespace WorkflowGen.Execution;

// What has completed and can be undone, and undoing it: the last completed first, one at a time. While it is under way a compensation has a slot behind the nodes, as elements have (see WorkflowExecutor.Slots.cs):
// attempts, timeouts and waits are those of a step.
public abstract partial class WorkflowExecutor
{
    private List<ArmedCompensation>? _armed;
    private int _nextOrdinal;

    /// <summary>The slot of the compensation that is under way, which is that of the last of <see cref="_armed"/>; −1: none is.</summary>
    private int _undoing = -1;

    /// <summary>How many attempts at the last of <see cref="_armed"/> have ended, by the journal, when the next is due, and since when it could run: what was to be undone before it was, or the run began to close.</summary>
    private (int Attempts, long DueTicks, long ReadyTicks) _nextUndo;

    /// <summary>A node or element is about to complete. If it can be undone, that is recorded first, in the same commit.</summary>
    /// <exception cref="Exception">What the compensation needs cannot be kept: nothing is armed, and the step must not complete.</exception>
    private void ArmIfUndone(int index)
    {
        var definition = DefinitionOf(index);
        if (definition.Each is not null && !IsElement(index))
            return; // undone element by element
        var key = KeyOf(index);
        object? captured = null;
        if (definition.Compensation is not null)
            captured = CaptureCompensation(key.Node, key.Element);
        else if (definition.Kind != NodeKind.Child || (_journal is null ? (captured = CompletedChild(index)) is null : !IsUndoneChild(index, definition)))
            return;
        _journal?.CompensationArmed(key, _nodes[index].Attempt, _nextOrdinal, captured);
        (_armed ??= []).Add(new ArmedCompensation(key, _nodes[index].Attempt, _nextOrdinal++, captured));
    }

    /// <summary>An element has completed that nobody needs any more. Its result is dropped, and its effects are there all the same. A child of a durable run: see <see cref="LeaveCompleted"/>.</summary>
    private void ArmDropped(int index)
    {
        if (_journal is not null && DefinitionOf(index).Compensation is null)
            return;
        try
        {
            ArmIfUndone(index);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What its compensation needs cannot be kept: an element that failed, and of those that nobody needs none fails the run.
        }
    }

    private bool IsUndoneChild(int index, NodeDefinition definition) =>
        IsDurableChild(index, definition) && !definition.Child!.Detached && definition.Child.Workflow().CanUndo;

    /// <summary>It did not complete after all: its result could not be recorded.</summary>
    private void DisarmTo(int ordinal)
    {
        if (_nextOrdinal == ordinal)
            return;
        _armed!.RemoveAt(_armed.Count - 1);
        _nextOrdinal--;
        _journal?.CompensationDisarmed(_nextOrdinal);
    }

    /// <summary>Something completed before that can be undone, and was not. In the order of completion.</summary>
    internal void RestoreArmed(ArmedCompensation armed, int nextOrdinal)
    {
        (_armed ??= []).Add(armed);
        _nextOrdinal = nextOrdinal;
    }

    private void StartCompensation(ArmedCompensation armed)
    {
        if (_journal is not null && armed.Captured is null)
        {
            StartChildUndo(armed);
            return;
        }
        var index = TakeSlot(armed.Key.Node, armed.Key.Element, window: 0);
        _undoing = index;
        ref var slot = ref _nodes[index];
        slot.Attempt = _nextUndo.Attempts;
        slot.FirstDueTicks = _nextUndo.ReadyTicks;
        slot.DueTicks = _nextUndo.DueTicks;
        if (slot.Attempt > 0 && slot.DueTicks > _time.GetUtcNow().UtcTicks)
        {
            // Taken up again in the middle of a wait.
            slot.Status = NodeStatus.Waiting;
            _waiting++;
            ArmWait(index, _time.GetUtcNow().UtcTicks);
            return;
        }
        StartAttempt(index);
    }

    private void CompensationSucceeded(int index)
    {
        ref var slot = ref _nodes[index];
        slot.SettledTicks = Math.Max(slot.StartedTicks, _time.GetUtcNow().UtcTicks);
        if (_journal is null)
        {
            CompensationSettled(index);
            return;
        }
        var armed = _armed![^1];
        _journal.Compensated(armed.Key, armed.Ordinal, slot.Attempt, new DateTimeOffset(slot.StartedTicks, TimeSpan.Zero), new DateTimeOffset(slot.SettledTicks, TimeSpan.Zero));
        slot.Status = NodeStatus.Committing;
        _committing++;
        _gathered.Add(index);
    }

    /// <summary>It is over: done, durably, or in memory given up. The next one can run since then.</summary>
    private void CompensationSettled(int index)
    {
        _nextUndo = (0, _nodes[index].SettledTicks, _nodes[index].SettledTicks);
        _armed!.RemoveAt(_armed.Count - 1);
        _undoing = -1;
        FreeSlot(index);
    }

    private void RecordCompensationFailed(Exception exception, long now, long? retryAt)
    {
        var armed = _armed![^1];
        ref var slot = ref _nodes[_undoing];
        _journal!.CompensationFailed(
            armed.Key, armed.Ordinal, slot.Attempt, new DateTimeOffset(slot.StartedTicks, TimeSpan.Zero), new DateTimeOffset(now, TimeSpan.Zero), exception,
            retryAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }

    /// <summary>
    /// It has failed for good. A durable run is parked: nothing that finished before it is undone while it still stands. In memory there is nobody who could release it later, so that what finished before is undone all the same.
    /// </summary>
    private void CompensationFailed(int index, Exception exception)
    {
        ref var slot = ref _nodes[index];
        var name = DefinitionOf(index).Name;
        slot.Status = NodeStatus.Failed;
        if (_journal is null)
        {
            (_failures ??= []).Add(new FailedAttempt(name, slot.Attempt, exception));
            CompensationSettled(index);
            return;
        }

        RecordCompensationFailed(exception, slot.SettledTicks, retryAt: null);
        var failure = JournalEncoder.Describe(name, slot.Attempt, exception);
        _ending = true;
        _endKind = ExecutorEnd.Suspended;
        _journal.Parked(UndoReason.Of(Definition.NodeArray[_armed![^1].Key.Node].Name, failure), new DateTimeOffset(slot.SettledTicks, TimeSpan.Zero));
    }
}
