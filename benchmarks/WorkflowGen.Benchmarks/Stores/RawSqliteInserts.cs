using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WorkflowGen.Benchmarks.Stores;

/// <summary>One table of a number and bytes, write-ahead log, synchronous=FULL, prepared statements of SQLite itself.</summary>
internal sealed class RawSqliteInserts : IRawInserts
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;

    public RawSqliteInserts(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        var db = _connection.Handle!;
        raw.sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000; CREATE TABLE raw (id INTEGER PRIMARY KEY, data BLOB)");
        // A log that has its full length already is at its fastest: flushes need not make the file longer.
        raw.sqlite3_exec(db, "PRAGMA cache_size = 8; BEGIN; INSERT INTO raw (data) VALUES (zeroblob(17000000)); ROLLBACK; PRAGMA cache_size = -32000");
        raw.sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", out _begin);
        raw.sqlite3_prepare_v2(db, "INSERT INTO raw (data) VALUES (?1)", out _insert);
        raw.sqlite3_prepare_v2(db, "COMMIT", out _commit);
    }

    public void Insert(byte[] data, int rows)
    {
        Step(_begin);
        for (var i = 0; i < rows; i++)
        {
            raw.sqlite3_bind_blob(_insert, 1, data);
            Step(_insert);
        }

        Step(_commit);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _connection.Dispose();
    }

    private static void Step(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException("SQLite failed.");
        raw.sqlite3_reset(statement);
    }
}
