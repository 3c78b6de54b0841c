using Npgsql;
using WorkflowGen.Tests;

namespace WorkflowGen.Storage.PostgreSql.Tests;

/// <summary>A schema of a test's own, in the server that the tests share; dropped with it.</summary>
internal sealed class TestSchema : IDisposable
{
    private readonly string _connectionString;

    public TestSchema(string? connectionString = null) => _connectionString = connectionString ?? PostgresServer.Shared.ConnectionString;

    public string Name { get; } = $"test_{Guid.NewGuid():N}";

    public PostgreSqlStoreOptions Options(Action<PostgreSqlStoreOptions>? change = null)
    {
        // Tests open and close many stores: what one leaves behind must not stay open until the process ends.
        var options = new PostgreSqlStoreOptions { ConnectionString = _connectionString + ";Connection Idle Lifetime=5;Connection Pruning Interval=2", Schema = Name };
        change?.Invoke(options);
        return options;
    }

    public PostgreSqlWorkflowStore Store(Action<PostgreSqlStoreOptions>? change = null) => new(Options(change));

    public async Task<PostgreSqlWorkflowStore> Opened(Action<PostgreSqlStoreOptions>? change = null)
    {
        var store = Store(change);
        await store.InitializeAsync(default);
        return store;
    }

    public void Run(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql.Replace("$schema", Name, StringComparison.Ordinal), connection);
        command.ExecuteNonQuery();
    }

    public T Ask<T>(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql.Replace("$schema", Name, StringComparison.Ordinal), connection);
        return (T)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        try
        {
            Run("DROP SCHEMA IF EXISTS $schema CASCADE");
        }
        catch (NpgsqlException)
        {
            // A server that was stopped takes it along.
        }
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }
}
