using System.Data;
using System.Data.Common;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>A step's own transaction, on a connection as the application's data source makes them. The run's rows are locked only while it is committed.</summary>
internal sealed class PostgreSqlStoreTransaction : StoreTransaction
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly DecidedWork _work;
    private readonly PostgreSqlLocation _location;
    private readonly LeaseKey _lease;
    private bool _ended;

    private PostgreSqlStoreTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, LeaseKey lease, DecidedWork work, PostgreSqlLocation location) =>
        (_connection, _transaction, _lease, _work, _location) = (connection, transaction, lease, work, location);

    public override DbTransaction Transaction => _transaction;

    public static async ValueTask<StoreTransaction> BeginAsync(NpgsqlDataSource source, LeaseKey lease, DecidedWork work, PostgreSqlLocation location, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            // What the step commits is as durable as any other commit.
            await using (var strict = new NpgsqlCommand("SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'", connection))
                await strict.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new PostgreSqlStoreTransaction(connection, transaction, lease, work, location);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Sessions.Drop(connection);
            throw PostgreSqlErrors.From(e, location.Name);
        }
    }

    public override async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        if (commit.RunId != _lease.RunId || commit.Epoch != _lease.Epoch)
            throw new ArgumentException($"The transaction was begun for run '{_lease.RunId}' under epoch {_lease.Epoch}, not for '{commit.RunId}' under {commit.Epoch}.", nameof(commit));
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        try
        {
            // The token stops the waiting, not the commit.
            return await Task.Run(() => Commit(commit), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw PostgreSqlErrors.From(e, _location.Name);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _ended = true;
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is broken; with it the server has rolled back.
        }
    }

    private CommitResult Commit(RunCommit commit)
    {
        var batch = _work.Rent();
        RunBatch decided;
        using (var look = new NpgsqlBatch(_connection))
        {
            // A worker that is frozen from here on must not keep others from the run.
            look.BatchCommands.Add(new("SET LOCAL idle_in_transaction_session_timeout = 10000"));
            decided = batch.Lock(look, [commit]);
        }

        if (decided.Commit(commit) == CommitResult.Fenced)
        {
            _transaction.Rollback();
            _work.Return(batch);
            return CommitResult.Fenced;
        }

        using (var write = new NpgsqlBatch(_connection))
        {
            batch.Write(write, decided);
            if (write.BatchCommands.Count > 0)
                write.ExecuteNonQuery();
        }

        _transaction.Commit();
        batch.Written(decided, [commit]);
        _work.Return(batch);
        return CommitResult.Committed;
    }
}
