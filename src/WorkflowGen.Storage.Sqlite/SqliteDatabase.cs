using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>A connection to a store's file and its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteDatabase(SqliteConnection connection, string path)
    {
        _connection = connection;
        Path = path;
        Lanes = new LaneRows(this);
    }

    public string Path { get; }

    public LaneRows Lanes { get; }

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Opens the file, creating it where there is none; changes nothing in it.</summary>
    public static SqliteDatabase Open(SqliteLocation location)
    {
        var connection = new SqliteConnection(location.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_extended_result_codes(connection.Handle!, 1);
            raw.sqlite3_busy_timeout(connection.Handle!, (int)location.BusyTimeout.TotalMilliseconds);
            return new SqliteDatabase(connection, location.Path);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteErrors.Create(e.SqliteExtendedErrorCode, e.Message, location.Path, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement for this text, prepared at its first use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqliteStatement(Handle, Path, sql));
        return statement;
    }

    /// <summary>Runs a text once, without keeping it.</summary>
    public void Execute(string sql)
    {
        using var statement = new SqliteStatement(Handle, Path, sql);
        statement.Run();
    }

    /// <summary>The first column of the first row of a text that is run once, as a number.</summary>
    public long QueryNumber(string sql)
    {
        using var statement = new SqliteStatement(Handle, Path, sql);
        long number = statement.Step() ? statement.Number(0) : 0;
        statement.Reset();
        return number;
    }

    /// <summary>The first column of the first row of a text that is run once, as text.</summary>
    public string QueryText(string sql)
    {
        using var statement = new SqliteStatement(Handle, Path, sql);
        string text = statement.Step() ? statement.Text(0) : "";
        statement.Reset();
        return text;
    }

    /// <summary>Whether a transaction is open. SQLite ends it by itself on some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Ends an open transaction without its changes; never throws.</summary>
    public void Rollback()
    {
        if (InTransaction)
            raw.sqlite3_exec(Handle, "ROLLBACK");
        Lanes.Forget();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }
}
