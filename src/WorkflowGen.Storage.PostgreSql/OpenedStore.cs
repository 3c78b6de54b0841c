using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>What a store consists of once it is open.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlLocation _location;
    private readonly DecidedWork _work;
    private readonly bool _ownsSource;
    private readonly Sessions _sessions;
    private readonly StoreWriteQueue[] _queues;

    public OpenedStore(NpgsqlDataSource source, PostgreSqlLocation location)
    {
        (_source, _location) = (source, location);
        _ownsSource = location.DataSource is null;
        _sessions = new Sessions(source, location);
        var lanes = new Lanes(location.Schema, source);
        var keys = new RunKeys(location.Schema, source);
        var notices = new NoticeSender(location, _sessions);
        _work = new DecidedWork(location, lanes, keys, notices);
        Listener = new NoticeListener(source, location, notices);
        Reads = new PostgreSqlReads(location.Schema, location.Name, lanes);
        Claims = new PostgreSqlClaims(location.Schema, location.Name, lanes, keys);
        Leases = new PostgreSqlLeases(location.Schema, keys, notices);
        Retention = new PostgreSqlRetention(location.Schema);
        Schedules = new PostgreSqlSchedules(location, _work);
        Limits = new PostgreSqlLimits(location.Schema);
        _queues = [.. Enumerable.Range(0, location.CommitConnections).Select(_ => new StoreWriteQueue(new PostgreSqlWriter(source, location, lanes, keys, notices), "PostgreSQL"))];
    }

    public PostgreSqlReads Reads { get; }

    public PostgreSqlClaims Claims { get; }

    public PostgreSqlLeases Leases { get; }

    public PostgreSqlRetention Retention { get; }

    public PostgreSqlSchedules Schedules { get; }

    public PostgreSqlLimits Limits { get; }

    public NoticeListener Listener { get; }

    public ValueTask<StoreTransaction> BeginAsync(LeaseKey lease, CancellationToken cancellationToken) => PostgreSqlStoreTransaction.BeginAsync(_source, lease, _work, _location, cancellationToken);

    /// <summary>Requests about one run go one way, so that they are carried out in the order in which they were made.</summary>
    public StoreWriteQueue QueueOf(string? runId) => _queues.Length == 1 || runId is null ? _queues[0] : _queues[RunPart.Of(runId) % _queues.Length];

    public async ValueTask<TResult> ReadAsync<TArgument, TResult>(Func<NpgsqlConnection, TArgument, CancellationToken, Task<TResult>> read, TArgument argument, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _sessions.AskAsync(read, argument, onlyReads: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The token stops the waiting, not the change.</summary>
    public async ValueTask<TResult> ChangeAsync<TArgument, TResult>(Func<NpgsqlConnection, TArgument, CancellationToken, Task<TResult>> change, TArgument argument, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _sessions.AskAsync(change, argument, onlyReads: false, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues)
            await queue.DisposeAsync().ConfigureAwait(false);
        await Listener.DisposeAsync().ConfigureAwait(false);
        _sessions.Dispose();
        if (_ownsSource)
            await _source.DisposeAsync().ConfigureAwait(false);
    }
}
