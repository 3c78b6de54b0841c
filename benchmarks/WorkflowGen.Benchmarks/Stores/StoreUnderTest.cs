using WorkflowGen.Storage;
using WorkflowGen.Storage.Sqlite;

namespace WorkflowGen.Benchmarks.Stores;

/// <summary>A store, and what the same database does with the same bytes when nothing else is asked of it.</summary>
/// <param name="OpenRaw">Null: there is no database below it.</param>
internal sealed record StoreUnderTest(string Name, Func<string, IWorkflowStore> Create, Func<string, IRawInserts>? OpenRaw)
{
    public static IReadOnlyList<StoreUnderTest> All { get; } =
    [
        new("memory", static _ => new InMemoryWorkflowStore(), null),
        new("SQLite", static folder => new SqliteWorkflowStore($"Data Source={Path.Combine(folder, "store.db")}"), static folder => new RawSqliteInserts(Path.Combine(folder, "raw.db"))),
#if HAS_LITEDB
        new("LiteDB", static folder => new WorkflowGen.Storage.LiteDb.LiteDbWorkflowStore(Path.Combine(folder, "store.litedb")), static folder => new RawLiteDbInserts(Path.Combine(folder, "raw.litedb"))),
#endif
    ];
}

/// <summary>Rows of bytes, so many in a transaction, made durable as strictly as the store does, by one thread that does nothing else.</summary>
internal interface IRawInserts : IDisposable
{
    void Insert(byte[] data, int rows);
}
