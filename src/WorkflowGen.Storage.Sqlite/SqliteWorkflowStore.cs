using System.Runtime.CompilerServices;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>
/// A store in one SQLite file: embedded, durable, and shared by any number of processes of one machine. One thread of each process writes, and commits that arrive together share one transaction and
/// one flush; reads go beside it. Deleting runs leaves room in the file that later ones use; <c>VACUUM</c> gives it back to the disk.
/// </summary>
public sealed class SqliteWorkflowStore : IWorkflowStore, IScheduleStore, ISharedLimits
{
    private readonly SqliteLocation _location;
    private readonly SqliteSchema _schema;
    private readonly SqliteReaders _readers;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private StoreWriteQueue? _queue;
    private bool _disposed;

    /// <summary>A store in the file that the connection string names. Nothing is opened yet.</summary>
    /// <param name="connectionString">Of Microsoft.Data.Sqlite, for example <c>Data Source=orders.db</c>. The file and its folder are created where there is none.</param>
    /// <exception cref="ArgumentException">It names no file.</exception>
    public SqliteWorkflowStore(string connectionString)
        : this(new SqliteStoreOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>A store as the options say. Nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">They name no file.</exception>
    public SqliteWorkflowStore(SqliteStoreOptions options)
        : this(options, SqliteSchema.Current)
    {
    }

    internal SqliteWorkflowStore(SqliteStoreOptions options, SqliteSchema schema)
    {
        _location = SqliteLocation.From(options);
        _schema = schema;
        _readers = new SqliteReaders(_location);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_queue is not null)
                return;
            var writer = new SqliteWriter(_location, _schema);
            // Opening waits for locks and checks the file: not on the caller's thread.
            await Task.Run(() => { SqliteFile.Prepare(_location.Path); writer.Open(); }, CancellationToken.None).ConfigureAwait(false);
            _queue = new StoreWriteQueue(writer, "SQLite");
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken) => Queue.CreateAsync(run, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => Queue.CommitAsync(commit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => Queue.ClaimAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        Queue.RenewAsync(leases, leaseUntil, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken) => Queue.ReleaseAsync(leases, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) => Queue.RequestCancelAsync(runId, at, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => Queue.DeleteEndedAsync(endedBefore, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken) => Queue.PutSignalAsync(signal, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Readers.ReadAsync(SqliteReads.Signals, (runId, after), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Readers.ReadAsync(SqliteReads.Head, runId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Readers.ReadAsync(SqliteReads.Load, runId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(query);
        return Readers.ReadAsync(SqliteReads.List, query, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => Readers.ReadAsync(SqliteReads.Count, 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => Readers.ReadAsync(SqliteReads.Depths, now, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken) => Queue.CommitScheduleAsync(commit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(name);
        return Readers.ReadAsync(ScheduleRow.Get, name, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken) => Readers.ReadAsync(ScheduleRow.List, 0, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<LimitAnswer> EnterLimitAsync(LimitRequest request, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(request);
        return (LimitAnswer)(await Queue.ReadAsync<object>(request, cancellationToken).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public async ValueTask LeaveLimitAsync(string name, LeaseKey lease, string node, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(lease.RunId);
        await Queue.ReadAsync<object>(new LeaveLimit(name, lease, node), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        Readers.ReadAsync(SqliteReads.NextDue, (now, workflows, queues), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        long last = 0;
        while (true)
        {
            // Page by page: a reader that stays in the middle of a history must not keep the log from starting over.
            var page = await Readers.ReadAsync(SqliteReads.History, (runId, last), cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
                yield return entry;
            if (page.Count == 0)
                yield break;
            last = page[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            // The writer goes last: the last connection to close folds the log into the file.
            _readers.Dispose();
            if (_queue is not null)
                await _queue.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private StoreWriteQueue Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _queue ?? throw NotOpened();
        }
    }

    private SqliteReaders Readers
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _queue is null ? throw NotOpened() : _readers;
        }
    }

    private InvalidOperationException NotOpened() => new($"The SQLite store '{_location.Path}' has not been opened: call InitializeAsync first.");
}
