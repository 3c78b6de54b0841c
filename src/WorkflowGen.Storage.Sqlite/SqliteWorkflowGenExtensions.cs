using WorkflowGen.Hosting;
using WorkflowGen.Storage.Sqlite;

// Where AddWorkflowGen is, so that it is found without another using.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps runs in SQLite.</summary>
public static class SqliteWorkflowGenExtensions
{
    /// <summary>Keeps runs in the SQLite file that the connection string names.</summary>
    /// <param name="connectionString">Of Microsoft.Data.Sqlite, for example <c>Data Source=orders.db</c>. The file and its folder are created where there is none.</param>
    /// <exception cref="ArgumentException">It names no file.</exception>
    public static WorkflowGenBuilder UseSqlite(this WorkflowGenBuilder builder, string connectionString) => builder.UseSqlite(options => options.ConnectionString = connectionString);

    /// <summary>Keeps runs in SQLite as the options say.</summary>
    /// <exception cref="ArgumentException">They name no file.</exception>
    public static WorkflowGenBuilder UseSqlite(this WorkflowGenBuilder builder, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SqliteStoreOptions();
        configure(options);
        // Bad options are the host's to hear of where it is configured, not when it starts.
        _ = SqliteLocation.From(options);
        return builder.UseStore(_ => new SqliteWorkflowStore(options));
    }
}
