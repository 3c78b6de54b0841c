using System.Runtime.CompilerServices;

namespace WorkflowGen.Storage;

/// <summary>
/// A store on a database that belongs to one thread. The heads of all runs are in memory and answer every question about them; the thread writes batches and reads journals. After any exception of the
/// database the batch's outcome is unknown: it is closed, and the next batch opens it and reads the heads anew.
/// </summary>
internal sealed class OwnedRunStore : IWorkflowStore, IScheduleStore, IBatchWriter<object, object?>
{
    private readonly IRunDatabase _database;
    private readonly string _name;
    private readonly Lock _gate = new();
    private readonly StoreWriteQueue _queue;
    private readonly LaneTurns _turns = new();
    private RunTable _table = new();
    private long _lastKey;
    private bool _open;
    private volatile bool _initialised;
    private volatile bool _disposed;

    public OwnedRunStore(IRunDatabase database, string name)
    {
        (_database, _name) = (database, name);
        _queue = new StoreWriteQueue(this, name);
    }

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        await _queue.ReadAsync<object>(new Opening(), cancellationToken).ConfigureAwait(false);
        _initialised = true;
    }

    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken) => Queue.CreateAsync(run, cancellationToken);

    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => Queue.CommitAsync(commit, cancellationToken);

    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => Queue.ClaimAsync(request, cancellationToken);

    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        Queue.RenewAsync(leases, leaseUntil, cancellationToken);

    public ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken) => Queue.ReleaseAsync(leases, cancellationToken);

    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) => Queue.RequestCancelAsync(runId, at, cancellationToken);

    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => Queue.DeleteEndedAsync(endedBefore, limit, cancellationToken);

    public async ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return await Queue.ReadAsync<StoredRun>(new Loading(runId), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken) => Queue.PutSignalAsync(signal, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Ask(table => table.Find(runId)?.Inbox.After(after) ?? [], cancellationToken);
    }

    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Ask(table => table.Find(runId)?.Head, cancellationToken);
    }

    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(query);
        return Ask(table => table.List(query), cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => Ask(static table => table.Count(), cancellationToken);

    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => Ask(table => table.Depths(now), cancellationToken);

    public ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken) => Queue.CommitScheduleAsync(commit, cancellationToken);

    public ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(name);
        return Ask(table => table.Schedules.GetValueOrDefault(name), cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken) =>
        Ask<IReadOnlyList<StoredSchedule>>(static table => [.. table.Schedules.Values], cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        Ask(table => table.NextDue(now, workflows, queues), cancellationToken);

    public async IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        long last = 0;
        while (await Queue.ReadAsync<IReadOnlyList<JournalEntry>>(new ReadingOn(runId, last), cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var entry in page)
                yield return entry;
            last = page[^1].Sequence;
        }
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return _queue.DisposeAsync();
    }

    void IBatchWriter<object, object?>.Write(ReadOnlySpan<BatchItem<object, object?>> batch)
    {
        try
        {
            if (!_open)
                Open();
            var decided = new RunBatch(_table, _lastKey, _turns);
            foreach (var item in batch)
            {
                if (item.Request is not Reading)
                    StoreWriteQueue.Apply(item, decided);
            }

            decided.Complete();
            if (!decided.Changes.IsEmpty)
                _database.Write(decided.Changes);
            lock (_gate)
                decided.Apply();
            _lastKey = decided.LastKey;

            // Last, so that they see what was just written; they are answered with the batch in any case.
            foreach (var item in batch)
            {
                if (item.Request is Reading reading)
                    item.SetResult(Read(reading));
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    void IBatchWriter<object, object?>.Close() => Close();

    private void Open()
    {
        var table = new RunTable();
        var byKey = new Dictionary<long, RunRecord>();
        long lastKey = 0;
        foreach (var (key, head) in _database.Open())
        {
            var record = new RunRecord(key, head);
            table.Add(record);
            byKey.Add(key, record);
            lastKey = Math.Max(lastKey, key);
        }

        foreach (var (key, signal, waits) in _database.ReadSignals())
        {
            if (byKey.TryGetValue(key, out var record))
                record.Inbox = record.Inbox.Add(signal, waits);
        }

        foreach (var schedule in _database.ReadSchedules())
            table.SetSchedule(schedule.Name, schedule);
        _lastKey = lastKey;
        lock (_gate)
            _table = table;
        _open = true;
    }

    private void Close()
    {
        _open = false;
        _database.Close();
    }

    private object? Read(Reading reading) => reading switch
    {
        Loading load => Load(load.RunId),
        ReadingOn on => _table.Find(on.RunId) is { } run ? Entries(run, on.After) : [],
        _ => null,
    };

    private StoredRun? Load(string runId)
    {
        if (_table.Find(runId) is not { } run)
            return null;
        var snapshot = _database.ReadSnapshot(run.Key);
        var entries = new List<JournalEntry>();
        long last = snapshot?.Sequence ?? 0;
        while (last < run.Head.LastSequence)
        {
            entries.AddRange(Entries(run, last));
            last = entries[^1].Sequence;
        }

        return new StoredRun(run.Head, snapshot, entries) { Signals = run.Inbox.After(0) };
    }

    /// <summary>Some entries, without a gap; none only at the end.</summary>
    private IReadOnlyList<JournalEntry> Entries(RunRecord run, long after)
    {
        var entries = _database.ReadEntries(run.Key, after);
        for (int i = 0; i < Math.Max(entries.Count, after < run.Head.LastSequence ? 1 : 0); i++)
        {
            if (i >= entries.Count || entries[i].Sequence != after + i + 1)
            {
                throw new StoreException(
                    StoreFailure.Corrupt,
                    $"The {_name} store is damaged: run '{run.Head.RunId}' has no journal entry {after + i + 1}, of {run.Head.LastSequence}. Nothing was changed or repaired; restore the file from a backup.");
            }
        }

        return entries;
    }

    private ValueTask<TAnswer> Ask<TAnswer>(Func<RunTable, TAnswer> question, CancellationToken cancellationToken)
    {
        _ = Queue;
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new(question(_table));
    }

    private StoreWriteQueue Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _initialised ? _queue : throw new InvalidOperationException($"The {_name} store has not been opened: call InitializeAsync first.");
        }
    }

    private abstract record Reading;

    private sealed record Opening : Reading;

    private sealed record Loading(string RunId) : Reading;

    private sealed record ReadingOn(string RunId, long After) : Reading;
}
