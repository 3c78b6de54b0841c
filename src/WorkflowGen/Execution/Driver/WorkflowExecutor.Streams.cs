namespace WorkflowGen.Execution;

// Streams: nodes whose items come one by one, and are elements of those that take them. A step's stream is pulled, no further ahead than the windows of those that take it; a signal's is pushed. An item may be processed
// when it is on record. The node has settled when it is open: the run does not wait for it, only for those that take it.
public abstract partial class WorkflowExecutor
{
    private StreamState?[]? _streams;

    private StreamState StreamOf(int node) =>
        (_streams ??= new StreamState?[Definition.NodeArray.Length])[node] ??= new StreamState(node, Definition.NodeArray[node].TakenBy);

    private void OpenStream(int index)
    {
        ref var node = ref _nodes[index];
        node.Attempt = 1;
        node.Status = NodeStatus.Open;
        if (Definition.NodeArray[index].Kind == NodeKind.Signal)
            OpenSignalStream(StreamOf(index));
        else
            SettleOpen(StreamOf(index));
    }

    /// <summary>
    /// A stream whose turn had come is open to those that end it. That it was opened is not on record: when a run is taken up, what ended it settles again before it is open, and must find it as it was.
    /// </summary>
    /// <param name="isClosing">Whether it is [Only(Before)] that ends it, which would otherwise not let it begin.</param>
    private void OpenDueStream(int index, bool isClosing)
    {
        if (!Definition.NodeArray[index].IsStream || StreamOf(index).IsOpen)
            return;
        if (_nodes[index].Status == NodeStatus.Ready)
            StartFirstAttempt(index, evenIfClosed: isClosing);
        else if (_nodes[index].Status == NodeStatus.Waiting)
            SettleOpen(StreamOf(index)); // it was, before it failed
    }

    private void SettleOpen(StreamState stream)
    {
        ref var node = ref _nodes[stream.Node];
        stream.IsOpen = true;
        node.SettledTicks = ReadySince(Definition.NodeArray[stream.Node]);
        node.FirstDueTicks = node.SettledTicks;
        if (node.Status != NodeStatus.Waiting)
            node.DueTicks = node.SettledTicks;
        Settle(stream.Node);
        if (Definition.NodeArray[stream.Node].EndWaiters.Length > 0 && OpenTakers(stream) == 0)
            EndStream(stream.Node);
    }

    /// <summary>The wait after a failure is over: the step is called again, and what it had yielded passed over.</summary>
    private void ReopenStream(int index)
    {
        ref var node = ref _nodes[index];
        node.Attempt++;
        node.Status = NodeStatus.Open;
        var stream = StreamOf(index);
        if (!stream.IsOpen)
            SettleOpen(stream);
        LetGo(stream);
        WakeTakers(stream);
    }

    private void WakeTakers(StreamState stream)
    {
        foreach (var taker in stream.Takers)
            WakeEach(EachOf(taker));
    }

    /// <summary>Takes further items from the streams that an [Each] waits for. True: some came at once and may be processed.</summary>
    private bool PullFor(EachState each)
    {
        var before = AvailableOf(each);
        foreach (var source in each.Sources)
        {
            if (source.Kind != EachSourceKind.Stream)
                continue;
            var stream = StreamOf(source.Nodes[0]);
            if (Definition.NodeArray[stream.Node].Kind == NodeKind.Signal)
            {
                TakeItems(stream);
                continue;
            }
            while (TakesItem(stream.Node) && _stop == StopReason.None && Volatile.Read(ref _raised) == 0 && Pull(stream))
            {
            }
        }
        return AvailableOf(each) > before || each.Next >= TotalOf(each);
    }

    /// <summary>Whether another item of the stream would find room in the windows of all that take it, and be wanted by one.</summary>
    private bool TakesItem(int node)
    {
        var stream = StreamOf(node);
        var idle = Definition.NodeArray[node].Kind == NodeKind.Signal ? NodeStatus.Waiting : NodeStatus.Open;
        if (!stream.IsOpen || stream.IsClosed || _nodes[node].Status != idle)
            return false;
        var wanted = false;
        foreach (var taker in stream.Takers)
        {
            var each = EachOf(taker);
            if (each.IsOver || _nodes[taker].Status != NodeStatus.Open || stream.Received >= TotalOf(each))
                continue;
            wanted = true;
            if (stream.Received - each.Next + each.Held >= each.MaxParallel)
                return false;
        }
        return wanted;
    }

    /// <summary>True: an item came at once.</summary>
    private bool Pull(StreamState stream)
    {
        var definition = Definition.NodeArray[stream.Node];
        ref var node = ref _nodes[stream.Node];
        stream.Cancellation ??= CancellationTokenSource.CreateLinkedTokenSource(RunToken);
        node.Status = NodeStatus.Running;
        if (_journal is not null)
            node.StartedTicks = _time.GetUtcNow().UtcTicks;
        _inFlight++;
        if ((definition.AttemptTimeout is not null || definition.TotalTimeout is not null) && !StartPullClock(stream, definition))
            return false;

        var token = stream.Cancellation.Token;
        var continuation = node.Continuation ??= new StepContinuation(this, stream.Node);
        var context = definition.TakesContext ? CreateContext(stream.Node, definition, token) : null;
        bool moved;
        try
        {
            if (!BeginPull(stream.Node, NumberOf(stream), context, token, continuation.Action, out moved))
                return false;
        }
        catch (Exception exception)
        {
            AttemptFailed(stream.Node, exception);
            return false;
        }
        return Pulled(stream, moved);
    }

    /// <summary>The number of the item that is pulled; −1: it is known.</summary>
    private static int NumberOf(StreamState stream) => stream.Position < stream.Received ? -1 : stream.Received;

    private void TakePull(int index)
    {
        var stream = StreamOf(index);
        bool moved;
        try
        {
            moved = EndPull(index, NumberOf(stream));
        }
        catch (Exception exception)
        {
            AttemptFailed(index, exception);
            return;
        }
        Pulled(stream, moved);
        WakeTakers(stream);
    }

    private bool Pulled(StreamState stream, bool moved)
    {
        ref var node = ref _nodes[stream.Node];
        if (node.Timer is not null && TimedOut(stream.Node))
            return false;
        _inFlight--;
        node.Status = NodeStatus.Open;
        if (!moved)
        {
            if (stream.Position < stream.Received)
            {
                FailForGood(stream.Node, new InvalidOperationException(
                    $"Step '{NameOf(stream.Node)}' yielded {stream.Position} items when it was called again, and had yielded {stream.Received} before. A stream must yield the same items again; where it cannot, hand over a list."));
                return false;
            }
            CloseStream(stream);
            return false;
        }
        if (stream.Position++ < stream.Received)
            return true;
        return ItemArrived(stream.Node);
    }

    /// <summary>The next item of the stream is there: its value has been kept under the number <see cref="StreamState.Received"/>.</summary>
    /// <returns>False: it cannot be recorded, and the stream has failed.</returns>
    private bool ItemArrived(int index)
    {
        var stream = StreamOf(index);
        var now = _time.GetUtcNow();
        if (_journal is not null)
        {
            try
            {
                _journal.ItemReceived(KeyOf(index), stream.Received, now);
            }
            catch (Exception exception)
            {
                EndWait(index);
                FailForGood(index, exception);
                return false;
            }
            _committingParts++;
        }
        stream.Keep(stream.Received, now.UtcTicks, OpenTakers(stream));
        stream.Received++;
        if (_journal is null)
            stream.Available = stream.Received;
        return true;
    }

    /// <summary>How many take its items, or will.</summary>
    private int OpenTakers(StreamState stream)
    {
        var open = 0;
        foreach (var taker in stream.Takers)
            open += !EachOf(taker).IsOver && _nodes[taker].Status is NodeStatus.Pending or NodeStatus.Ready or NodeStatus.Waiting or NodeStatus.Held or NodeStatus.Open ? 1 : 0;
        return open;
    }

    /// <summary>The items that were in the commit may be processed.</summary>
    private void TakeCommittedItems()
    {
        foreach (var stream in _streams!)
        {
            if (stream is null || stream.InCommit <= stream.Available)
                continue;
            _committingParts -= stream.InCommit - stream.Available;
            stream.Available = stream.InCommit;
            WakeTakers(stream);
        }
    }

    private void NoteCommittedItems()
    {
        foreach (var stream in _streams!)
        {
            if (stream is not null)
                stream.InCommit = stream.Received;
        }
    }

    /// <summary>As <see cref="StartClock"/>. The token is that of the enumeration, which has it from when it was opened.</summary>
    private bool StartPullClock(StreamState stream, NodeDefinition definition)
    {
        ref var node = ref _nodes[stream.Node];
        var limit = definition.AttemptTimeout ?? TimeSpan.MaxValue;
        if (TimeLeft(definition, in node) is { } left && left < limit)
            limit = left;
        if (limit <= TimeSpan.Zero)
        {
            AttemptFailed(stream.Node, Timeout(stream.Node, definition, null));
            return false;
        }
        node.StartedAt = _time.GetTimestamp();
        node.Limit = limit;
        node.Timer = new NodeTimer(this, stream.Node, _time, limit, stream.Cancellation, default);
        return true;
    }
}
