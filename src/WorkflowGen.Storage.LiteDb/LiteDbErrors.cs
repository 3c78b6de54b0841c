using LiteDB;

namespace WorkflowGen.Storage.LiteDb;

/// <summary>Turns what LiteDB and the files throw into what a store says.</summary>
internal static class LiteDbErrors
{
    private const int NoSpaceUnix = 28, NoSpaceWindows = 112, HandleDiskFull = 39;

    public static StoreException From(Exception e, LiteDbFiles files, bool reading) => e switch
    {
        StoreException store => store,
        UnauthorizedAccessException => new StoreException(StoreFailure.ReadOnly, $"The LiteDB store '{files.Path}' cannot be written to ({e.Message}). The process needs write access to the file and to its folder.", e),
        IOException when IsFull(e) => new StoreException(StoreFailure.DiskFull, $"There is no room left for the LiteDB store '{files.Path}'. What was committed is safe; make room, and the store goes on. ({e.Message})", e),
        IOException when e.Message.Contains("Read-only file system", StringComparison.OrdinalIgnoreCase) =>
            new StoreException(StoreFailure.ReadOnly, $"The LiteDB store '{files.Path}' lies on a read-only file system ({e.Message}). Name a file elsewhere.", e),
        IOException => new StoreException(StoreFailure.Unavailable, $"The LiteDB store '{files.Path}' failed. Whether the change was written is not known; the call may be repeated. ({e.Message})", e),
        LiteException { ErrorCode: LiteException.INVALID_DATAFILE_STATE or LiteException.INVALID_DATABASE } => files.Corrupt(e.Message, e),
        // LiteDB meets a damaged page with whatever the damage leads it to.
        _ when reading => files.Corrupt(e.Message, e),
        _ => new StoreException(StoreFailure.Unavailable, $"The LiteDB store '{files.Path}' failed. Whether the change was written is not known; the call may be repeated. ({e.Message})", e),
    };

    public static StoreException Locked(LiteDbFiles files, Exception e) =>
        new(StoreFailure.Locked, $"The LiteDB store '{files.Path}' is held by another process or another store of this one. A LiteDB store has one process: close the other, or use SQLite. ({e.Message})", e);

    private static bool IsFull(Exception e) => (e.HResult & 0xffff) is NoSpaceUnix or NoSpaceWindows or HandleDiskFull || e.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase);
}
