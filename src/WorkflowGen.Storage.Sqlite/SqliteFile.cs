namespace WorkflowGen.Storage.Sqlite;

/// <summary>What is looked at before SQLite gets to see the file, as it would take a few bytes of anything for an empty database, and has one message for a folder, a missing folder and a forbidden one.</summary>
internal static class SqliteFile
{
    private const int SmallestDatabase = 512;

    public static void Prepare(string path)
    {
        if (Directory.Exists(path))
            throw new StoreException(StoreFailure.NotAStore, $"The SQLite store '{path}' is a folder. Name a file in it, for example '{Path.Combine(path, "workflows.db")}'.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFailure.ReadOnly, $"The folder of the SQLite store '{path}' does not exist and cannot be created ({e.Message}). Create it, or name a file elsewhere.", e);
        }

        // A longer file is not opened here: closing it would drop the locks that SQLite has on it in this process.
        var file = new FileInfo(path);
        if (file is not { Exists: true, Length: > 0 and < SmallestDatabase })
            return;
        bool begun = ReadStart(path).AsSpan().StartsWith("SQLite format 3\0"u8);
        throw begun
            ? new StoreException(StoreFailure.Corrupt, $"The SQLite store '{path}' is cut short: {file.Length} bytes are less than any database has. Nothing was changed; restore it from a backup.")
            : new StoreException(StoreFailure.NotAStore, $"'{path}' is not a SQLite database. Nothing was changed; name another file for the store.");
    }

    private static byte[] ReadStart(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFailure.ReadOnly, $"The SQLite store '{path}' cannot be opened ({e.Message}). The process needs access to it.", e);
        }
    }
}
