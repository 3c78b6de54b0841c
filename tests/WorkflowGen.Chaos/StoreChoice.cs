using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Storage.PostgreSql;
using WorkflowGen.Storage.Sqlite;

namespace WorkflowGen.Chaos;

/// <summary>Where the runs lie, as a text that workers are given: <c>sqlite:FILE</c> or <c>postgres:CONNECTION</c>.</summary>
internal static class StoreChoice
{
    public static void Use(WorkflowGenBuilder builder, string store)
    {
        var broken = Environment.GetEnvironmentVariable(BrokenStore.Variable);
        builder.UseStore(_ => string.IsNullOrEmpty(broken) ? Open(store) : new BrokenStore(Open(store), broken));
    }

    private static IWorkflowStore Open(string store)
    {
        var colon = store.IndexOf(':', StringComparison.Ordinal);
        var (kind, place) = colon > 0 ? (store[..colon], store[(colon + 1)..]) : (store, "");
        return kind switch
        {
            "sqlite" => new SqliteWorkflowStore($"Data Source={place}"),
            "postgres" => new PostgreSqlWorkflowStore(new PostgreSqlStoreOptions { ConnectionString = place }),
            _ => throw new ArgumentException($"'{store}' names no store: write sqlite:FILE or postgres:CONNECTION.", nameof(store)),
        };
    }
}
