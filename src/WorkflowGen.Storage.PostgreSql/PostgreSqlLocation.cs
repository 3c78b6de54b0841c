using System.Globalization;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>The database and schema of a store, as the user's options name them.</summary>
/// <param name="ConnectionString">Null: the user gives the data source.</param>
/// <param name="DataSource">The user's data source.</param>
/// <param name="Schema">The schema's name; needs no quotes.</param>
/// <param name="Name">What the store is called in messages: server, database and schema, and never a password.</param>
internal sealed record PostgreSqlLocation(string? ConnectionString, NpgsqlDataSource? DataSource, string Schema, string Name, int CommitConnections, int ReadConnections, int CommandTimeoutSeconds, bool NoticesEnabled)
{
    private const string Example = "Write \"Host=db.example.com;Database=orders;Username=worker;Password=…\".";

    /// <exception cref="ArgumentException">The options name no server, or contradict themselves.</exception>
    public static PostgreSqlLocation From(PostgreSqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsSchema(options.Schema))
            throw new ArgumentException($"'{options.Schema}' cannot be the schema of a store: that has 1 to 63 lower-case letters (a to z), digits or '_', begins with no digit and not with 'pg_'.", nameof(options));
        if (options.CommitConnections is < 1 or > 16)
            throw new ArgumentException($"CommitConnections is from 1 to 16, not {options.CommitConnections}.", nameof(options));
        if (options.ReadConnections is < 1 or > 256)
            throw new ArgumentException($"ReadConnections is from 1 to 256, not {options.ReadConnections}.", nameof(options));
        if (options.CommandTimeout < TimeSpan.FromSeconds(1) || options.CommandTimeout > TimeSpan.FromDays(1))
            throw new ArgumentException($"CommandTimeout is from a second to a day, not {options.CommandTimeout}.", nameof(options));
        if (options.DataSource is not null && options.ConnectionString.Length > 0)
            throw new ArgumentException("A store has a connection string or a data source, not both.", nameof(options));
        var builder = options.DataSource is { } source ? new NpgsqlConnectionStringBuilder(source.ConnectionString) : Parse(options.ConnectionString);
        string name = string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}, schema {options.Schema}");
        return new(
            options.DataSource is null ? Completed(builder, options) : null,
            options.DataSource,
            options.Schema,
            name,
            options.CommitConnections,
            options.ReadConnections,
            (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),
            options.NoticesEnabled);
    }

    private static bool IsSchema(string? name) =>
        name is { Length: >= 1 and <= 63 } && !char.IsAsciiDigit(name[0]) && !name.StartsWith("pg_", StringComparison.Ordinal) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    // The parser's own message shows neither the text nor what to write; the text may hold a password.
    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new ArgumentException($"The connection string cannot be read ({e.Message}) {Example}", nameof(connectionString), e);
        }

        if (string.IsNullOrWhiteSpace(builder.Host))
            throw new ArgumentException($"The connection string names no server. {Example}", nameof(connectionString));
        if (builder.Multiplexing)
            throw new ArgumentException("A store keeps sessions of its own: Multiplexing cannot be.", nameof(connectionString));
        return builder;
    }

    /// <summary>What the application has not said itself.</summary>
    private static string Completed(NpgsqlConnectionStringBuilder builder, PostgreSqlStoreOptions options)
    {
        if (!builder.ContainsKey("Application Name"))
            builder.ApplicationName = "WorkflowGen";
        // A dead server is noticed although nothing is sent to it.
        if (!builder.ContainsKey("Tcp Keepalive") && !builder.ContainsKey("Keepalive"))
            builder.KeepAlive = 30;
        // A batch leaves in few pieces.
        if (!builder.ContainsKey("Write Buffer Size"))
            builder.WriteBufferSize = 65536;
        builder.CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
        return builder.ConnectionString;
    }
}
