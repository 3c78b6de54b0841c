using WorkflowGen.Journal;

namespace WorkflowGen.Execution;

// Nodes that wait rather than run: signals and delays. A wait is not recorded, only its end is: when it began follows from what came before it, and so does when it is over.
public abstract partial class WorkflowExecutor
{
    private const long Never = long.MaxValue;

    /// <summary>A step with [Delay] has its turn: puts its first attempt off. False: the time has come.</summary>
    private bool PutOff(int index, TimeSpan delay)
    {
        ref var node = ref _nodes[index];
        if (node.IsPutOff)
            return false; // the timer has said so, never early; since then it may have been held back
        var now = _time.GetUtcNow().UtcTicks;
        node.DueTicks = node.FirstDueTicks = Later(ReadySince(Definition.NodeArray[index]), delay);
        if (node.DueTicks <= now)
            return false;
        node.IsPutOff = true;
        Wait(index, now);
        return true;
    }

    /// <summary>The turn of a signal or a delay has come: it is over at once, or waits.</summary>
    private void BeginWait(int index)
    {
        var definition = Definition.NodeArray[index];
        ref var node = ref _nodes[index];
        node.Attempt = 1;
        node.StartedTicks = ReadySince(definition);
        if (definition.Kind == NodeKind.Delay)
        {
            try
            {
                node.DueTicks = definition.Delay is { } delay
                    ? Later(node.StartedTicks, delay)
                    : DelayUntil(index, new DateTimeOffset(node.StartedTicks, TimeSpan.Zero)).UtcTicks;
            }
            catch (Exception exception)
            {
                FailForGood(index, exception);
                return;
            }
        }
        else
        {
            node.DueTicks = definition.Signal!.Timeout is { } timeout ? Later(node.StartedTicks, timeout) : Never;
            if (TakeKept(index, node.StartedTicks, node.DueTicks) is { } signal)
            {
                CompleteWait(index, signal);
                return;
            }
        }

        var now = _time.GetUtcNow().UtcTicks;
        if (node.DueTicks <= now)
            CompleteWait(index, null);
        else
            Wait(index, now);
    }

    private void Wait(int index, long now)
    {
        ref var node = ref _nodes[index];
        node.Status = NodeStatus.Waiting;
        _waiting++;
        if (node.DueTicks != Never)
            ArmWait(index, now);
    }

    /// <summary>The node waits no more: for what ends it early, too.</summary>
    private void EndWait(int index)
    {
        ref var node = ref _nodes[index];
        if (node.Status != NodeStatus.Waiting)
            return;
        _waiting--;
        StopClock(ref node);
        node.IsPutOff = false;
        if (node.AwaitsChild)
        {
            node.AwaitsChild = false;
            _children--;
        }
    }

    /// <summary>A wait is over: a signal has come, or (null) its time.</summary>
    private void CompleteWait(int index, ReceivedSignal? signal)
    {
        var definition = Definition.NodeArray[index];
        if (definition.Kind == NodeKind.Signal && definition.HasResult && !TakeValue(index, signal))
            return;
        EndWait(index);
        _inFlight++;
        AttemptSucceeded(index);
        if (signal is not null)
            Consume(signal);
    }

    /// <summary>False: the value does not fit.</summary>
    private bool TakeValue(int index, ReceivedSignal? signal)
    {
        if (_journal is null || signal is null)
        {
            AcceptSignal(index, signal?.Value);
            return true;
        }
        try
        {
            using var reading = EarlierValue.Reading(signal.Sequence <= EarlierSignals);
            var reader = Payload.Read(signal.Payload);
            ReadHandoff(index, ref reader);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Not the step's failure, and not to be retried: somebody has sent what the workflow does not take. It stays in the inbox.
            Park($"The signal '{signal.Name}' (number {signal.Sequence}, sent at {signal.At:O}) does not fit its type{(Definition.NodeArray[index].ResultType is { } type ? $" '{type}'" : "")}: {exception.Message} "
                + "It is kept. Release the run with a build that takes it, or cancel the run.");
            return false;
        }
    }

    private static long Later(long ticks, TimeSpan by) => ticks > DateTime.MaxValue.Ticks - by.Ticks ? DateTime.MaxValue.Ticks : ticks + by.Ticks;
}
