using System.Text;
using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>
/// A prepared statement that is used again and again: bind, step, reset. It goes below Microsoft.Data.Sqlite, whose command and reader cost more than SQLite's own work for a row of a journal.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly string _path;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 db, string path, string sql)
    {
        (_db, _path) = (db, path);
        Check(raw.sqlite3_prepare_v2(db, sql, out _statement));
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, index, number) : raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
            return this;
        }

        // An empty span is a null pointer, which SQLite takes for NULL.
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, index, ""));
            return this;
        }

        Span<byte> buffer = stackalloc byte[512];
        if (value.Length * 3 > buffer.Length)
            buffer = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        Check(raw.sqlite3_bind_text(_statement, index, buffer[..Encoding.UTF8.GetBytes(value, buffer)]));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>The next row; false: there is none, and the statement is reset.</summary>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result == raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(_statement);
            return false;
        }

        var exception = SqliteErrors.From(_db, result, _path);
        raw.sqlite3_reset(_statement);
        throw exception;
    }

    /// <summary>Runs a statement of which no rows are wanted.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Must follow when a query is left before its last row: until then it keeps its view of the database.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw SqliteErrors.From(_db, result, _path);
    }
}
