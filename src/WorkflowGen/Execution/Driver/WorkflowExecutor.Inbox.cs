namespace WorkflowGen.Execution;

// Signals, from whoever sends them to the node that takes them. They are kept in order, by node; one is taken when its node waits. In a durable run the store keeps them as well, until the commit with what came of
// them: whatever is only here may be forgotten at any time.
public abstract partial class WorkflowExecutor
{
    private SignalDelivery? _delivered;

    /// <summary>By node; only for nodes for which a signal has come before its turn.</summary>
    private Queue<ReceivedSignal>?[]? _inbox;

    /// <summary>The number of the last signal that the driver has taken in. Only on the driver's thread.</summary>
    internal long SignalsSeen { get; private set; }

    /// <summary>A signal of a run in memory. Any thread.</summary>
    internal void OnSignal(string name, object? value) => OnSignals([new ReceivedSignal(0, name, _time.GetUtcNow(), value, default)]);

    /// <summary>Signals that have come, in the order of their numbers; those taken in before may be among them. Any thread.</summary>
    internal void OnSignals(IReadOnlyList<ReceivedSignal> signals)
    {
        var delivery = new SignalDelivery(signals);
        var drives = Interlocked.Increment(ref _events) == 1;
        SignalDelivery? head;
        do
        {
            head = Volatile.Read(ref _delivered);
            delivery.Next = head;
        }
        while (Interlocked.CompareExchange(ref _delivered, delivery, head) != head);
        if (drives)
            DriveInContext();
    }

    private void ForgetSignals()
    {
        _delivered = null;
        _inbox = null;
    }

    private void TakeDeliveries()
    {
        // In the order in which they came: the list has the last one first.
        SignalDelivery? next = Interlocked.Exchange(ref _delivered, null), first = null;
        while (next is not null)
        {
            var rest = next.Next;
            next.Next = first;
            first = next;
            next = rest;
        }
        for (; first is not null; first = first.Next)
        {
            _taken++;
            foreach (var signal in first.Signals)
                Receive(signal);
        }
    }

    private int DiscardDeliveries()
    {
        var count = 0;
        for (var delivery = Interlocked.Exchange(ref _delivered, null); delivery is not null; delivery = delivery.Next)
            count++;
        return count;
    }

    private void Receive(ReceivedSignal signal)
    {
        if (signal.Sequence > 0)
        {
            if (signal.Sequence <= SignalsSeen)
                return;
            SignalsSeen = signal.Sequence;
        }

        if (signal.Child is not null)
        {
            ReceiveChildEnd(signal);
            return;
        }
        var index = Definition.SignalNamed(signal.Name);
        if (index < 0)
            return; // for another version of the workflow, perhaps: it stays where it is
        if (Definition.NodeArray[index].IsStream)
        {
            ReceiveItem(index, signal);
            return;
        }
        ref var node = ref _nodes[index];
        if (node.Status == NodeStatus.Waiting && TakesSignals)
        {
            var late = IsLate(signal, node.DueTicks);
            if (late)
                Keep(signal);
            CompleteWait(index, late ? null : signal);
        }
        else if (Definition.NodeArray[index].Signal!.Buffered || !TakesSignals)
            Keep(signal);
        else
            Consume(signal);
    }

    /// <summary>Whether what comes is still taken; if not, it stays in the store's inbox, for whoever takes up the run next.</summary>
    private bool TakesSignals => _stop == StopReason.None && !_ending && !IsClosing;

    private void Keep(ReceivedSignal signal)
    {
        var index = Definition.SignalNamed(signal.Name);
        if (index >= 0)
            ((_inbox ??= new Queue<ReceivedSignal>?[_nodes.Length])[index] ??= new Queue<ReceivedSignal>()).Enqueue(signal);
    }

    private void Consume(ReceivedSignal signal)
    {
        if (signal.Sequence > 0)
            _journal?.SignalConsumed(signal.Sequence);
    }

    /// <summary>The first signal that has come for a node which has just begun to wait, or null.</summary>
    /// <param name="due">When it is over.</param>
    /// <param name="since">When the wait began. What came earlier, for a node that keeps nothing, is dropped: by its time, so that it does not matter who was at work meanwhile.</param>
    private ReceivedSignal? TakeKept(int index, long since, long due)
    {
        if (_inbox?[index] is not { } queue)
            return null;
        var buffered = Definition.NodeArray[index].Signal!.Buffered;
        while (queue.TryPeek(out var signal) && !IsLate(signal, due))
        {
            queue.Dequeue();
            if (buffered || signal.At.UtcTicks >= since)
                return signal;
            Consume(signal);
        }
        return null;
    }

    /// <summary>Whether a signal was sent when the time of the wait was up: it has lost, even if nobody was at work to see it.</summary>
    private bool IsLate(ReceivedSignal signal, long due) => signal.At.UtcTicks >= due && _time.GetUtcNow().UtcTicks >= due;
}
