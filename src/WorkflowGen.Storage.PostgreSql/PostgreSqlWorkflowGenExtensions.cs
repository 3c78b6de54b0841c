using WorkflowGen.Hosting;
using WorkflowGen.Storage.PostgreSql;

// Where AddWorkflowGen is, so that it is found without another using.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps runs in PostgreSQL.</summary>
public static class PostgreSqlWorkflowGenExtensions
{
    /// <summary>Keeps runs in the PostgreSQL database that the connection string names, in the schema <c>workflowgen</c>.</summary>
    /// <param name="connectionString">Of Npgsql, for example <c>Host=db;Database=orders;Username=worker;Password=…</c>.</param>
    /// <exception cref="ArgumentException">It names no server.</exception>
    public static WorkflowGenBuilder UsePostgreSql(this WorkflowGenBuilder builder, string connectionString) => builder.UsePostgreSql(options => options.ConnectionString = connectionString);

    /// <summary>Keeps runs in PostgreSQL as the options say.</summary>
    /// <exception cref="ArgumentException">They contradict themselves, or name no server.</exception>
    public static WorkflowGenBuilder UsePostgreSql(this WorkflowGenBuilder builder, Action<PostgreSqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PostgreSqlStoreOptions();
        configure(options);
        // Bad options are the host's to hear of where it is configured, not when it starts.
        _ = PostgreSqlLocation.From(options);
        return builder.UseStore(_ => new PostgreSqlWorkflowStore(options));
    }
}
