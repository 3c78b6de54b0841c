using Microsoft.Data.Sqlite;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>The file of a store, as the user's options name it.</summary>
internal sealed record SqliteLocation(string Path, string ConnectionString, TimeSpan BusyTimeout, SqliteDurability Durability)
{
    /// <exception cref="ArgumentException">The options name no file that a store could keep.</exception>
    public static SqliteLocation From(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.BusyTimeout.Ticks, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BusyTimeout.TotalMilliseconds, int.MaxValue, nameof(options));
        SqliteNativeLibrary.EnsureLoaded();
        var builder = Parse(options.ConnectionString);
        string source = builder.DataSource;
        if (string.IsNullOrWhiteSpace(source))
            throw new ArgumentException("The connection string names no file. Write \"Data Source=orders.db\".", nameof(options));
        if (source.Contains(":memory:", StringComparison.Ordinal) || builder.Mode == SqliteOpenMode.Memory)
            throw new ArgumentException("A SQLite database in memory is no durable store, and each connection would see another. Use the in-memory store, or name a file.", nameof(options));
        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{source}' is a URI. Name the file by its path.", nameof(options));
        if (builder.Mode == SqliteOpenMode.ReadOnly)
            throw new ArgumentException("A store writes to its file: Mode=ReadOnly cannot be.", nameof(options));
        // A later change of the current folder must not lead to another file.
        builder.DataSource = System.IO.Path.GetFullPath(source);
        builder.Pooling = false;
        builder.Cache = SqliteCacheMode.Private;
        return new SqliteLocation(builder.DataSource, builder.ConnectionString, options.BusyTimeout, options.Durability);
    }

    // A bare file name is the likeliest mistake, and the parser's own message shows neither the text nor what to write.
    private static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"'{connectionString}' is not a connection string ({e.Message}) Write \"Data Source=orders.db\".", nameof(connectionString), e);
        }
    }
}
