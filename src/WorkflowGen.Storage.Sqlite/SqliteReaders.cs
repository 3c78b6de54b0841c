using System.Collections.Concurrent;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>A few connections that only read. With a write-ahead log they see what was committed when they began, and neither wait for the writer nor hold it up.</summary>
internal sealed class SqliteReaders(SqliteLocation location) : IDisposable
{
    private const int Limit = 4;

    private readonly SemaphoreSlim _free = new(Limit);
    private readonly ConcurrentStack<SqliteDatabase> _idle = new();
    private volatile bool _disposed;

    /// <summary>Reads on the calling thread, in one transaction: everything read is of one moment.</summary>
    public async ValueTask<TResult> ReadAsync<TArgument, TResult>(Func<SqliteDatabase, TArgument, TResult> read, TArgument argument, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Read(read, argument);
        }
        finally
        {
            _free.Release();
        }
    }

    private TResult Read<TArgument, TResult>(Func<SqliteDatabase, TArgument, TResult> read, TArgument argument)
    {
        var db = _idle.TryPop(out var idle) ? idle : Open();
        bool whole = false;
        try
        {
            db.Prepare("BEGIN").Run();
            var result = read(db, argument);
            db.Prepare("COMMIT").Run();
            whole = true;
            return result;
        }
        finally
        {
            if (!whole)
                db.Dispose();
            else
                Return(db);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var db))
            db.Dispose();
    }

    private void Return(SqliteDatabase db)
    {
        _idle.Push(db);
        if (_disposed)
            Dispose();
    }

    private SqliteDatabase Open()
    {
        var db = SqliteDatabase.Open(location);
        db.Execute("PRAGMA query_only = ON");
        db.Execute("PRAGMA cell_size_check = ON");
        return db;
    }
}
