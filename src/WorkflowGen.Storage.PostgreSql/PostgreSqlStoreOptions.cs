using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>How a PostgreSQL store is opened.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>The schema that a store lies in unless it is told otherwise.</summary>
    public const string DefaultSchema = "workflowgen";

    /// <summary>The connection string of Npgsql, for example <c>Host=db;Database=orders;Username=worker;Password=…</c>. The database must be there; the schema is created where there is none.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A data source of the application's own, instead of <see cref="ConnectionString"/>. The store does not dispose of it. Its connections must be sessions (no pooler in transaction mode between).</summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>The schema in which the store lies: <c>workflowgen</c> by default. 1 to 63 lower-case letters, digits and <c>_</c>, not beginning with a digit. It belongs to the store alone.</summary>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>How many connections commit at once, each in transactions of its own; 1 to 16, 2 by default. A run's commits always go by the same one.</summary>
    public int CommitConnections { get; set; } = 2;

    /// <summary>How many connections read and claim at once, at most; 1 to 256, 8 by default.</summary>
    public int ReadConnections { get; set; } = 8;

    /// <summary>How long a statement may take before the call fails with <see cref="StoreFailure.Unavailable"/>. 30 seconds by default.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether workers tell each other what they have done (<c>LISTEN/NOTIFY</c>, one connection per worker); true by default. Without it, a worker finds out when it next looks.</summary>
    public bool NoticesEnabled { get; set; } = true;
}
