namespace WorkflowGen.Execution;

// The inbox of a run that is taken up. What would have happened one after the other, had somebody been at work, must happen in the same order now that it is all there at once.
public abstract partial class WorkflowExecutor
{
    /// <summary>The number of the last signal that may have been sent to a build of another shape.</summary>
    internal long EarlierSignals { get; set; }

    /// <summary>The signals that were in the inbox when the run was taken up. Before it is driven, and after nodes have been restored.</summary>
    /// <param name="last">The number of the last that was ever put: those that are not here have been consumed.</param>
    internal void RestoreSignals(IReadOnlyList<ReceivedSignal> signals, long last)
    {
        SignalsSeen = last;
        foreach (var signal in signals)
        {
            if (signal.Child is not null)
                (_restoredMessages ??= []).Add(signal);
            else if (CameTooEarly(signal))
                Consume(signal);
            else
                Keep(signal);
        }
        PutWaitsInOrder(signals);
    }

    /// <summary>Whether its node keeps nothing, and was not waiting by all that is on record: it came before the wait, whatever the clock says.</summary>
    private bool CameTooEarly(ReceivedSignal signal)
    {
        var index = Definition.SignalNamed(signal.Name);
        return index >= 0 && TakesSignals && !Definition.NodeArray[index].Signal!.Buffered && _nodes[index].Status != NodeStatus.Ready
            && !(Definition.NodeArray[index].IsStream && StreamOf(index).IsOpen);
    }

    /// <summary>Waits whose end has come begin in the order in which their ends came, by signals or by time, before all others.</summary>
    private void PutWaitsInOrder(IReadOnlyList<ReceivedSignal> signals)
    {
        List<(long At, int Place, int Node)>? over = null;
        var now = _time.GetUtcNow().UtcTicks;
        foreach (var definition in Definition.NodeArray)
        {
            if (_nodes[definition.Index].Status != NodeStatus.Ready || definition.IsStream || EndOfWait(definition) is not { } due)
                continue;
            var (at, place) = (due, signals.Count);
            if (definition.Kind == NodeKind.Signal && _inbox?[definition.Index] is { Count: > 0 } kept)
                (at, place) = Earlier(signals, kept.Peek(), due);
            if (at <= now)
                (over ??= []).Add((at, place, definition.Index));
        }
        if (over is not { Count: > 1 })
            return;

        over.Sort();
        var first = over.ConvertAll(static o => o.Node);
        var others = new List<int>();
        while (_ready.TryDequeue(out var index))
        {
            if (!first.Contains(index))
                others.Add(index);
        }
        foreach (var index in first.Concat(others))
            _ready.Enqueue(index);
    }

    /// <summary>When a wait that begins by what is on record is over by itself; null: it is none, or that is still to be computed.</summary>
    private long? EndOfWait(NodeDefinition definition) => definition.Kind switch
    {
        NodeKind.Signal => definition.Signal!.Timeout is { } timeout ? Later(ReadySince(definition), timeout) : Never,
        NodeKind.Delay when definition.Delay is { } delay => Later(ReadySince(definition), delay),
        _ => null,
    };

    /// <summary>The signal, or the end of the time. A signal counts as no earlier than those before it: the clocks of those who send may differ.</summary>
    private static (long At, int Place) Earlier(IReadOnlyList<ReceivedSignal> signals, ReceivedSignal signal, long due)
    {
        long at = 0;
        for (var place = 0; place < signals.Count; place++)
        {
            at = Math.Max(at, signals[place].At.UtcTicks);
            if (signals[place] == signal)
                return signal.At.UtcTicks < due ? (at, place) : (due, signals.Count);
        }
        return (due, signals.Count);
    }
}
