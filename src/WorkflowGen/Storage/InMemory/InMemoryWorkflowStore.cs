using System.Runtime.CompilerServices;

namespace WorkflowGen.Storage;

/// <summary>
/// A store that lives as long as its process: for tests, and for hosts that need no durability. Everything else of the contract holds. One lock guards it all; no call waits for anything else.
/// </summary>
public sealed class InMemoryWorkflowStore : IWorkflowStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InMemoryRun> _runs = new(StringComparer.Ordinal);
    private readonly SortedSet<InMemoryRun> _byPlace = new(Comparer<InMemoryRun>.Create(static (a, b) => a.Place.CompareTo(b.Place)));
    private readonly SortedSet<Due> _due = [];
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
        {
            if (_runs.TryGetValue(run.RunId, out var there))
                return new(new CreateResult(false, there.Head));
            var created = new InMemoryRun(RunTransitions.Create(run), ++_created);
            created.Append(run.Entries);
            _runs.Add(run.RunId, created);
            _byPlace.Add(created);
            AddDue(created);
            return new(new CreateResult(true, created.Head));
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        Enter(cancellationToken);
        lock (_gate)
        {
            if (!_runs.TryGetValue(commit.RunId, out var run) || !RunTransitions.Accepts(run.Head, commit.Epoch, commit.ExpectedSequence))
                return new(CommitResult.Fenced);
            run.Append(commit.Entries);
            if (commit.Snapshot is { } snapshot)
                run.Snapshot = InMemoryRun.Copy(snapshot);
            SetHead(run, RunTransitions.Commit(run.Head, commit));
            return new(CommitResult.Committed);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.TryGetValue(runId, out var run) ? run.Load() : null);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(request);
        Enter(cancellationToken);
        lock (_gate)
        {
            var claimed = new List<InMemoryRun>();
            if (request.RunId is not null)
            {
                if (_runs.TryGetValue(request.RunId, out var run) && RunTransitions.CanClaim(run.Head, request))
                    claimed.Add(run);
            }
            else
            {
                foreach (var due in _due)
                {
                    if (due.At > request.Now.UtcTicks || claimed.Count == request.Limit)
                        break;
                    if (RunTransitions.CanClaim(due.Run.Head, request))
                        claimed.Add(due.Run);
                }
            }

            var heads = new RunHead[claimed.Count];
            for (int i = 0; i < heads.Length; i++)
            {
                SetHead(claimed[i], RunTransitions.Claim(claimed[i].Head, request));
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
                if (_runs.TryGetValue(lease.RunId, out var run) && RunTransitions.IsHeld(run.Head, lease.Epoch))
                    SetHead(run, RunTransitions.Renew(run.Head, leaseUntil));
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
                if (_runs.TryGetValue(lease.RunId, out var run) && RunTransitions.IsHeld(run.Head, lease.Epoch))
                    SetHead(run, RunTransitions.Release(run.Head));
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
        {
            if (!_runs.TryGetValue(runId, out var run))
                return new((RunHead?)null);
            SetHead(run, RunTransitions.RequestCancel(run.Head, at));
            return new(run.Head);
        }
    }

    /// <inheritdoc/>
    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        Enter(cancellationToken);
        lock (_gate)
            return new(_runs.GetValueOrDefault(runId)?.Head);
    }

    /// <inheritdoc/>
    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(query);
        Enter(cancellationToken);
        RunPlace? after = query.After is null ? null : RunPlace.Parse(query.After);
        lock (_gate)
        {
            var runs = new List<RunHead>();
            foreach (var run in _byPlace.Reverse())
            {
                if (after is { } place && run.Place.CompareTo(place) >= 0)
                    continue;
                if ((query.Workflow is not null && run.Head.Workflow != query.Workflow) || (query.Status is not null && run.Head.Status != query.Status))
                    continue;
                if (runs.Count == query.Limit)
                    return new(new RunPage(runs, RunPlace.Of(runs[^1]).ToString()));
                runs.Add(run.Head);
            }

            return new(new RunPage(runs, null));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            var counts = new Dictionary<RunStatus, long>();
            foreach (var run in _runs.Values)
                counts[run.Head.Status] = counts.GetValueOrDefault(run.Head.Status) + 1;
            return new(counts);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            foreach (var due in _due.GetViewBetween(new Due(now.UtcTicks, long.MaxValue, null!), new Due(long.MaxValue, long.MaxValue, null!)))
            {
                if (workflows is null || workflows.Contains(new WorkflowKey(due.Run.Head.Workflow, due.Run.Head.Version)))
                    return new(new DateTimeOffset(due.At, TimeSpan.Zero));
            }

            return new((DateTimeOffset?)null);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        JournalEntry[] entries;
        Enter(cancellationToken);
        lock (_gate)
            entries = _runs.TryGetValue(runId, out var run) ? [.. run.Entries] : [];
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
            var ended = _runs.Values.Where(run => run.Head.Status.IsTerminal() && run.Head.UpdatedAt < endedBefore).OrderBy(static run => run.Head.UpdatedAt).Take(limit).ToList();
            foreach (var run in ended)
            {
                _runs.Remove(run.Head.RunId);
                _byPlace.Remove(run);
            }

            return new(ended.Count);
        }
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

    private void SetHead(InMemoryRun run, RunHead head)
    {
        if (ReferenceEquals(run.Head, head))
            return;
        bool moved = RunTransitions.DueAt(run.Head) != RunTransitions.DueAt(head);
        if (moved)
            RemoveDue(run);
        run.Head = head;
        if (moved)
            AddDue(run);
    }

    private void AddDue(InMemoryRun run)
    {
        if (RunTransitions.DueAt(run.Head) is { } at)
            _due.Add(new Due(at.UtcTicks, run.Order, run));
    }

    private void RemoveDue(InMemoryRun run)
    {
        if (RunTransitions.DueAt(run.Head) is { } at)
            _due.Remove(new Due(at.UtcTicks, run.Order, run));
    }

    /// <summary>A run by when it is due; at one instant the one that was created first goes first.</summary>
    private readonly record struct Due(long At, long Order, InMemoryRun Run) : IComparable<Due>
    {
        public int CompareTo(Due other)
        {
            int byTime = At.CompareTo(other.At);
            return byTime != 0 ? byTime : Order.CompareTo(other.Order);
        }
    }
}
