using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>What decides who claims a run, and when: runs that have all of it in common are one lane, and lie one after the other in the index that claims read.</summary>
internal sealed record Lane(string Workflow, int Version, string Queue, int Priority, string Tenant)
{
    public static Lane Of(RunHead head) => new(PgText.Clean(head.Workflow), head.Version, PgText.Clean(head.Queue), head.Priority, PgText.Clean(head.Tenant));
}

/// <summary>The numbers of lanes, which never change once they are given.</summary>
internal sealed class Lanes(string schema, NpgsqlDataSource source)
{
    private readonly ConcurrentDictionary<Lane, int> _numbers = new();
    private readonly ConcurrentDictionary<int, Lane> _lanes = new();

    /// <summary>The lane of a row that was read; only the first of a lane is read in full.</summary>
    public Lane Read(NpgsqlDataReader reader, int number, int ordinal)
    {
        if (_lanes.TryGetValue(number, out var lane))
            return lane;
        lane = new Lane(reader.GetString(ordinal), reader.GetInt32(ordinal + 1), reader.GetString(ordinal + 2), reader.GetInt32(ordinal + 3), reader.GetString(ordinal + 4));
        _lanes[number] = lane;
        _numbers[lane] = number;
        return lane;
    }

    /// <summary>The lane's number, which it is given now if it had none: on a connection of its own, so that it stays whatever becomes of the caller's transaction.</summary>
    public int FindOrAdd(Lane lane)
    {
        if (_numbers.TryGetValue(lane, out int number))
            return number;
        using var connection = source.OpenConnection();
        using var batch = new NpgsqlBatch(connection);
        foreach (string sql in new[]
        {
            $"INSERT INTO {schema}.lane (workflow, version, queue, priority, tenant) SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM {schema}.lane WHERE workflow = $1 AND version = $2 AND queue = $3 AND priority = $4 AND tenant = $5) ON CONFLICT DO NOTHING",
            $"SELECT lane FROM {schema}.lane WHERE workflow = $1 AND version = $2 AND queue = $3 AND priority = $4 AND tenant = $5",
        })
        {
            batch.BatchCommands.Add(new(sql)
            {
                Parameters =
                {
                    new() { Value = lane.Workflow, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = lane.Version, NpgsqlDbType = NpgsqlDbType.Integer },
                    new() { Value = lane.Queue, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = lane.Priority, NpgsqlDbType = NpgsqlDbType.Integer },
                    new() { Value = lane.Tenant, NpgsqlDbType = NpgsqlDbType.Text },
                },
            });
        }

        number = (int)batch.ExecuteScalar()!;
        _lanes[number] = lane;
        _numbers[lane] = number;
        return number;
    }
}
