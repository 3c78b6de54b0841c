namespace WorkflowGen.Execution;

// The clocks that run against attempts and waits.
public abstract partial class WorkflowExecutor
{
    /// <summary>Starts the clock of an attempt and replaces its token by one that the clock cancels. False: no time was left, and the step has failed.</summary>
    private bool StartClock(int index, NodeDefinition definition, ref CancellationToken token)
    {
        ref var node = ref _nodes[index];
        var limit = definition.AttemptTimeout ?? TimeSpan.MaxValue;
        if (TimeLeft(definition, in node) is { } left && left < limit)
            limit = left;
        if (limit <= TimeSpan.Zero)
        {
            AttemptFailed(index, Timeout(index, definition, null));
            return false;
        }

        node.StartedAt = _time.GetTimestamp();
        node.Limit = limit;
        var attempt = new CancellationTokenSource();
        node.Timer = new NodeTimer(this, index, _time, TimeToTooLong(definition, in node), attempt, token);
        token = attempt.Token;
        return true;
    }

    /// <summary>What a total timeout has left; null: there is none.</summary>
    private TimeSpan? TimeLeft(NodeDefinition definition, in NodeState node) =>
        definition.TotalTimeout is { } total ? new TimeSpan(node.FirstDueTicks) + total - new TimeSpan(_time.GetUtcNow().UtcTicks) : null;

    /// <summary>Whether an attempt that has just returned took too long: a synchronous step cannot be interrupted, and has failed all the same.</summary>
    private bool TimedOut(int index)
    {
        ref var node = ref _nodes[index];
        if (TimeToTooLong(DefinitionOf(index), in node) > TimeSpan.Zero)
        {
            StopClock(ref node);
            return false;
        }
        AttemptFailed(index, TooLong(index));
        return true;
    }

    private void TimerFired(NodeTimer timer)
    {
        ref var node = ref _nodes[timer.Node];
        var definition = DefinitionOf(timer.Node);
        if (node.Status == NodeStatus.Waiting)
        {
            var left = node.DueTicks - _time.GetUtcNow().UtcTicks;
            if (left > 0)
            {
                timer.Arm(new TimeSpan(left)); // a clock that was set back, or a wait longer than a timer can be: never early
                return;
            }
            if (definition.Kind is NodeKind.Signal or NodeKind.Delay || node.AwaitsChild)
            {
                if (!TakesSignals)
                    return;
                if (node.AwaitsChild)
                    ChildTimedOut(timer.Node);
                else if (!EndStream(timer.Node))
                    CompleteWait(timer.Node, null);
                return;
            }
            StopClock(ref node);
            _waiting--;
            node.Status = NodeStatus.Ready;
            _ready.Enqueue(timer.Node);
            return;
        }
        if (node.Status != NodeStatus.Running)
            return;

        if (TimeToTooLong(definition, in node) is var time && time > TimeSpan.Zero)
        {
            timer.Arm(time);
            if (node.Pulse is not null)
                _progressDue |= RecordProgress(timer.Node);
            return;
        }

        // The attempt may ignore its token and go on. Its end is nobody's from here on.
        var abandoned = timer.Attempt!;
        _attemptAbandoned = true;
        LeaveRunningChild(timer.Node);
        node.Continuation = null;
        var exception = TooLong(timer.Node);
        NodeTimer.CancelQuietly(abandoned);
        AttemptFailed(timer.Node, exception);
    }

    /// <summary>What the clock leaves the running attempt: until its timeout, or for its next sign of life.</summary>
    private TimeSpan TimeToTooLong(NodeDefinition definition, in NodeState node)
    {
        var time = node.Limit - _time.GetElapsedTime(node.StartedAt);
        return definition.Heartbeat is { } interval && interval - _time.GetElapsedTime(node.Pulse!.LastBeat) is var silence && silence < time ? silence : time;
    }

    private TimeoutException TooLong(int index)
    {
        ref var node = ref _nodes[index];
        return _time.GetElapsedTime(node.StartedAt) >= node.Limit ? Timeout(index, DefinitionOf(index), null) : Silence(index);
    }

    private TimeoutException Timeout(int index, NodeDefinition definition, Exception? last)
    {
        var bound = definition.AttemptTimeout is { } perAttempt && (definition.TotalTimeout is not { } total || perAttempt < total)
            ? $"its timeout of {Durations.Format(perAttempt)}"
            : $"its total timeout of {Durations.Format(definition.TotalTimeout ?? default)}";
        return new TimeoutException($"Step '{NameOf(index)}' exceeded {bound} in attempt {_nodes[index].Attempt}.", last);
    }

    private static void StopClock(ref NodeState node)
    {
        var timer = node.Timer;
        node.Timer = null;
        timer?.Dispose();
    }

    /// <summary>Drops waits and clocks, so that nothing fires into the next run.</summary>
    private void StopClocks()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (_nodes[i].Timer is not null)
                StopClock(ref _nodes[i]);
        }
    }
}
