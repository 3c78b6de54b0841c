using System.Runtime.CompilerServices;

namespace WorkflowGen.Storage;

/// <summary>
/// A store that lives as long as its process: for tests, and for hosts that need no durability. Everything else of the contract holds. One lock guards it all; no call waits for anything else.
/// </summary>
public sealed class InMemoryWorkflowStore : IWorkflowStore, IScheduleStore
{
    private readonly Lock _gate = new();
    private readonly RunTable _runs = new();
    private readonly LaneTurns _turns = new();
    private long _created;
    private volatile bool _disposed;

    /// <inheritdoc/>
    public ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(run);
        Enter(cancellationToken);
        lock (_gate)
            return new(Create(run));
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        Enter(cancellationToken);
        lock (_gate)
        {
            if (Find(commit.RunId) is not { } run || !RunTransitions.Accepts(run.Head, commit.Epoch, commit.ExpectedSequence))
                return new(CommitResult.Fenced);
            run.Append(commit.Entries);
            if (commit.Snapshot is { } snapshot)
                run.Snapshot = InMemoryRun.Copy(snapshot);
            foreach (long signal in commit.ConsumedSignals)
            {
                if (run.Inbox.TryConsume(signal, out _, out var rest))
                    run.Inbox = rest;
            }

            _runs.SetHead(run, RunTransitions.Commit(run.Head, commit));
            foreach (var start in commit.Starts)
                Create(start);
            foreach (var signal in commit.Signals)
                Put(signal);
            foreach (string cancelled in commit.Cancels)
                RequestCancel(cancelled, commit.At);
            return new(CommitResult.Committed);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        Enter(cancellationToken);
        lock (_gate)
            return new(Find(runId)?.Load());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(request);
        Enter(cancellationToken);
        lock (_gate)
        {
            var claimed = Claimable(request);
            var heads = new RunHead[claimed.Count];
            for (int i = 0; i < heads.Length; i++)
            {
                _runs.SetHead(claimed[i], RunTransitions.Claim(claimed[i].Head, request));
                heads[i] = claimed[i].Head;
            }

            return new(heads);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        Enter(cancellationToken);
        lock (_gate)
        {
            List<LeaseKey>? lost = null;
            foreach (var lease in leases)
            {
                if (_runs.Find(lease.RunId) is { } run && RunTransitions.IsHeld(run.Head, lease.Epoch))
                    _runs.SetHead(run, RunTransitions.Renew(run.Head, leaseUntil));
                else
                    (lost ??= []).Add(lease);
            }

            return new((IReadOnlyList<LeaseKey>?)lost ?? []);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        Enter(cancellationToken);
        lock (_gate)
        {
            foreach (var lease in leases)
            {
                if (_runs.Find(lease.RunId) is { } run && RunTransitions.IsHeld(run.Head, lease.Epoch))
                    _runs.SetHead(run, RunTransitions.Release(run.Head));
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        Enter(cancellationToken);
        lock (_gate)
            return new(RequestCancel(runId, at));
    }

    /// <inheritdoc/>
    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(signal);
        Enter(cancellationToken);
        lock (_gate)
            return new(Put(signal));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.Find(runId)?.Inbox.After(after) ?? []);
    }

    /// <inheritdoc/>
    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.Find(runId)?.Head);
    }

    /// <inheritdoc/>
    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(query);
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.List(query));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.Count());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.Depths(now));
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.NextDue(now, workflows, queues));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        JournalEntry[] entries;
        Enter(cancellationToken);
        lock (_gate)
            entries = Find(runId) is { } run ? [.. run.Entries] : [];
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Enter(cancellationToken);
        lock (_gate)
        {
            var ended = _runs.EndedBefore(endedBefore).Take(limit).ToList();
            foreach (var run in ended)
                _runs.Remove(run);
            return new(ended.Count);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        Enter(cancellationToken);
        lock (_gate)
        {
            if ((_runs.Schedules.GetValueOrDefault(commit.Name)?.Revision ?? 0) != commit.ExpectedRevision)
                return new((long?)null);
            _runs.SetSchedule(commit.Name, commit.State is { } state ? StoredSchedule.After(commit, state.ToArray()) : null);
            foreach (var start in commit.Starts)
                Create(start);
            foreach (string cancelled in commit.Cancels)
                RequestCancel(cancelled, commit.At);
            return new(commit.ExpectedRevision + 1);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(name);
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.Schedules.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new([.. _runs.Schedules.Values]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return default;
    }

    private void Enter(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private CreateResult Create(NewRun run)
    {
        if (_runs.Find(run.RunId) is { } there)
            return new CreateResult(false, there.Head);
        var created = new InMemoryRun(++_created, RunTransitions.Create(run));
        created.Append(run.Entries);
        _runs.Add(created);
        return new CreateResult(true, created.Head);
    }

    private PutSignalResult Put(RunSignal signal)
    {
        if (_runs.Find(signal.RunId) is not { } run)
            return PutSignalResult.NotFound;
        // A repeat learns that the first was taken even when the run has ended by it.
        if (run.Inbox.HasKey(signal))
            return PutSignalResult.Duplicate;
        if (run.Head.Status.IsTerminal())
            return PutSignalResult.Ended;
        var head = RunTransitions.PutSignal(run.Head, signal.At);
        run.Inbox = run.Inbox.Add(SignalInbox.Stored(signal, head.LastSignal));
        _runs.SetHead(run, head);
        return PutSignalResult.Accepted;
    }

    private RunHead? RequestCancel(string runId, DateTimeOffset at)
    {
        if (_runs.Find(runId) is not { } run)
            return null;
        _runs.SetHead(run, RunTransitions.RequestCancel(run.Head, at));
        return run.Head;
    }

    private List<RunRecord> Claimable(ClaimRequest request)
    {
        if (request.RunId is not null)
            return _runs.Find(request.RunId) is { } named && RunTransitions.CanClaim(named.Head, request) ? [named] : [];
        var lanes = _runs.DueBy(request.Now, request.Queues);
        for (int i = 0; i < lanes.Count; i++)
            lanes[i] = lanes[i] with { Runs = lanes[i].Runs.Where(entry => RunTransitions.CanClaim(entry.Run.Head, request)) };
        return _turns.Take(lanes, request.Limit);
    }

    private InMemoryRun? Find(string runId) => (InMemoryRun?)_runs.Find(runId);
}
