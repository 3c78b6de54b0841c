namespace WorkflowGen.Execution;

// A run in memory: no journal; nothing outlives it.
public abstract partial class WorkflowExecutor
{
    private CancellationToken _callerToken;
    private CancellationTokenRegistration _callerRegistration;
    private bool _isHeld;

    /// <summary>Makes the executor ready for a run in memory: all nodes pending. Generated code then adopts what its fast path has already done, and goes on with Continue.</summary>
    protected void Begin(CancellationToken cancellationToken)
    {
        _journal = null;
        _context = ExecutionContext.Capture();
        _events = 1; // ours until Continue: what ends meanwhile is counted, and seen by it
        _signals = _raised = 0;
        _stop = StopReason.None;
        _finished = false;
        _attemptAbandoned = false;
        _inFlight = 0;
        _waiting = 0;
        ForgetSignals();
        ResetNodes();
        TakePlace();

        _callerToken = cancellationToken;
        if (cancellationToken.CanBeCanceled)
            _callerRegistration = cancellationToken.UnsafeRegister(static state => ((WorkflowExecutor)state!).Raise(Signals.Cancel), this);
    }

    /// <summary>As <see cref="Begin(CancellationToken)"/>, for a run whose handle somebody keeps, and may signal at any time: the executor serves no other after it.</summary>
    private protected void BeginHeld(TimeProvider time, CancellationToken cancellationToken)
    {
        _isHeld = true;
        _time = time;
        Begin(cancellationToken);
    }

    /// <summary>The node has completed before the executor took over; its handoff is in place.</summary>
    protected void AdoptCompleted(int node)
    {
        _nodes[node].Status = NodeStatus.Completed;
        _nodes[node].Attempt = 1;
        ArmIfUndone(node);
        Settle(node);
    }

    /// <summary>The node was skipped before the executor took over.</summary>
    protected void AdoptSkipped(int node)
    {
        _nodes[node].Status = NodeStatus.Skipped;
        Settle(node);
    }

    /// <summary>The node's first attempt is under way.</summary>
    /// <returns>What its awaiter must call when it is done, registered after the awaiter is in its place.</returns>
    protected Action AdoptRunning(int node)
    {
        ref var state = ref _nodes[node];
        state.Status = NodeStatus.Running;
        state.Attempt = 1;
        _inFlight++;
        return (state.Continuation ??= new StepContinuation(this, node)).Action;
    }

    /// <summary>The node's first attempt has failed; its retry policy applies.</summary>
    protected void AdoptFailed(int node, Exception exception)
    {
        _nodes[node].Status = NodeStatus.Running;
        _nodes[node].Attempt = 1;
        _nodes[node].FirstDueTicks = _time.GetUtcNow().UtcTicks;
        _inFlight++;
        AttemptFailed(node, exception);
    }

    /// <summary>Drives what is left. The caller's thread goes on as far as it can.</summary>
    private protected void DriveInMemory() => Drive(own: 1);

    private bool EndInMemory()
    {
        if (_inFlight > 0)
            return false;
        if (!IsClosing && _stop == StopReason.None && _unsettled > 0)
        {
            if (_waiting > 0 || _inLine > 0)
                return false;
            throw new InvalidOperationException($"Workflow '{Definition}' has steps left that nothing leads to.");
        }
        if (!CloseInMemory())
            return false;
        _finished = true;
        StopClocks();
        LetGoOfOthers();
        LetGoOfStreams();
        return true;
    }

    /// <summary>Whether the run failed, and with what; null: it completed. A cancelled run has failed with an <see cref="OperationCanceledException"/> of the caller's token.</summary>
    private protected Exception? Outcome =>
        _broken ?? (IsClosing ? ClosedWith : Failure ?? (_stop == StopReason.Cancelling && _unsettled > 0 ? new OperationCanceledException(_callerToken) : null));

    /// <summary>Forgets the run. False: an attempt of it may still be going on, and the executor must not be used again.</summary>
    private protected bool Recycle()
    {
        var isLeft = LeaveToParent();
        // Waits for a cancellation that is being told right now, so that it cannot reach the next run.
        _callerRegistration.Dispose();
        _callerRegistration = default;
        _callerToken = default;
        _context = null;
        if (isLeft)
            return false;
        _runId = null;
        _failures?.Clear();
        ForgetClosing();
        if (_attemptAbandoned || _isHeld)
            return false;
        ResetParts();
        if (_cancellation?.TryReset() == false)
            _cancellation = null;
        ClearHandoffs();
        return true;
    }
}
