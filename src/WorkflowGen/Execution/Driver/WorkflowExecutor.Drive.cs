using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WorkflowGen.Execution;

// The driver: one thread at a time moves the run on. Everything that happens elsewhere (a step that ends, a timer, a commit, a cancellation) is first counted in _events and
// then left where the driver finds it. Whoever counts from 0 to 1 becomes the driver, and remains it until it has taken every event that was counted: so nobody is still busy
// telling when the run is over, and the executor may serve the next one.
public abstract partial class WorkflowExecutor
{
    // The nodes, in the order of the definition, and behind them the slots of elements (see WorkflowExecutor.Slots.cs), which may make the array grow: no reference into it is held across the start of an [Each].
    private NodeState[] _nodes;
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
    private List<FailedAttempt>? _failures;
    private bool _finished;
    private Exception? _broken;
    private bool _attemptAbandoned;
    private int _unsettled;
    private int _inFlight;
    private int _waiting;

    private int _events;
    private int _taken;
    private int _signals;
    private int _raised;
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
        if (Interlocked.Increment(ref _events) == 1)
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
    }

    /// <summary>Called by a timer, on any thread.</summary>
    internal void OnTimer(NodeTimer timer)
    {
        var drives = Interlocked.Increment(ref _events) == 1;
        NodeTimer? head;
        do
        {
            head = Volatile.Read(ref _fired);
            timer.Next = head;
        }
        while (Interlocked.CompareExchange(ref _fired, timer, head) != head);
        if (drives)
            DriveInContext();
    }

    private void Raise(Signals signal)
    {
        var drives = Interlocked.Increment(ref _events) == 1;
        Interlocked.Or(ref _signals, (int)signal);
        Interlocked.Increment(ref _raised);
        if (drives)
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
    /// <param name="own">1: that event is the call itself, and nowhere to be found.</param>
    private void Drive(int own = 0)
    {
        var over = false;
        var spin = default(SpinWait);
        _taken = own;
        while (true)
        {
            try
            {
                over |= Advance();
            }
            catch (Exception exception)
            {
                Break(exception);
                return;
            }
            var taken = _taken;
            _taken = 0; // not after the next line, which may make another thread the driver
            if (taken == 0)
                spin.SpinOnce(sleep1Threshold: -1); // counted, and about to be left
            else if (Interlocked.Add(ref _events, -taken) == 0)
                break;
        }

        // Only now, when nobody drives: what awaits the run may go on inline, and start the next run on this very executor.
        if (over)
            OnOver();
    }

    /// <summary>
    /// Steps' exceptions are dealt with where they arise; one that gets here is the runtime's or a store's own. The run ends with it rather than hang, and the executor stays driven for ever: nothing that still happens
    /// is taken in, and it is not used again.
    /// </summary>
    private void Break(Exception exception)
    {
        if (_finished)
            return;
        _finished = true;
        _attemptAbandoned = true;
        _broken = exception;
        StopClocks();
        LetGoOfOthers();
        LetGoOfStreams();
        CancelSteps();
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

        if (TakeRaised() > 0 && TakeSignals())
            return true;

        var direct = _direct;
        if (direct is not null)
        {
            _direct = null;
            _taken++;
            TakeDone(direct);
        }
        if (Volatile.Read(ref _done) is not null)
            TakeDoneList();
        if (Volatile.Read(ref _fired) is not null)
            TakeTimers();
        if (Volatile.Read(ref _delivered) is not null)
            TakeDeliveries();
        if (Volatile.Read(ref _granted) is not null)
            TakeGranted();
        if (Volatile.Read(ref _openedTransactions) is not null)
            TakeOpenedTransactions();

        if (!_ending)
            StartReady();
        if (_restoredMessages is not null)
        {
            TakeRestoredMessages(); // not before the nodes are open whose elements they are about
            if (!_ending)
                StartReady();
        }
        if (IsClosing && !_ending)
            StartClosing();
        if (_streams is not null && _stop != StopReason.None)
            AbandonPulls();
        if (Volatile.Read(ref _raised) != 0 || Volatile.Read(ref _delivered) is not null)
            return false; // first what was asked for; there is more to come
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
            _taken++;
            TakeDone(first);
            first = rest;
        }
    }

    private void TakeDone(StepContinuation continuation)
    {
        ref var node = ref _nodes[continuation.Node];
        if (!ReferenceEquals(node.Continuation, continuation) || node.Status != NodeStatus.Running)
        {
            LeftAttemptEnded(continuation); // the late end of an attempt that was given up
            return;
        }
        if (DefinitionOf(continuation.Node).Kind == NodeKind.Stream)
        {
            TakePull(continuation.Node);
            return;
        }

        try
        {
            End(continuation.Node);
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
            _taken++;
            if (ReferenceEquals(_nodes[timer.Node].Timer, timer))
                TimerFired(timer);
            timer = rest;
        }
    }

    private int TakeRaised()
    {
        if (Volatile.Read(ref _raised) == 0)
            return 0;
        var raised = Interlocked.Exchange(ref _raised, 0);
        _taken += raised;
        return raised;
    }

    private void Discard()
    {
        if (_direct is not null)
            _taken++;
        _direct = null;
        for (var done = Interlocked.Exchange(ref _done, null); done is not null; done = done.Next)
            _taken++;
        for (var timer = Interlocked.Exchange(ref _fired, null); timer is not null; timer = timer.Next)
            _taken++;
        if (Volatile.Read(ref _delivered) is not null)
            _taken += DiscardDeliveries();
        if (Volatile.Read(ref _granted) is not null)
            _taken += DiscardGranted();
        if (Volatile.Read(ref _openedTransactions) is not null)
            _taken += DiscardOpenedTransactions();
        if (TakeRaised() > 0)
            Volatile.Write(ref _signals, 0);
    }

    /// <summary>Called once when the run is over, by no driver: publishes its outcome.</summary>
    private protected virtual void OnOver()
    {
        if (_broken is not null)
            _end?.TrySetException(_broken);
        else
            _end?.TrySetResult(_endKind);
    }
}
