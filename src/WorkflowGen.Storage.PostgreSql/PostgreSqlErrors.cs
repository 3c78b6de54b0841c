using System.Net.Sockets;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>Turns what goes wrong between here and the server into what a store says: what kind of trouble it is, which store, and what to do.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>Raised by the store's own function when a guard of a batch does not hold: nothing of the batch was written.</summary>
    public const string GuardFailed = "WG001";

    public static StoreException From(Exception e, string name) => e switch
    {
        StoreException store => store,
        PostgresException server => From(server, name),
        _ when Find<TimeoutException>(e) is not null => New(StoreFailure.Unavailable, name, "It did not answer in time. Whether a change was written is not known; the call may be repeated. If this goes on, look for long transactions, or allow a longer CommandTimeout.", e),
        NpgsqlException when Find<SocketException>(e) is { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData } =>
            New(StoreFailure.Unavailable, name, "There is no server to be reached at that address. Start it, or correct Host and Port in the connection string; nothing was changed.", e),
        _ => New(StoreFailure.Unavailable, name, "The connection was lost. Whether a change was written is not known; the call may be repeated.", e),
    };

    /// <summary>Whether everything was rolled back because of what somebody else did at the same time, so that trying again is right.</summary>
    public static bool IsConflict(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or GuardFailed };

    /// <summary>Whether the server refused what one request holds, so that its neighbours would do better without it.</summary>
    public static bool IsRefusedValue(Exception e) => e is PostgresException { SqlState: [('2'), ('2'), ..] or ['5', '4', ..] } or ArgumentException or InvalidCastException or OverflowException;

    /// <summary>Whether the connection is what broke: another one may do.</summary>
    public static bool IsBrokenConnection(Exception e) => e is NpgsqlException and not PostgresException || e is PostgresException { SqlState: ['5', '7', 'P', ..] } || e is IOException || e is SocketException;

    private static StoreException From(PostgresException e, string name)
    {
        var (failure, advice) = e.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                (StoreFailure.Unavailable, "The server does not let this user in. Correct Username and Password in the connection string, or the server's pg_hba.conf; nothing was changed."),
            PostgresErrorCodes.InvalidCatalogName =>
                (StoreFailure.Unavailable, "There is no such database. Create it (createdb), or correct Database in the connection string."),
            PostgresErrorCodes.InsufficientPrivilege =>
                (StoreFailure.ReadOnly, "This user lacks a right. To create the store, it needs CREATE on the database (GRANT CREATE ON DATABASE …), to use one, it must own it or have USAGE on the schema, and SELECT, INSERT, UPDATE, DELETE on its tables and USAGE on its sequences; nothing was changed."),
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                (StoreFailure.ReadOnly, "The server accepts no changes: it is a standby, or default_transaction_read_only is set. Connect to the primary (Target Session Attributes=primary); nothing was changed."),
            PostgresErrorCodes.DiskFull =>
                (StoreFailure.DiskFull, "There is no room left on the server's disk. What was committed is safe; make room, and the store goes on."),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
                (StoreFailure.Corrupt, "The server reports damaged data. Nothing was changed or repaired; restore the database from a backup."),
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded =>
                (StoreFailure.Unavailable, "The server has no connection left. Raise its max_connections, or lower ReadConnections and CommitConnections, or the number of workers; nothing was changed."),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.DatabaseDropped =>
                (StoreFailure.Unavailable, "The server has ended the connection, or is just starting. Whether a change was written is not known; the call may be repeated."),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedFunction =>
                (StoreFailure.NotAStore, "What belongs to the store is no longer there: somebody has dropped or changed it. Restore the schema from a backup, or start the worker anew for an empty one."),
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled =>
                (StoreFailure.Unavailable, "A statement was cancelled, by a timeout or by an administrator; nothing of it was written, and the call may be repeated."),
            _ => (StoreFailure.Unavailable, "Whether a change was written is not known; the call may be repeated."),
        };
        return New(failure, name, $"{advice} (PostgreSQL {e.SqlState}: {e.MessageText})", e);
    }

    private static StoreException New(StoreFailure failure, string name, string advice, Exception inner) =>
        new(failure, $"The PostgreSQL store '{name}' failed. {advice}{(inner is PostgresException ? "" : $" ({inner.Message})")}", inner);

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }

        return null;
    }
}
