using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// Children of a durable run. A child is a run of its own: it is started in one of our commits, and its end comes as a message, which is taken like a signal. In between its node (or element) waits, and nothing of it is
// here. In memory a child is awaited like any other step, and none of this is used.
public abstract partial class WorkflowExecutor
{
    /// <summary>How many children are running that the run waits for.</summary>
    private int _children;

    private List<ReceivedSignal>? _restoredMessages;

    /// <summary>Whether the run is being cancelled. Only on the driver's thread.</summary>
    internal bool IsCancelling => _stop == StopReason.Cancelling;

    /// <summary>Whether the run is failing: it makes no difference any more if somebody cancels it. Only on the driver's thread.</summary>
    internal bool IsFailing => _stop == StopReason.Failing;

    private bool IsDurableChild(int index, NodeDefinition definition) =>
        definition.Kind == NodeKind.Child && _journal is not null && Replacements?[IsElement(index) ? _nodes[index].Owner : index] is null;

    private void StartChild(int index)
    {
        var definition = DefinitionOf(index);
        ref var node = ref _nodes[index];
        try
        {
            _journal!.ChildStarted(KeyOf(index), node.Attempt, new DateTimeOffset(node.StartedTicks, TimeSpan.Zero));
        }
        catch (Exception exception)
        {
            _inFlight++;
            AttemptFailed(index, exception);
            return;
        }
        if (definition.Child!.Detached)
        {
            // In the same commit: it is started, or this has not happened.
            _inFlight++;
            AttemptSucceeded(index);
            return;
        }
        AwaitChild(index);
        ArmWait(index, node.StartedTicks);
    }

    /// <summary>A child is running: its node waits for its end, or until it has taken too long.</summary>
    private void AwaitChild(int index)
    {
        ref var node = ref _nodes[index];
        node.Status = NodeStatus.Waiting;
        node.AwaitsChild = true;
        node.DueTicks = ChildDue(index);
        _waiting++;
        _children++;
    }

    private long ChildDue(int index)
    {
        var definition = DefinitionOf(index);
        ref var node = ref _nodes[index];
        return Math.Min(
            definition.AttemptTimeout is { } perAttempt ? Later(node.StartedTicks, perAttempt) : Never,
            definition.TotalTimeout is { } total ? Later(node.FirstDueTicks, total) : Never);
    }

    /// <summary>Its child was started before, and its end was not taken in.</summary>
    private void RestoreChild(int index, long startedTicks)
    {
        _nodes[index].StartedTicks = startedTicks;
        AwaitChild(index);
    }

    private void ChildTimedOut(int index)
    {
        LeaveChild(index);
        _inFlight++;
        AttemptFailed(index, Timeout(index, DefinitionOf(index), null));
    }

    private void TakeRestoredMessages()
    {
        if (_restoredMessages is not { } messages)
            return;
        _restoredMessages = null;
        foreach (var message in messages)
            ReceiveChildEnd(message);
    }

    /// <summary>A child has ended, or its undoing has.</summary>
    private void ReceiveChildEnd(ReceivedSignal message)
    {
        if (_ending || _stop == StopReason.Stopping)
            return; // it stays in the store's inbox, for whoever takes up the run next
        var end = message.Child!;
        if (end.IsUndo)
        {
            ChildUndone(message);
            return;
        }

        var index = FindNode(end.Key);
        if (index < 0 || !_nodes[index].AwaitsChild || _nodes[index].Attempt != end.Attempt)
        {
            LeftChildEnded(end);
            Consume(message);
            return;
        }
        if (end.Status == RunStatus.Completed)
        {
            if (!TakeResult(index, message))
                return;
            EndWait(index);
            _inFlight++;
            var armed = _nextOrdinal;
            AttemptSucceeded(index);
            if (_nextOrdinal == armed)
                LeaveCompleted(end);
        }
        else
        {
            EndWait(index);
            _inFlight++;
            if (_stop != StopReason.None && end.Status == RunStatus.Cancelled)
                ChildCancelled(index);
            else
                AttemptFailed(index, new ChildFailedException(end));
        }
        Consume(message);
    }

    /// <summary>As it was told to, since the run is failing or cancelled. On record, unlike with a step that has stopped: its end will not be told again.</summary>
    private void ChildCancelled(int index)
    {
        _inFlight--;
        _nodes[index].Status = NodeStatus.Stopped;
        _journal!.StepCancelled(KeyOf(index), _time.GetUtcNow());
    }

    /// <summary>False: the result does not fit.</summary>
    private bool TakeResult(int index, ReceivedSignal message)
    {
        var definition = DefinitionOf(index);
        if (!definition.HasResult)
            return true;
        try
        {
            using var reading = EarlierValue.Reading(message.Sequence <= EarlierSignals);
            var reader = Payload.Read(message.Child!.Result);
            if (IsElement(index))
                ReadElement(_nodes[index].Owner, _nodes[index].Element, ref reader);
            else
                ReadHandoff(index, ref reader);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Park($"The result of child '{message.Child!.ChildId}' (step '{NameOf(index)}') does not fit its type{(definition.ResultType is { } type ? $" '{type}'" : "")}: {exception.Message} It is kept. Release the run with a build that takes it, or cancel the run.");
            return false;
        }
    }

    /// <summary>The place of a node, or of an element that is under way, in its current round; −1: there is none.</summary>
    private int FindNode(NodeKey key)
    {
        if (_nodes[key.Node].Round != key.Round)
            return -1;
        if (key.Element < 0)
            return key.Node;
        for (var i = Definition.NodeArray.Length; i < _slots; i++)
        {
            if (_nodes[i].Owner == key.Node && _nodes[i].Element == key.Element)
                return i;
        }
        return -1;
    }
}
