using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WorkflowGen.Execution;

// The driver: one thread at a time moves the run on. Everything that happens elsewhere (a step that ends, a timer, a commit, a cancellation) is left where the driver finds
// it, and counted in _events; whoever counts from 0 to 1 becomes the driver, and remains it until it has seen every event.
public abstract partial class WorkflowExecutor
{
    private readonly NodeState[] _nodes;
    private readonly ContextCallback _driveInContext;
    private ReadyQueue _ready;

    private IRunJournal? _journal;
    private TimeProvider _time = TimeProvider.System;
    private ILogger _logger = NullLogger.Instance;
    private ExecutionContext? _context;
    private CancellationTokenSource? _cancellation;
    private string? _runId;
    private long _startedTicks;

    private StopReason _stop;
    private List<StepFailure>? _failures;
    private bool _finished;
    private bool _attemptAbandoned;
    private int _unsettled;
    private int _inFlight;
    private int _waiting;

    private int _events;
    private int _signals;
    private StepContinuation? _direct;
    private StepContinuation? _done;
    private NodeTimer? _fired;

    /// <summary>Why no further step starts.</summary>
    private enum StopReason
    {
        None,
        Failing,
        Cancelling,
        Stopping,
    }

    [Flags]
    private enum Signals
    {
        None = 0,
        Cancel = 1,
        Stop = 2,
        CancelSteps = 4,
        Abandon = 8,
        Committed = 16,
        CommitFailed = 32,
    }

    /// <summary>Called by a suspended attempt, on any thread.</summary>
    internal void OnStepDone(StepContinuation continuation)
    {
        // The common case, nobody drives: then no list is needed, and two interlocked operations do.
        if (Interlocked.CompareExchange(ref _events, 1, 0) == 0)
        {
            _direct = continuation;
            DriveInContext();
            return;
        }

        StepContinuation? head;
        do
        {
            head = Volatile.Read(ref _done);
            continuation.Next = head;
        }
        while (Interlocked.CompareExchange(ref _done, continuation, head) != head);
        CountEvent();
    }

    /// <summary>Called by a timer, on any thread.</summary>
    internal void OnTimer(NodeTimer timer)
    {
        NodeTimer? head;
        do
        {
            head = Volatile.Read(ref _fired);
            timer.Next = head;
        }
        while (Interlocked.CompareExchange(ref _fired, timer, head) != head);
        CountEvent();
    }

    private void Raise(Signals signal)
    {
        Interlocked.Or(ref _signals, (int)signal);
        CountEvent();
    }

    private void CountEvent()
    {
        if (Interlocked.Increment(ref _events) == 1)
            DriveInContext();
    }

    /// <summary>Steps run in the context (async locals) of whoever started the run, not of whoever happened to end a step.</summary>
    private void DriveInContext()
    {
        var context = _context;
        if (context is null || ReferenceEquals(context, ExecutionContext.Capture()))
            Drive();
        else
            ExecutionContext.Run(context, _driveInContext, this);
    }

    /// <summary>Moves on until no event is left. The caller has counted one.</summary>
    private void Drive()
    {
        int seen;
        var over = false;
        do
        {
            seen = Volatile.Read(ref _events);
            over |= Advance();
        }
        while (Interlocked.Add(ref _events, -seen) != 0);

        // Only now, when nobody drives: what awaits the run may go on inline, and start the next run on this very executor.
        if (over)
            OnOver();
    }

    /// <summary>Takes in what happened and starts what became ready. True when this ended the run.</summary>
    private bool Advance()
    {
        if (_finished)
        {
            Discard();
            return false;
        }

        if (Volatile.Read(ref _signals) != 0 && TakeSignals())
            return true;

        var direct = _direct;
        if (direct is not null)
        {
            _direct = null;
            TakeDone(direct);
        }
        if (Volatile.Read(ref _done) is not null)
            TakeDoneList();
        if (Volatile.Read(ref _fired) is not null)
            TakeTimers();

        StartReady();
        return _journal is null ? EndInMemory() : MoveJournal();
    }

    private void TakeDoneList()
    {
        // Taken in the order in which they ended: the list has the last one first.
        StepContinuation? next = Interlocked.Exchange(ref _done, null), first = null;
        while (next is not null)
        {
            var rest = next.Next;
            next.Next = first;
            first = next;
            next = rest;
        }
        while (first is not null)
        {
            var rest = first.Next;
            first.Next = null;
            TakeDone(first);
            first = rest;
        }
    }

    private void TakeDone(StepContinuation continuation)
    {
        ref var node = ref _nodes[continuation.Node];
        if (!ReferenceEquals(node.Continuation, continuation) || node.Status != NodeStatus.Running)
            return; // the late end of an attempt that was given up

        try
        {
            EndStep(continuation.Node);
        }
        catch (Exception exception)
        {
            AttemptFailed(continuation.Node, exception);
            return;
        }
        AttemptSucceeded(continuation.Node);
    }

    private void TakeTimers()
    {
        var timer = Interlocked.Exchange(ref _fired, null);
        while (timer is not null)
        {
            var rest = timer.Next;
            timer.Next = null;
            if (ReferenceEquals(_nodes[timer.Node].Timer, timer))
                TimerFired(timer);
            timer = rest;
        }
    }

    private void Discard()
    {
        _direct = null;
        Volatile.Write(ref _done, null);
        Volatile.Write(ref _fired, null);
        Volatile.Write(ref _signals, 0);
    }

    /// <summary>Called once when the run is over, by no driver: publishes its outcome.</summary>
    private protected virtual void OnOver() => _end?.TrySetResult(_endKind);
}
