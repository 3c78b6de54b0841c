using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// What happens when an attempt does not succeed: retries, failing for good, cancelling what runs beside it.
public abstract partial class WorkflowExecutor
{
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
        if (policy is null || node.Attempt >= policy.Attempts || exception is HandoffException || !Handles(policy, index, ref exception))
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

    /// <summary>Whether the policy is about such a failure. What asks may be anybody's code: what it throws fails the step, too.</summary>
    private bool Handles(RetryPolicy policy, int index, ref Exception exception)
    {
        try
        {
            return policy.Handles?.Invoke(exception) != false;
        }
        catch (Exception thrown)
        {
            exception = new AggregateException($"Whether to repeat step '{NameOf(index)}' could not be found out.", exception, thrown);
            return false;
        }
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

    /// <summary>The failure of a run: the one exception, or all of them in the order in which the steps failed.</summary>
    private Exception? Failure => _failures switch
    {
        null or [] => null,
        [var only] => only.Exception,
        var several => new AggregateException(several.Select(f => f.Exception)),
    };
}
