using LiteDB;

namespace WorkflowGen.Storage.LiteDb;

/// <summary>
/// A store in one LiteDB file, for one process. What is acknowledged survives a killed process, and a power loss on storage that honours a flush. One thread owns the database; commits that arrive
/// together share one transaction and one flush. The head of each run is kept in memory (some 500 bytes), with its signals that wait and the keys of those that came: delete ended runs by retention.
/// </summary>
/// <remarks>Not promised: several processes (the second is refused), encryption, an entry or snapshot above <see cref="MaxEntrySize"/>. The file does not become smaller when runs are deleted.</remarks>
public sealed class LiteDbWorkflowStore : IWorkflowStore, IScheduleStore
{
    /// <summary>The largest entry or snapshot, in bytes: LiteDB's documents end at 16 MB.</summary>
    public const int MaxEntrySize = 16_000_000;

    private readonly OwnedRunStore _store;

    /// <summary>A store in the file. Nothing is opened yet.</summary>
    /// <param name="connectionString">A path, or LiteDB's <c>Filename=orders.litedb</c>. The file and its folder are created where there is none.</param>
    /// <exception cref="ArgumentException">It names no file, or asks for what a store cannot do.</exception>
    public LiteDbWorkflowStore(string connectionString)
        : this(new LiteDbRunDatabase(Files(connectionString)))
    {
    }

    internal LiteDbWorkflowStore(LiteDbRunDatabase database) => _store = new OwnedRunStore(database, "LiteDB");

    internal static LiteDbFiles Files(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var parsed = Parse(connectionString);
        if (string.IsNullOrWhiteSpace(parsed.Filename))
            throw new ArgumentException("The connection string names no file. Write \"Filename=orders.litedb\".", nameof(connectionString));
        if (parsed.Filename.StartsWith(':'))
            throw new ArgumentException("A LiteDB database in memory is no durable store. Use the in-memory store, or name a file.", nameof(connectionString));
        if (parsed.Password is not null || parsed.ReadOnly || parsed.Connection != ConnectionType.Direct)
            throw new ArgumentException("A LiteDB store has no password, writes to its file and does not share it.", nameof(connectionString));
        return new LiteDbFiles(parsed.Filename);
    }

    private static ConnectionString Parse(string connectionString)
    {
        try
        {
            return new ConnectionString(connectionString);
        }
        catch (Exception e)
        {
            // LiteDB's parser runs out of the text's end, for one.
            throw new ArgumentException("The connection string cannot be read. Write \"Filename=orders.litedb\".", nameof(connectionString), e);
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync(CancellationToken cancellationToken) => _store.InitializeAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An entry is larger than <see cref="MaxEntrySize"/>.</exception>
    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        CheckSizes(run.Entries, null);
        return _store.CreateAsync(run, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An entry or the snapshot is larger than <see cref="MaxEntrySize"/>.</exception>
    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        CheckSizes(commit.Entries, commit.Snapshot);
        for (int i = 0; i < commit.Starts.Count; i++)
            CheckSizes(commit.Starts[i].Entries, null);
        for (int i = 0; i < commit.Signals.Count; i++)
            CheckSize(commit.Signals[i]);
        return _store.CommitAsync(commit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken) => _store.LoadAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => _store.ClaimAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        _store.RenewAsync(leases, leaseUntil, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken) => _store.ReleaseAsync(leases, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) => _store.RequestCancelAsync(runId, at, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is larger than <see cref="MaxEntrySize"/>.</exception>
    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        CheckSize(signal);
        return _store.PutSignalAsync(signal, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken) => _store.ReadSignalsAsync(runId, after, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken) => _store.GetAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) => _store.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => _store.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => _store.CountDueAsync(now, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The state, or an entry of a run that it starts, is larger than <see cref="MaxEntrySize"/>.</exception>
    public ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.State is { Length: > MaxEntrySize })
            throw new ArgumentException($"A schedule's state has at most {MaxEntrySize} bytes in a LiteDB store.", nameof(commit));
        for (int i = 0; i < commit.Starts.Count; i++)
            CheckSizes(commit.Starts[i].Entries, null);
        return _store.CommitScheduleAsync(commit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken) => _store.GetScheduleAsync(name, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken) => _store.ListSchedulesAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        _store.NextDueAsync(now, workflows, queues, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken) => _store.ReadHistoryAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => _store.DeleteEndedAsync(endedBefore, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static void CheckSize(RunSignal signal)
    {
        if (signal.Payload.Length > MaxEntrySize)
            throw new ArgumentException($"A signal has at most {MaxEntrySize} bytes in a LiteDB store.", nameof(signal));
    }

    private static void CheckSizes(IReadOnlyList<JournalEntry> entries, JournalEntry? snapshot)
    {
        ArgumentNullException.ThrowIfNull(entries);
        bool tooLarge = snapshot?.Data.Length > MaxEntrySize;
        for (int i = 0; i < entries.Count; i++)
            tooLarge |= entries[i].Data.Length > MaxEntrySize;
        if (tooLarge)
            throw new ArgumentException($"An entry or snapshot has at most {MaxEntrySize} bytes in a LiteDB store.", nameof(entries));
    }
}
