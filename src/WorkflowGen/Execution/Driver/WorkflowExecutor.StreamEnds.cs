namespace WorkflowGen.Execution;

// How streams end: nobody takes them any more, they have no more to give, they fail, or the run goes no further.
public abstract partial class WorkflowExecutor
{
    /// <summary>An open stream ends, whatever is still to come of it: its time is up, it is closed or cancelled. What takes it goes on with what there is. False: the node is no open stream.</summary>
    private bool EndStream(int index)
    {
        if (!Definition.NodeArray[index].IsStream || StreamOf(index) is not { IsOpen: true } stream)
            return false;
        if (stream.IsClosed || _nodes[index].Status is NodeStatus.Failing or NodeStatus.Failed)
            return true;
        if (_nodes[index].Status == NodeStatus.Waiting)
            EndWait(index);
        AbandonPull(stream);
        CloseStream(stream);
        return true;
    }

    /// <summary>There are no more items than there are. Those that take them go on with what there is.</summary>
    private void CloseStream(StreamState stream)
    {
        if (stream.IsClosed)
            return;
        stream.IsClosed = true;
        _nodes[stream.Node].Status = NodeStatus.Completed;
        _journal?.StreamClosed(KeyOf(stream.Node), _time.GetUtcNow());
        WakeTakers(stream);
        TellEndOfStream(Definition.NodeArray[stream.Node]);
    }

    /// <summary>Those that handle its failure learn whether there is one.</summary>
    private void TellEndOfStream(NodeDefinition definition)
    {
        if (_loops is null)
        {
            foreach (var waiter in definition.EndWaiters)
                Arrive(waiter);
            return;
        }
        foreach (var edge in _loops.Plan.Outgoing[definition.Index])
        {
            if (Array.IndexOf(definition.EndWaiters, edge.To) >= 0 && _loops.AreOver(edge.Holders))
                Deliver(edge.From, edge.To);
        }
    }

    /// <summary>Whether a stream is open, and the one that is told waits for its end.</summary>
    private bool AwaitsEnd(LoopEdge edge) => Array.IndexOf(Definition.NodeArray[edge.From].EndWaiters, edge.To) >= 0 && !_nodes[edge.From].IsSettled;

    /// <summary>What takes the stream is not to begin: nobody may be left who does.</summary>
    private void LeaveUntaken(NodeDefinition taker)
    {
        foreach (var source in taker.Each!.Sources)
        {
            if (source.Kind == EachSourceKind.Stream && Definition.NodeArray[source.Nodes[0]].EndWaiters.Length > 0)
            {
                LeaveSources(EachOf(taker.Index));
                return;
            }
        }
    }

    /// <summary>An [Each] takes no more: a stream that nobody takes any more is closed.</summary>
    private void LeaveSources(EachState each)
    {
        foreach (var source in each.Sources)
        {
            if (source.Kind != EachSourceKind.Stream || StreamOf(source.Nodes[0]) is not { IsOpen: true, IsClosed: false } stream)
                continue;
            if (OpenTakers(stream) > 0)
                continue;
            EndStream(stream.Node);
        }
    }

    /// <summary>A stream has failed, and the run goes on: it had settled when it was opened, and those that take it are given up.</summary>
    private void StreamFailed(int index)
    {
        var stream = StreamOf(index);
        AbandonPull(stream);
        stream.IsClosed = true;
        foreach (var taker in stream.Takers)
            ToCancel(taker, _nodes[index].SettledTicks, withWhatLeadsThere: false);
        CancelQueued();
    }

    /// <summary>The run is over, or goes on elsewhere: what it has open is disposed of. Whoever takes it up opens it anew.</summary>
    private void LetGoOfStreams()
    {
        foreach (var stream in _streams ?? [])
        {
            if (stream is not null)
                AbandonPull(stream);
        }
    }

    /// <summary>When the run goes no further, nobody waits for items: what is taken again later is the same.</summary>
    private void AbandonPulls()
    {
        foreach (var stream in _streams!)
        {
            if (stream is not null && _nodes[stream.Node].Status == NodeStatus.Running)
                AbandonPull(stream);
        }
    }

    private void AbandonPull(StreamState stream)
    {
        ref var node = ref _nodes[stream.Node];
        if (node.Status == NodeStatus.Running)
        {
            _inFlight--;
            _attemptAbandoned = true;
            node.Continuation = null;
            node.Status = NodeStatus.Open;
        }
        StopClock(ref node);
        LetGo(stream);
    }

    private void LetGo(StreamState stream)
    {
        stream.Position = 0;
        if (stream.Cancellation is not { } cancellation)
            return;
        stream.Cancellation = null;
        NodeTimer.CancelQuietly(cancellation);
        AbandonStream(stream.Node);
        cancellation.Dispose();
    }
}
