using System.Runtime.CompilerServices;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>
/// A store in a schema of a PostgreSQL database, shared by any number of workers on any number of machines. A few connections write, and commits that arrive together share one transaction and one flush; reads and claims go beside them.
/// What is acknowledged is durable as <c>synchronous_commit</c> says, which is <c>on</c> at least.
/// </summary>
public sealed partial class PostgreSqlWorkflowStore : IWorkflowStore
{
    private readonly PostgreSqlLocation _location;
    private readonly PostgreSqlSchema _schema;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private OpenedStore? _opened;
    private volatile bool _disposed;

    /// <summary>A store in the schema <c>workflowgen</c> of the database that the connection string names. Nothing is opened yet.</summary>
    /// <param name="connectionString">Of Npgsql, for example <c>Host=db;Database=orders;Username=worker;Password=…</c>.</param>
    /// <exception cref="ArgumentException">It names no server.</exception>
    public PostgreSqlWorkflowStore(string connectionString)
        : this(new PostgreSqlStoreOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>A store as the options say. Nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">They contradict themselves, or name no server.</exception>
    public PostgreSqlWorkflowStore(PostgreSqlStoreOptions options)
        : this(options, PostgreSqlSchema.Current)
    {
    }

    internal PostgreSqlWorkflowStore(PostgreSqlStoreOptions options, PostgreSqlSchema schema) => (_location, _schema) = (PostgreSqlLocation.From(options), schema);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_opened is not null)
                return;
            var source = _location.DataSource ?? NpgsqlDataSource.Create(_location.ConnectionString!);
            try
            {
                // Connecting and migrating wait for the server: not on the caller's thread.
                await Task.Run(() => Prepare(source), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                if (_location.DataSource is null)
                    await source.DisposeAsync().ConfigureAwait(false);
                throw e is StoreException ? e : PostgreSqlErrors.From(e, _location.Name);
            }

            _opened = new OpenedStore(source, _location);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Opened.QueueOf(run.RunId).CreateAsync(run, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return Opened.QueueOf(commit.RunId).CommitAsync(commit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(request);
        return Opened.ChangeAsync(Opened.Claims.ClaimAsync, request, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        return Opened.ChangeAsync(Opened.Leases.RenewAsync, (leases.ToArray(), leaseUntil), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        await Opened.ChangeAsync(Opened.Leases.ReleaseAsync, leases.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Opened.QueueOf(runId).RequestCancelAsync(runId, at, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return Opened.QueueOf(signal.RunId).PutSignalAsync(signal, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return Opened.ChangeAsync(Opened.Retention.DeleteAsync, (endedBefore, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Opened.ReadAsync(Opened.Reads.SignalsAsync, (runId, after), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Opened.ReadAsync(Opened.Reads.HeadAsync, runId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return Opened.ReadAsync(Opened.Reads.LoadAsync, runId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(query);
        return Opened.ReadAsync(Opened.Reads.ListAsync, query, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => Opened.ReadAsync(Opened.Reads.CountAsync, 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => Opened.ReadAsync(Opened.Reads.DepthsAsync, now, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        Opened.ReadAsync(Opened.Claims.NextDueAsync, (now, workflows, queues), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        long last = 0;
        while (true)
        {
            // Page by page: a reader that stays in the middle of a history must not keep a connection, nor the server's old rows.
            var page = await Opened.ReadAsync(Opened.Reads.HistoryAsync, (runId, last), cancellationToken).ConfigureAwait(false);
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
            if (_opened is not null)
                await _opened.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private void Prepare(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        _schema.Prepare(connection, _location);
    }

    private OpenedStore Opened
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _opened ?? throw new InvalidOperationException($"The PostgreSQL store '{_location.Name}' has not been opened: call InitializeAsync first.");
        }
    }
}
