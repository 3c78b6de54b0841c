using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

/// <summary>
/// A run in the hands of this worker, from taking it up to giving it back: its lease, its executor, and the journal between executor and store. The lease's epoch is in every commit, so that an activation that
/// has lost it can do no harm.
/// </summary>
internal sealed partial class RunActivation : IThreadPoolWorkItem
{
    private readonly WorkflowEngine _engine;
    private readonly RegisteredWorkflow _workflow;
    private readonly IWorkflowStore _store;

    private RunHead? _head;
    private RecordBuffer? _startRecord;
    private ReadOnlyMemory<byte> _startInputs;
    private RunProgress? _progress;
    private WorkflowExecutor? _executor;

    private DateTimeOffset? _cancelRequestedAt;
    private volatile bool _stopRequested;
    private volatile bool _abandoned;
    private volatile bool _leaseGiven;

    public RunActivation(WorkflowEngine engine, RegisteredWorkflow workflow, string runId)
    {
        _engine = engine;
        _workflow = workflow;
        _store = engine.Store;
        _commitEnded = OnCommitEnded;
        RunId = runId;
    }

    public string RunId { get; }

    public RegisteredWorkflow Workflow => _workflow;

    /// <summary>The lease, once there is one.</summary>
    public LeaseKey? Lease => Epoch > 0 && !_leaseGiven ? new LeaseKey(RunId, Epoch) : null;

    public long Epoch { get; private set; }

    /// <summary>Until when the lease is known to hold.</summary>
    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>Set when somebody in this process waits for the end, so that it need not be read from the store.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Whether it was taken up as one that may be what ends its workers (see WorkflowEngine.Suspects.cs).</summary>
    public bool IsOnTrial { get; init; }

    /// <summary>How the run ended here, for those who wait; null: nobody did, or it did not.</summary>
    public RunOutcome? Outcome { get; private set; }

    public RunStatus EndStatus { get; private set; }

    /// <summary>When the run is due again; null: it was not suspended.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>The span of this activation, when somebody listens.</summary>
    public Activity? Activity { get; private set; }

    /// <summary>Takes up a run that was claimed.</summary>
    public void Resume(RunHead head, DateTimeOffset leaseUntil)
    {
        _head = head;
        TakeLane(head.Queue, head.Priority, head.Tenant);
        _lastSequence = head.LastSequence;
        LeaseUntil = leaseUntil;
        Epoch = head.Epoch;
        _isCompensating = head.Status == RunStatus.Compensating;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes up a run that was created for this worker just now.</summary>
    /// <param name="record">What holds the inputs; given back to the pool when they were read.</param>
    public void Start(NewRun request, string traceParent, RecordBuffer record, ReadOnlyMemory<byte> inputs, DateTimeOffset leaseUntil)
    {
        TakeLane(request.Queue, request.Priority, request.Tenant);
        _startRecord = record;
        _startInputs = inputs;
        _progress = RunProgress.For(_workflow.Definition, _workflow.Definition.Shape, request.CreatedAt, traceParent);
        _progress.Recorded(record.Length);
        _lastSequence = 1;
        LeaseUntil = leaseUntil;
        Epoch = 1;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Cancellation was asked for, durably. Any thread, at any time.</summary>
    public void RequestCancel(DateTimeOffset at)
    {
        _cancelRequestedAt ??= at;
        Interlocked.MemoryBarrier();
        _executor?.RequestCancel();
    }

    /// <summary>Starts no further step. Any thread, at any time.</summary>
    public void RequestStop(bool cancelSteps)
    {
        _stopRequested = true;
        Interlocked.MemoryBarrier();
        _executor?.RequestStop(cancelSteps);
    }

    /// <summary>The lease is lost, or the time to stop is over: nothing more is written, and nobody waits for steps. Any thread, at any time.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Interlocked.MemoryBarrier();
        _executor?.Abandon();
    }

    /// <summary>See <see cref="WorkflowExecutor.Look"/>; null also while the run is being read.</summary>
    public ExecutorRest? Look() => _executor?.Look();

    /// <summary>Whether nobody drives the run, be it for a commit that has no answer.</summary>
    public bool IsIdle => _executor?.IsIdle ?? true;

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        var end = ExecutorEnd.Lost;
        try
        {
            end = await ExecuteAsync().ConfigureAwait(false);
        }
        catch (JournalException exception)
        {
            await ParkAsync(exception.Message, exception).ConfigureAwait(false);
        }
        catch (StoreException exception)
        {
            // Could not even be read. The lease goes back, if the store answers by then; if not, it runs out.
            _engine.Log.LoadFailed(RunId, exception);
            end = ExecutorEnd.Stopped;
        }
        catch (Exception exception)
        {
            await ParkAsync($"Workflow '{_workflow.Definition}' could not be brought to run here: {exception.GetType().Name}: {exception.Message}", exception).ConfigureAwait(false);
        }

        _startRecord?.Reset(mayBeRead: false);
        Activity?.Dispose();
        if (end == ExecutorEnd.Stopped)
            await _engine.ReleaseAsync(this).ConfigureAwait(false);
        _engine.OnEnded(this, end);
    }

    private async ValueTask<ExecutorEnd> ExecuteAsync()
    {
        RunFold? fold = null;
        if (_head is not null)
        {
            if (_head.CancelRequestedAt is { } cancelledAt && !_workflow.Definition.MayClose)
                return await CancelWithoutRunningAsync(cancelledAt).ConfigureAwait(false);
            if (_head.ClaimsWithoutProgress > _engine.Options.MaxClaimsWithoutProgress)
                return await ParkPoisonAsync(_head.ClaimsWithoutProgress).ConfigureAwait(false);
            var stored = await LoadAsync().ConfigureAwait(false);
            if (stored is null)
                return ExecutorEnd.Lost;
            if (_cancelRequestedAt is { } requestedAt && !MustClose(stored))
                return await CancelWithoutRunningAsync(requestedAt).ConfigureAwait(false);
            KeepInbox(stored);
            fold = RunFold.Of(stored, _workflow.Definition, _workflow.Nodes);
            _progress = fold.Progress;
            if (_cancelRequestedAt is not null && _progress.ClosingOrNull is { Stuck: not null } stuck)
                return await ParkStuckAsync(stuck).ConfigureAwait(false);
            _cancelRequestedAt ??= _progress.CancelRequestedAt;
            if (Undoes is { } child && _progress.Closing.Status is null && !await TakeOverAsync(child).ConfigureAwait(false))
                return await ParkAsync($"Run '{child}' is to be undone, and is not in the store any more: it was deleted. What it did stands.", null).ConfigureAwait(false);
        }

        Activity = EngineTelemetry.StartRun(RunId, _workflow, _progress!.TraceParent);
        // Not disposed of when the run is lost: a step that was given up may still be going on with the scope's services.
        var scope = _engine.Scopes.CreateAsyncScope();
        var end = ExecutorEnd.Lost;
        try
        {
            end = await DriveAsync(scope.ServiceProvider, fold).ConfigureAwait(false);
            return end;
        }
        finally
        {
            if (!_abandoned && end != ExecutorEnd.Lost)
                await DisposeAsync(scope).ConfigureAwait(false);
        }
    }

    private async ValueTask DisposeAsync(AsyncServiceScope scope)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // What has become of the run is committed, and stands.
            _engine.Log.DisposeFailed(RunId, exception);
        }
    }

    private async ValueTask<ExecutorEnd> DriveAsync(IServiceProvider services, RunFold? fold)
    {
        var executor = _workflow.CreateExecutor(services);
        var progress = _progress!;
        executor.BeginDurable(this, _engine.Time, _workflow.StepLogger, progress.StartedAt, _engine.Options.MaxWaitInMemory);
        if (fold is not null)
        {
            RunRestorer.Restore(fold, RunId, executor);
            executor.EarlierSignals = fold.EarlierSignals(_signalsKnown);
            HandInboxTo(executor);
            if (FindInterrupted(executor) is { } interrupted)
                return await ParkInterruptedAsync(interrupted.Key, interrupted.At).ConfigureAwait(false);
            MeetShape(fold);
        }
        else
        {
            RunRestorer.ReadInputs(_startInputs, RunId, executor);
            _startInputs = default;
            _startRecord!.Reset(mayBeRead: false);
            _startRecord = null;
        }

        if (DueAt(progress) is { } due)
            _engine.Telemetry.TakenUp(_workflow.Definition.Name, _engine.Time.GetUtcNow() - due);

        // Published before the requests are looked at: one that comes in between is seen by one side or by both.
        _executor = executor;
        Interlocked.MemoryBarrier();
        if (_abandoned)
            executor.Abandon();
        if (_stopRequested)
            executor.RequestStop(cancelSteps: false);
        if (_cancelRequestedAt is not null)
            executor.RequestCancel();
        if (WasToldOfSignals)
            LookForSignals();
        return await executor.DriveAsync().ConfigureAwait(false);
    }

    /// <summary>Since when the run was due; null: it was taken over from another worker, and was never due.</summary>
    private DateTimeOffset? DueAt(RunProgress progress)
    {
        if (_lastSequence == 1)
            return progress.StartedAt;
        DateTimeOffset? due = null;
        foreach (ref var node in progress.Nodes.AsSpan())
        {
            if (node.Status == NodeStatus.Waiting && !(node.At >= due))
                due = node.At;
        }
        foreach (var element in progress.Elements.Values.SelectMany(e => e.Open.Values))
        {
            if (element.Status == NodeStatus.Waiting && !(element.At >= due))
                due = element.At;
        }
        return due;
    }

    /// <returns>Null: it is not this activation's any more.</returns>
    /// <exception cref="StoreException">The store does not answer, and the worker has no more time.</exception>
    private async ValueTask<StoredRun?> LoadAsync()
    {
        var stored = await ReadAsync(RunId).ConfigureAwait(false);
        if (stored is null || stored.Head.Epoch != Epoch)
            return null;
        _lastSequence = stored.Head.LastSequence;
        // A request that came after the claim, before this activation could be told.
        if (stored.Head.CancelRequestedAt is { } at)
            _cancelRequestedAt ??= at;
        return stored;
    }

    /// <summary>Reads a run, however long the store takes to answer: a store in trouble says nothing about the run.</summary>
    /// <exception cref="StoreException">The store does not answer, and the worker has no more time.</exception>
    private async ValueTask<StoredRun?> ReadAsync(string runId)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await _store.LoadAsync(runId, CancellationToken.None).ConfigureAwait(false);
            }
            catch (StoreException exception)
            {
                _engine.StoreTrouble.Failed(exception);
                if (_stopRequested || _abandoned || !await _engine.BackOffAsync(failures).ConfigureAwait(false) || _abandoned)
                    throw;
            }
        }
    }

    /// <summary>A step or an element that must not run twice, has begun, and is still needed: what it was told to stop for may be on record.</summary>
    private (NodeKey Key, DateTimeOffset At)? FindInterrupted(WorkflowExecutor executor)
    {
        // Once the steps are over, or are to be, none of them starts again.
        var isOver = _cancelRequestedAt is not null || _progress!.ClosingOrNull?.Status is not null;
        for (var i = 0; i < _workflow.Nodes.Count; i++)
        {
            if (executor.StateOf(i).Status == NodeStatus.Stopped && (_workflow.Definition.NodeArray[i].IsFinally || !isOver))
                return (new NodeKey(i, _progress!.Nodes[i].Round), _progress.Nodes[i].At);
        }
        return isOver ? null : FindInterruptedElement(executor);
    }
}
