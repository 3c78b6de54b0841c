using System.Collections.Concurrent;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>Connections that are kept open and set up for the store's statements; a few of them for reads and claims, which go beside the writers.</summary>
internal sealed class Sessions(NpgsqlDataSource source, PostgreSqlLocation location) : IDisposable
{
    /// <summary>
    /// Statements are prepared once, when the tables may still be empty: the plan has to be the one that is right when they are full. Whoever is frozen in the middle of a transaction loses it soon, so that others can take over its runs. What was
    /// acknowledged is durable, whatever the server's default is.
    /// </summary>
    private const string SetUp = """
        SET enable_seqscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan; SET idle_in_transaction_session_timeout = 10000; SET default_transaction_isolation = 'read committed';
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """;

    private readonly SemaphoreSlim _free = new(location.ReadConnections);
    private readonly ConcurrentStack<NpgsqlConnection> _idle = new();
    private volatile bool _disposed;

    /// <summary>Opens a connection on the calling thread; the caller closes it.</summary>
    public static NpgsqlConnection Open(NpgsqlDataSource source)
    {
        var connection = source.OpenConnection();
        try
        {
            using var command = new NpgsqlCommand(SetUp, connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks the server on one of the connections. What only reads is asked once more when the connection turns out to be broken: the server may have been started anew.</summary>
    public async Task<TResult> AskAsync<TArgument, TResult>(Func<NpgsqlConnection, TArgument, CancellationToken, Task<TResult>> ask, TArgument argument, bool onlyReads, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (bool again = false; ; again = true)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                bool wasIdle = _idle.TryPop(out var connection);
                try
                {
                    connection ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
                    var answer = await ask(connection, argument, cancellationToken).ConfigureAwait(false);
                    Return(connection);
                    return answer;
                }
                catch (Exception e) when (wasIdle && onlyReads && !again && PostgreSqlErrors.IsBrokenConnection(e))
                {
                    Drop(connection);
                    // The others were broken by the same.
                    while (_idle.TryPop(out var other))
                        Drop(other);
                }
                catch (OperationCanceledException)
                {
                    Drop(connection);
                    throw;
                }
                catch (Exception e)
                {
                    Drop(connection);
                    throw PostgreSqlErrors.From(e, location.Name);
                }
            }
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }

    /// <summary>A connection that the store cannot use any more does not go back to a pool, either.</summary>
    public static void Drop(NpgsqlConnection? connection)
    {
        if (connection is null)
            return;
        try
        {
            NpgsqlConnection.ClearPool(connection);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or NotSupportedException)
        {
            // Only idle connections are lost by it.
        }

        connection.Dispose();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = new NpgsqlCommand(SetUp, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Return(NpgsqlConnection connection)
    {
        _idle.Push(connection);
        if (_disposed)
            Dispose();
    }
}
