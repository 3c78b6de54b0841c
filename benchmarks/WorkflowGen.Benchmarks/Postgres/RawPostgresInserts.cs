using Npgsql;
using NpgsqlTypes;
using WorkflowGen.Benchmarks.Stores;

namespace WorkflowGen.Benchmarks.Postgres;

/// <summary>One table of a number and bytes; all rows of a transaction in one prepared statement with an array: the fastest inserts that are not a COPY.</summary>
internal sealed class RawPostgresInserts : IRawInserts
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _insert;
    private readonly NpgsqlParameter<byte[][]> _rows = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    public RawPostgresInserts(string connectionString, string table)
    {
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
        using (var create = new NpgsqlCommand($"CREATE TABLE {table} (id bigserial PRIMARY KEY, data bytea NOT NULL)", _connection))
            create.ExecuteNonQuery();
        _insert = new NpgsqlCommand($"INSERT INTO {table} (data) SELECT * FROM unnest($1)", _connection);
        _rows.TypedValue = [];
        _insert.Parameters.Add(_rows);
        _insert.Prepare();
    }

    public void Insert(byte[] data, int rows)
    {
        if (_rows.TypedValue!.Length != rows)
            _rows.TypedValue = [.. Enumerable.Repeat(data, rows)];
        _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}

/// <summary>The same table; a prepared INSERT for each row, all of a transaction sent in one batch: what a program does that batches its inserts.</summary>
internal sealed class BatchedPostgresInserts : IRawInserts
{
    private readonly NpgsqlConnection _connection;
    private readonly string _sql;
    private NpgsqlBatch? _batch;

    public BatchedPostgresInserts(string connectionString, string table)
    {
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
        using (var create = new NpgsqlCommand($"CREATE TABLE {table} (id bigserial PRIMARY KEY, data bytea NOT NULL)", _connection))
            create.ExecuteNonQuery();
        _sql = $"INSERT INTO {table} (data) VALUES ($1)";
    }

    public void Insert(byte[] data, int rows)
    {
        if (_batch?.BatchCommands.Count != rows)
        {
            _batch?.Dispose();
            _batch = new NpgsqlBatch(_connection);
            for (var i = 0; i < rows; i++)
                _batch.BatchCommands.Add(new(_sql) { Parameters = { new NpgsqlParameter<byte[]> { TypedValue = data, NpgsqlDbType = NpgsqlDbType.Bytea } } });
            _batch.Prepare();
        }

        _batch.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _batch?.Dispose();
        _connection.Dispose();
    }
}
