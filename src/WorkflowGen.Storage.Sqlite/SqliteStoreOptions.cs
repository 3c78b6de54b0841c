namespace WorkflowGen.Storage.Sqlite;

/// <summary>How a SQLite store is opened.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The connection string of Microsoft.Data.Sqlite; <c>Data Source</c> is the file. A missing file is created, and its folder with it.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>What an acknowledged change survives; the strictest by default.</summary>
    public SqliteDurability Durability { get; set; } = SqliteDurability.Full;

    /// <summary>How long to wait while another process holds the file's lock, before the call fails with <see cref="StoreFailure.Locked"/>. 5 seconds by default.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
