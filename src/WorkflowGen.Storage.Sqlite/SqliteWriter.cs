namespace WorkflowGen.Storage.Sqlite;

/// <summary>
/// The one connection that writes: a batch of requests is a transaction. It takes SQLite's write lock before it looks at anything, so the guards hold against other processes, too.
/// </summary>
internal sealed partial class SqliteWriter(SqliteLocation location, SqliteSchema schema) : IBatchWriter<object, object?>, IStoreWriter
{
    /// <summary>4,000 pages, 16 MB: a checkpoint writes each page once, however many commits changed it.</summary>
    private const int CheckpointPages = 4000;

    /// <summary>The log starts over after a checkpoint that no reader was in the way of. When readers always were, and it has come to this many bytes, the writer waits for them.</summary>
    private const long LargeLog = 128L * 1024 * 1024;

    private const int BatchesBetweenLooks = 64;

    private const int BatchesBeforeGrowing = 32;

    private const string CacheSize = "PRAGMA cache_size = -32000";

    private readonly HeldRuns _held = new();
    private readonly LaneTurns _turns = new();
    private SqliteDatabase? _db;
    private SqliteStatement _begin = null!, _commit = null!, _look = null!, _append = null!;
    private long _dataVersion;
    private int _batches;

    private SqliteDatabase Db => _db!;

    /// <summary>Opens the file on the calling thread, before the first batch.</summary>
    public void Open()
    {
        var db = SqliteDatabase.Open(location);
        try
        {
            schema.Prepare(db, location);
            // fullfsync is what macOS calls a flush that reaches the disk.
            db.Execute(location.Durability == SqliteDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            db.Execute("PRAGMA fullfsync = ON");
            db.Execute($"PRAGMA wal_autocheckpoint = {CheckpointPages}");
            db.Execute($"PRAGMA journal_size_limit = {LargeLog}");
            db.Execute(CacheSize);
            db.Execute("PRAGMA cell_size_check = ON");
            _begin = db.Prepare("BEGIN IMMEDIATE");
            _commit = db.Prepare("COMMIT");
            _look = db.Prepare("PRAGMA data_version");
            _append = db.Prepare(InsertEntry);
            _held.Clear();
            (_dataVersion, _batches) = (-1, 0);
            _db = db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    public void Write(ReadOnlySpan<BatchItem<object, object?>> batch)
    {
        if (_db is null)
            Open();
        try
        {
            _begin.Run();
            ForgetWhatOthersChanged();
            foreach (var item in batch)
                Apply(item);
            _commit.Run();
        }
        catch (Exception e)
        {
            Db.Rollback();
            _held.Clear();
            // After an I/O error SQLite itself may not know what the file holds: the next batch opens it anew.
            if (e is not StoreException { Failure: StoreFailure.DiskFull or StoreFailure.Locked })
                Forget();
            throw;
        }

        if (++_batches == BatchesBeforeGrowing)
            GrowLog();
        if (_batches % BatchesBetweenLooks == 0)
            KeepLogSmall();
    }

    public void Close() => Forget();

    private void Apply(BatchItem<object, object?> item)
    {
        switch (item.Request)
        {
            case LimitRequest enter:
                item.SetResult(EnterLimit(enter));
                break;
            case LeaveLimit leave:
                Leave(leave);
                item.SetResult(null);
                break;
            default:
                StoreWriteQueue.Apply(item, this);
                break;
        }
    }

    /// <summary>The number differs when another connection has committed since the last look; what is remembered of the runs would be stale then.</summary>
    private void ForgetWhatOthersChanged()
    {
        _look.Step();
        long version = _look.Number(0);
        _look.Reset();
        if (version == _dataVersion)
            return;
        _held.Clear();
        _dataVersion = version;
    }

    /// <summary>
    /// A flush that makes a file longer costs the file system several times one that does not. A store that is written to a lot gets its log at the length which it has in the end, once: pages of a
    /// transaction that is rolled back stay in the file, count for nothing and are overwritten.
    /// </summary>
    private void GrowLog()
    {
        long length = CheckpointPages * 4096L;
        if (new FileInfo(location.Path + "-wal") is not { Exists: true } log || log.Length >= length)
            return;
        try
        {
            Db.Execute("PRAGMA cache_spill = 1");
            Db.Execute("PRAGMA cache_size = 8");
            _begin.Run();
            Db.Execute($"INSERT INTO snapshot (run, seq, data) VALUES (-1, 0, zeroblob({length - log.Length}))");
        }
        catch (StoreException)
        {
            // No room, for one: the log grows as it is needed.
        }
        finally
        {
            Db.Rollback();
            Db.Execute(CacheSize);
            Db.Execute("PRAGMA cache_spill = ON");
        }
    }

    private void KeepLogSmall()
    {
        var log = new FileInfo(location.Path + "-wal");
        if (!log.Exists || log.Length < LargeLog)
            return;
        var checkpoint = Db.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        try
        {
            checkpoint.Run();
        }
        catch (StoreException)
        {
            // What was committed is safe in the log; the next look tries again.
        }
    }

    private void Forget()
    {
        _db?.Dispose();
        _db = null;
    }
}
