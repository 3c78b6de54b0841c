using WorkflowGen.Hosting;
using WorkflowGen.Storage.LiteDb;

// Where AddWorkflowGen is, so that it is found without another using.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps runs in LiteDB.</summary>
public static class LiteDbWorkflowGenExtensions
{
    /// <summary>Keeps runs in the LiteDB file that the connection string names. For one process.</summary>
    /// <param name="connectionString">A path, or LiteDB's <c>Filename=orders.litedb</c>. The file and its folder are created where there is none.</param>
    /// <exception cref="ArgumentException">It names no file, or asks for what a store cannot do.</exception>
    public static WorkflowGenBuilder UseLiteDb(this WorkflowGenBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // A bad connection string is the host's to hear of where it is configured, not when it starts.
        _ = LiteDbWorkflowStore.Files(connectionString);
        return builder.UseStore(_ => new LiteDbWorkflowStore(connectionString));
    }
}
