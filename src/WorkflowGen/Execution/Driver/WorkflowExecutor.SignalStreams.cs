namespace WorkflowGen.Execution;

// Signals that come many times: streams that are pushed. They wait as other signals do, so that a run can be suspended over them, and are open from the beginning of their wait to its end. What does not fit into
// the windows of those that take it stays in the inbox.
public abstract partial class WorkflowExecutor
{
    private void OpenSignalStream(StreamState stream)
    {
        var definition = Definition.NodeArray[stream.Node];
        ref var node = ref _nodes[stream.Node];
        SettleOpen(stream);
        node.DueTicks = definition.Signal!.Timeout is { } timeout ? Later(node.SettledTicks, timeout) : Never;
        Wait(stream.Node, _time.GetUtcNow().UtcTicks);
        if (node.Status == NodeStatus.Ready)
            EndStream(stream.Node); // its time was up before it began
    }

    /// <summary>An item has come, or one that is to be dropped.</summary>
    private void ReceiveItem(int index, ReceivedSignal signal)
    {
        var stream = StreamOf(index);
        if (!TakesSignals || (!stream.IsOpen && Definition.NodeArray[index].Signal!.Buffered))
        {
            Keep(signal);
            return;
        }
        if (!stream.IsOpen || stream.IsClosed)
        {
            Consume(signal);
            return;
        }
        Keep(signal);
        TakeItems(stream);
        if (IsLate(signal, _nodes[index].DueTicks))
            EndStream(index);
    }

    /// <summary>Takes from the inbox what those that take the stream have room for.</summary>
    private void TakeItems(StreamState stream)
    {
        ref var node = ref _nodes[stream.Node];
        var taken = false;
        while (TakesSignals && TakesItem(stream.Node) && TakeKept(stream.Node, node.SettledTicks, node.DueTicks) is { } signal)
        {
            if (!TakeItem(stream, signal) || !ItemArrived(stream.Node))
                break;
            Consume(signal);
            taken = true;
        }
        if (taken)
            WakeTakers(stream);
    }

    private bool TakeItem(StreamState stream, ReceivedSignal signal)
    {
        if (_journal is null)
        {
            AcceptSignal(stream.Node, signal.Value);
            return true;
        }
        try
        {
            using var reading = EarlierValue.Reading(signal.Sequence <= EarlierSignals);
            var reader = Journal.Payload.Read(signal.Payload);
            ReadItem(stream.Node, stream.Received, ref reader);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Park($"The signal '{signal.Name}' (number {signal.Sequence}, sent at {signal.At:O}) does not fit its type: {exception.Message} It is kept. Release the run with a build that takes it, or cancel the run.");
            return false;
        }
    }
}
