using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

// The end of a run that has more to do when its steps are over: first compensations, then [Finally] steps. That it is closing, and how it will end, is on record before any of them begins;
// whoever takes the run up later goes on from there.
public abstract partial class WorkflowExecutor
{
    private RunStatus _closing;
    private ClosingPhase _phase;

    /// <summary>The first failure of the run that nothing handles. What fails while it closes is not told to what runs beside that, in no fixed order.</summary>
    private StepFailure? _runFailure;
    private bool _finallyFailed;
    private bool _stopAsked;

    private enum ClosingPhase : byte
    {
        None,

        /// <summary>How the run ends is being made durable.</summary>
        Recording,
        Undoing,
        Finally,
    }

    private bool IsClosing => _closing != default;

    /// <summary>Whether a run that ends like this has anything left to do.</summary>
    private bool MustClose(RunStatus status) => FinallyNodes.Length > 0 || (status != RunStatus.Completed && _armed is { Count: > 0 });

    private void BeginClosing(RunStatus status, DateTimeOffset now)
    {
        _closing = status;
        _nextUndo = (0, now.UtcTicks, now.UtcTicks);
        if (_journal is null)
        {
            GiveUpSteps();
            return;
        }
        _phase = ClosingPhase.Recording;
        _journal.RunClosing(status, now);
    }

    /// <summary>The run was on its way to its end. After <see cref="FinishRestore"/>.</summary>
    /// <param name="attempts">How many attempts at the next compensation have failed.</param>
    /// <param name="dueAt">When the next is due.</param>
    /// <param name="readyAt">Since when it can run.</param>
    internal void RestoreClosing(RunStatus status, int attempts, DateTimeOffset dueAt, DateTimeOffset readyAt)
    {
        _closing = status;
        _nextUndo = (attempts, dueAt.UtcTicks, readyAt.UtcTicks);
        GiveUpSteps();
        foreach (var index in FinallyNodes)
            _nodes[index].FirstDueTicks = ReadySince(Definition.NodeArray[index]);
    }

    /// <summary>From here on nothing is about the steps any more: none of them starts, and what follows has a token that is not cancelled.</summary>
    private void GiveUpSteps()
    {
        StopClocks();
        LetGoOfOthers();
        _waiting = 0;
        _ready.Clear();
        for (var i = 0; i < _slots; i++)
        {
            ref var status = ref _nodes[i].Status;
            if (!IsElement(i) && Definition.NodeArray[i].IsFinally)
                _waiting += status == NodeStatus.Waiting ? 1 : 0; // a run that is taken up again at that point
            else if (status is NodeStatus.Pending or NodeStatus.Ready or NodeStatus.Waiting or NodeStatus.Open)
                status = NodeStatus.Stopped;
        }
        if (_cancellation is { IsCancellationRequested: true })
            _cancellation = null;
        _stop = _stopAsked ? StopReason.Stopping : StopReason.None;
        _phase = ClosingPhase.Undoing;
    }

    /// <summary>Starts what is next. Nothing is while what came before is not durable.</summary>
    private void StartClosing()
    {
        while (_phase == ClosingPhase.Undoing && _stop == StopReason.None && _undoing < 0)
        {
            if (_closing == RunStatus.Completed || _armed is not { Count: > 0 })
            {
                BeginFinally();
                StartReady();
                return;
            }
            StartCompensation(_armed[^1]);
        }
    }

    private void BeginFinally()
    {
        _phase = ClosingPhase.Finally;
        _unsettled = 0;
        foreach (var index in FinallyNodes)
        {
            ref var node = ref _nodes[index];
            if (node.Status is NodeStatus.Completed or NodeStatus.Skipped or NodeStatus.Failed)
                continue;
            _unsettled++;
            node.Remaining = 0;
            foreach (var dependency in Definition.NodeArray[index].DependencyArray)
            {
                if (Definition.NodeArray[dependency].IsFinally && _nodes[dependency].Status is not (NodeStatus.Completed or NodeStatus.Skipped or NodeStatus.Failed))
                    node.Remaining++;
            }
            foreach (var join in Definition.NodeArray[index].JoinArray)
            {
                if (!_joins[join.Index].IsDecided && Array.Exists(join.MemberArray, m => Definition.NodeArray[m].IsFinally && !_nodes[m].IsSettled))
                    node.Remaining++;
            }
            if (node.Status == NodeStatus.Waiting)
                continue;
            node.Status = node.Remaining == 0 ? NodeStatus.Ready : NodeStatus.Pending;
            if (node.Remaining == 0)
                _ready.Enqueue(index);
        }
    }

    /// <summary>In memory: whether nothing is left to do. May begin the closing, and go through all of it.</summary>
    private bool CloseInMemory()
    {
        if (!IsClosing)
        {
            var status = _failures is { Count: > 0 } ? RunStatus.Failed : _stop == StopReason.Cancelling && _unsettled > 0 ? RunStatus.Cancelled : RunStatus.Completed;
            if ((status != RunStatus.Completed || _place is { IsDetached: false }) && _leftRunning is { Count: > 0 })
                return false;
            if (!MustClose(status))
                return true;
            BeginClosing(status, _time.GetUtcNow());
            StartClosing();
        }
        return _phase == ClosingPhase.Finally && _unsettled == 0;
    }

    /// <summary>A durable run that is closing: records its end, or that it waits, when it is so.</summary>
    private void RecordClosing(DateTimeOffset now)
    {
        if (_ending)
            return;
        var undone = _phase == ClosingPhase.Undoing && _undoing >= 0 && _nodes[_undoing].Status == NodeStatus.Committing && _armed!.Count == 1 && FinallyNodes.Length == 0;
        if (undone || (_phase == ClosingPhase.Finally && _unsettled == _committing))
            End(_finallyFailed ? RunStatus.Failed : _closing, now); // the last record and the end are true together
        else if (_stop == StopReason.None && _committing == 0 && _waiting > 0)
            SuspendUntil(EarliestDue(), now);
    }

    private void SuspendUntil(long due, DateTimeOffset now)
    {
        if (due - now.UtcTicks <= _suspendAfter.Ticks)
            return;
        _ending = true;
        _endKind = ExecutorEnd.Suspended;
        _journal!.Suspended(due == Never ? null : new DateTimeOffset(due, TimeSpan.Zero), now);
    }

    /// <summary>In memory: with what a run ends that had compensations or [Finally] steps to do; null: it completed.</summary>
    private Exception? ClosedWith
    {
        get
        {
            var exceptions = new List<Exception>();
            if (_closing == RunStatus.Cancelled)
                exceptions.Add(new OperationCanceledException(_callerToken));
            exceptions.AddRange((_failures ?? []).Select(static f => f.Exception));
            return exceptions switch
            {
                [] => null,
                [var only] => only,
                _ => new AggregateException(exceptions),
            };
        }
    }

    private void ForgetClosing()
    {
        _handled?.Clear();
        _outOfReach?.Clear();
        _places?.Clear();
        _runFailure = null;
        if (!IsClosing && _nextOrdinal == 0)
            return;
        _armed?.Clear();
        _nextOrdinal = 0;
        _closing = default;
        _phase = ClosingPhase.None;
        _finallyFailed = false;
        _undoing = -1;
    }
}
