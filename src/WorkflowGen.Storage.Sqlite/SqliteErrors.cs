using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into what a store says: what kind of trouble it is, which file, and what to do.</summary>
internal static class SqliteErrors
{
    private const int IoErrorShmSize = 10 | (19 << 8), IoErrorShortRead = 10 | (2 << 8);

    public static StoreException From(sqlite3? db, int result, string path)
    {
        int extended = db is null ? result : raw.sqlite3_extended_errcode(db);
        // A later call on the connection may have replaced the code that the caller saw.
        if ((extended & 0xff) != (result & 0xff))
            extended = result;
        string said = db is null ? raw.sqlite3_errstr(result).utf8_to_string() : raw.sqlite3_errmsg(db).utf8_to_string();
        return Create(extended, said, path);
    }

    public static StoreException Create(int extended, string said, string path, Exception? inner = null)
    {
        var (failure, advice) = (extended & 0xff, extended) switch
        {
            (_, IoErrorShmSize) or (raw.SQLITE_FULL, _) =>
                (StoreFailure.DiskFull, "There is no room left for it. What was committed is safe; make room, and the store goes on."),
            (_, IoErrorShortRead) or (raw.SQLITE_CORRUPT, _) =>
                (StoreFailure.Corrupt, "The file is damaged or cut short. Nothing was changed or repaired; restore it from a backup, together with its -wal file if there is one."),
            (raw.SQLITE_NOTADB, _) =>
                (StoreFailure.NotAStore, "It is not a SQLite database, or its beginning is damaged. Nothing was changed; name another file."),
            (raw.SQLITE_BUSY or raw.SQLITE_LOCKED, _) =>
                (StoreFailure.Locked, "Another process or connection holds its lock. Close that, or allow a longer BusyTimeout; the call may be repeated."),
            (raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH, _) =>
                (StoreFailure.ReadOnly, "It cannot be written to. The process needs write access to the file and to its folder."),
            (raw.SQLITE_CANTOPEN, _) =>
                (StoreFailure.ReadOnly, "It cannot be opened or created. The process needs write access to the file and to its folder."),
            _ => (StoreFailure.Unavailable, "Whether the change was written is not known; the call may be repeated."),
        };
        return new StoreException(failure, $"The SQLite store '{path}' failed. {advice} (SQLite {extended}: {said})", inner);
    }
}
