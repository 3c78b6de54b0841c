using Microsoft.Extensions.Logging;
using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// A durable run: the same driver with a journal behind it. A node has settled only when its record is committed; one commit is under way at a time, and what ends
// meanwhile is gathered for the next.
public abstract partial class WorkflowExecutor
{
    private List<int> _gathered = [];
    private List<int> _inCommit = [];
    private bool _commitUnderWay;
    private int _committing;
    private int _committingUnasked;
    private bool _ending;
    private TimeSpan _suspendAfter;
    private ExecutorEnd _endKind;
    private TaskCompletionSource<ExecutorEnd>? _end;

    private protected bool IsDurable => _journal is not null;

    /// <summary>Makes the executor ready for a durable run: all nodes pending. <see cref="RestoreNode"/>, <see cref="FinishRestore"/> and then <see cref="DriveAsync"/> follow. For one run only.</summary>
    /// <param name="startedAt">When the run was created: what steps without dependencies see as their time.</param>
    /// <param name="suspendAfter">Waits up to this long stay in memory; for longer ones the run is suspended.</param>
    internal void BeginDurable(IRunJournal journal, TimeProvider time, ILogger logger, DateTimeOffset startedAt, TimeSpan suspendAfter)
    {
        _journal = journal;
        _time = time;
        _logger = logger;
        _startedTicks = startedAt.UtcTicks;
        _suspendAfter = suspendAfter;
        _end = new TaskCompletionSource<ExecutorEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _events = 1;
        _ = RunToken;
        ResetNodes();
    }

    /// <summary>Drives the run until it ends, suspends, stops or is lost. Called once.</summary>
    internal Task<ExecutorEnd> DriveAsync()
    {
        _context = ExecutionContext.Capture();
        if (_waiting > 0)
        {
            var now = _time.GetUtcNow().UtcTicks;
            for (var i = 0; i < _nodes.Length; i++)
            {
                if (_nodes[i].Status == NodeStatus.Waiting)
                    ArmWait(i, now);
            }
        }
        Drive(own: 1);
        return _end!.Task;
    }

    /// <summary>The commit that <see cref="IRunJournal.BeginCommit"/> started is durable, or (false) was refused or given up: then nothing more is written. Any thread.</summary>
    internal void OnCommitted(bool ok) => Raise(ok ? Signals.Committed : Signals.CommitFailed);

    /// <summary>The run is to be cancelled, as was durably asked for. Any thread; without effect on a run that is failing or over.</summary>
    internal void RequestCancel() => Raise(Signals.Cancel);

    /// <summary>Starts no further step and ends when those under way have; their ends are committed. Any thread.</summary>
    /// <param name="cancelSteps">Whether the steps are told to stop by their tokens, too.</param>
    internal void RequestStop(bool cancelSteps) => Raise(cancelSteps ? Signals.Stop | Signals.CancelSteps : Signals.Stop);

    /// <summary>Ends at once, without waiting for steps or commits, and writes nothing more. Any thread.</summary>
    internal void Abandon() => Raise(Signals.Abandon);

    /// <summary>Where a node stands, for snapshots. Only on the driver's thread, that is, from within a call to the journal.</summary>
    internal ref readonly NodeState StateOf(int node) => ref _nodes[node];

    /// <summary>True when this ended the drive.</summary>
    private bool TakeSignals()
    {
        var signals = (Signals)Interlocked.Exchange(ref _signals, 0);
        if ((signals & Signals.Abandon) != 0)
        {
            CancelSteps();
            return Finish(ExecutorEnd.Lost);
        }
        if ((signals & Signals.CommitFailed) != 0)
        {
            _stop = StopReason.Stopping;
            CancelSteps();
            return Finish(ExecutorEnd.Lost);
        }
        if ((signals & Signals.Committed) != 0 && TakeCommitted())
            return true;
        if ((signals & Signals.Stop) != 0)
        {
            _stopAsked = true;
            if (_stop == StopReason.None)
                _stop = StopReason.Stopping;
            if ((signals & Signals.CancelSteps) != 0)
                CancelSteps();
        }
        if ((signals & Signals.Cancel) != 0 && (_stop == StopReason.None || _parkReason is not null) && !_ending && !IsClosing)
        {
            _stop = StopReason.Cancelling;
            CancelSteps();
        }
        return false;
    }

    private bool TakeCommitted()
    {
        _commitUnderWay = false;
        if (_ending)
            return Finish(_endKind);

        var now = _time.GetUtcNow().UtcTicks;
        if (_streams is not null)
            TakeCommittedItems();
        for (var i = 0; i < _inCommit.Count; i++) // what is told on the way may strike elements from the list
        {
            var index = _inCommit[i];
            if (index < 0)
                continue;
            ref var node = ref _nodes[index];
            switch (node.Status)
            {
                case NodeStatus.Committing when IsElement(index):
                    ElementCommitted(index);
                    break;
                case NodeStatus.Committing:
                    node.Status = NodeStatus.Completed;
                    _committing--;
                    if (DefinitionOf(index).IsBackground)
                        _committingUnasked--;
                    Settle(index);
                    break;
                case NodeStatus.Failing:
                    _committing--;
                    if (DefinitionOf(index).IsBackground)
                        _committingUnasked--;
                    SettleAsFailed(index);
                    break;
                case NodeStatus.Waiting:
                    ArmWait(index, now);
                    break;
                case NodeStatus.Starting when _stop is StopReason.None or StopReason.Stopping:
                    RunAttempt(index); // its start is on record: also when stopping, it has to be gone through with
                    break;
                case NodeStatus.Starting:
                    LeaveLimit(index);
                    node.Status = NodeStatus.Stopped;
                    _inFlight--;
                    break;
            }
        }
        _inCommit.Clear();
        if (_phase == ClosingPhase.Recording)
            GiveUpSteps();
        return false;
    }

    /// <summary>Records the end when there is one, and starts the next commit. True when this ended the drive.</summary>
    private bool MoveJournal()
    {
        if (_commitUnderWay)
            return false;
        if (_inFlight == 0 && !_isFull)
            RecordEnd();
        if (_journal!.HasPending || _progressDue)
        {
            if (_hasPulses)
                RecordProgress();
            _isFull = _progressDue = false;
            (_gathered, _inCommit) = (_inCommit, _gathered);
            _commitUnderWay = true;
            if (_streams is not null)
                NoteCommittedItems();
            _journal.BeginCommit();
            if (_awaitingCommit is not null)
                TakeAwaitingCommit();
            return false;
        }
        return _stop == StopReason.Stopping && _inFlight == 0 && Finish(ExecutorEnd.Stopped);
    }

    /// <summary>The last step's record and the run's end are true together, and cost one commit.</summary>
    private void RecordEnd()
    {
        var now = _time.GetUtcNow();
        if (_parkReason is not null && _stop == StopReason.Stopping)
        {
            RecordParked(now);
            return;
        }
        if (IsClosing)
        {
            RecordClosing(now);
            return;
        }
        switch (_stop)
        {
            case StopReason.None or StopReason.Stopping when _unsettled == _committing - _committingUnasked && (_loops is null || !IsLoopEndCommitting()):
                var status = _failures is { Count: > 0 } ? RunStatus.Failed : RunStatus.Completed;
                if (status == RunStatus.Completed ? !AwaitLeft(now) : !EndChildrenFirst(now))
                    EndSteps(status, now);
                break;
            case StopReason.None when _mayMove && _committing == 0 && _committingParts == 0 && _inLine == 0 && FindElsewhere() is >= 0 and var elsewhere:
                Move(elsewhere, now);
                break;
            case StopReason.None when _committing == 0 && _committingParts == 0 && _inLine == 0 && _waiting > 0 && EarliestDue() is var due && due - now.UtcTicks > _suspendAfter.Ticks:
                _ending = true;
                _endKind = ExecutorEnd.Suspended;
                _journal!.Suspended(due == Never ? null : new DateTimeOffset(due, TimeSpan.Zero), now);
                break;
            case StopReason.Failing or StopReason.Cancelling when EndChildrenFirst(now):
                break;
            case StopReason.Failing:
                EndSteps(RunStatus.Failed, now);
                break;
            case StopReason.Cancelling:
                EndSteps(RunStatus.Cancelled, now);
                break;
        }
    }

    /// <summary>The steps are over: the run is, too, unless it has something to do yet.</summary>
    private void EndSteps(RunStatus status, DateTimeOffset now)
    {
        if (MustClose(status))
            BeginClosing(status, now);
        else
            End(status, now);
    }

    private void End(RunStatus status, DateTimeOffset now)
    {
        _ending = true;
        _endKind = ExecutorEnd.Ended;
        _journal!.RunEnded(status, status == RunStatus.Failed ? _failures! : [], now);
    }

    private long EarliestDue()
    {
        var due = long.MaxValue;
        foreach (ref var node in _nodes.AsSpan())
        {
            if (node.Status == NodeStatus.Waiting)
                due = Math.Min(due, node.DueTicks);
        }
        return due;
    }

    private bool Finish(ExecutorEnd end)
    {
        _finished = true;
        _endKind = end;
        StopClocks();
        LetGoOfOthers();
        LetGoOfStreams();
        return true;
    }
}
