using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// What happens when an attempt does not succeed: timeouts, retries, failing for good, cancelling what runs beside it.
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

    private void AttemptFailed(int index, Exception exception)
    {
        _inFlight--;
        LeaveLimit(index);
        if (_places is not null)
            ArmIfCompletedLate(index);
        var definition = DefinitionOf(index);
        ref var node = ref _nodes[index];

        // The clock may have cancelled the attempt, and the attempt may have told so before the clock's own event was seen.
        if (exception is OperationCanceledException && node.Timer is { Attempt.IsCancellationRequested: true } && _time.GetElapsedTime(node.StartedAt) >= node.Limit)
            exception = Timeout(index, definition, exception);
        StopClock(ref node);

        // A step that watches the caller's own token may end before the driver has heard of the cancellation.
        if (_stop == StopReason.None && !IsClosing && exception is OperationCanceledException && _callerToken.IsCancellationRequested)
        {
            _stop = StopReason.Cancelling;
            CancelSteps();
        }
        if (_stop != StopReason.None && exception is OperationCanceledException)
        {
            node.Status = NodeStatus.Stopped; // as it was asked to; it runs again when the run is resumed
            _progressDue |= RecordProgress(index);
            return;
        }
        if (IsElement(index) && EachOf(node.Owner) is { IsOver: true } each)
        {
            DropElement(each, index);
            return;
        }

        var now = Math.Max(node.StartedTicks, _time.GetUtcNow().UtcTicks);
        if (_stop is StopReason.None or StopReason.Stopping && RetryAt(index, definition, now, ref exception) is { } retryAt)
            WaitForRetry(index, exception, now, retryAt);
        else
            FailForGood(index, exception, now);
    }

    private long? RetryAt(int index, NodeDefinition definition, long now, ref Exception exception)
    {
        ref var node = ref _nodes[index];
        var policy = definition.Retry;
        if (policy is null || node.Attempt >= policy.Attempts || exception is HandoffException || policy.Handles?.Invoke(exception) == false)
            return null;

        var due = now + policy.DelayAfter(node.Attempt, policy.Jitter == 0 ? 0 : JitterOf(index)).Ticks;
        if (definition.TotalTimeout is { } total && due >= node.FirstDueTicks + total.Ticks)
        {
            exception = new TimeoutException(
                $"Step '{NameOf(index)}' did not succeed within its total timeout of {Durations.Format(total)}; attempt {node.Attempt} failed, and there is no time for another.", exception);
            return null;
        }
        return due;
    }

    /// <summary>From 0 to 1, the same for the same run, step and attempt, so that a wait is the same after a crash.</summary>
    private double JitterOf(int index) =>
        StableHash.Of(_journal?.RunId ?? (_runId ??= Guid.NewGuid().ToString("n")), NameInRound(index), _nodes[index].Attempt) / (double)uint.MaxValue;

    private void WaitForRetry(int index, Exception exception, long now, long retryAt)
    {
        ForgetValue(index);
        ref var node = ref _nodes[index];
        node.Status = NodeStatus.Waiting;
        node.DueTicks = retryAt;
        _waiting++;
        if (_journal is null)
        {
            ArmWait(index, now);
            return;
        }

        RecordProgress(index);
        // The next attempt starts only when it is on record that this one failed: attempts survive a crash.
        _gathered.Add(index);
        if (index == _undoing)
        {
            RecordCompensationFailed(exception, now, retryAt);
            return;
        }
        _journal.AttemptFailed(
            KeyOf(index), node.Attempt, new DateTimeOffset(node.StartedTicks, TimeSpan.Zero), new DateTimeOffset(now, TimeSpan.Zero), exception, new DateTimeOffset(retryAt, TimeSpan.Zero));
    }

    private void ArmWait(int index, long now)
    {
        ref var node = ref _nodes[index];
        if (node.DueTicks == Never)
            return;
        if (node.DueTicks > now || node.AwaitsChild)
        {
            node.Timer ??= new NodeTimer(this, index, _time, new TimeSpan(node.DueTicks - now), attempt: null, default);
            return;
        }
        _waiting--;
        node.Status = NodeStatus.Ready;
        _ready.Enqueue(index);
    }

    private void FailGuard(int index, Exception exception)
    {
        var definition = Definition.NodeArray[index];
        ref var node = ref _nodes[index];
        node.Attempt = 1;
        node.StartedTicks = node.DueTicks = _journal is null ? 0 : ReadySince(definition);
        FailForGood(index, exception);
    }

    private void FailForGood(int index, Exception exception, long? at = null)
    {
        ref var node = ref _nodes[index];
        node.SettledTicks = at ?? Math.Max(node.StartedTicks, _time.GetUtcNow().UtcTicks);
        if (index == _undoing)
        {
            CompensationFailed(index, exception);
            return;
        }
        ForgetValue(index);
        node.Status = NodeStatus.Failed;
        var failure = new FailedAttempt(NameOf(index), node.Attempt, exception);
        RecordFailure(index, exception, node.SettledTicks);
        if (!IsElement(index))
        {
            FailNode(index, failure);
            return;
        }
        var owner = node.Owner;
        if (FailsEach(index, failure))
            FailNode(owner, failure);
    }

    private void ForgetValue(int index)
    {
        if (index < Definition.NodeArray.Length && Definition.NodeArray[index].HasResult)
            ForgetHandoff(index);
    }

    private void RecordFailure(int index, Exception exception, long? at = null)
    {
        ref var node = ref _nodes[index];
        _journal?.AttemptFailed(
            KeyOf(index),
            node.Attempt,
            new DateTimeOffset(node.StartedTicks, TimeSpan.Zero),
            new DateTimeOffset(at ?? Math.Max(node.StartedTicks, _time.GetUtcNow().UtcTicks), TimeSpan.Zero),
            exception,
            retryAt: null);
    }

    /// <summary>What a failure for good does to the run; it is recorded.</summary>
    /// <param name="index">The node; of an element the node that has it.</param>
    private void FailNode(int index, FailedAttempt failure)
    {
        var definition = Definition.NodeArray[index];
        NoteFailure(definition, failure);
        if (SettlesByFailing(definition))
        {
            SettleFailed(index);
            return;
        }
        _nodes[index].Status = NodeStatus.Failed;
        if (_stop is StopReason.None or StopReason.Stopping)
            _stop = StopReason.Failing;
        CancelSteps();
    }

    /// <summary>Tells what is under way to stop. What it ends with is still taken in.</summary>
    private void CancelSteps()
    {
        if (_inFlight > 0 && _cancellation is { IsCancellationRequested: false } cancellation)
            NodeTimer.CancelQuietly(cancellation);
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

    /// <summary>The failure of a run: the one exception, or all of them in the order in which the steps failed.</summary>
    private Exception? Failure => _failures switch
    {
        null or [] => null,
        [var only] => only.Exception,
        var several => new AggregateException(several.Select(f => f.Exception)),
    };
}
