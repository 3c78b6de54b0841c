using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>Extends leases and gives them back, all of a worker's in one statement. Rows are locked in the order in which every transaction locks them.</summary>
internal sealed class PostgreSqlLeases(string schema, RunKeys keys, NoticeSender notices)
{
    /// <summary>Leases in one statement; more go in several.</summary>
    private const int Most = 4096;

    private readonly string _held = $"""
        SELECT r.part, r.id, c.place FROM (SELECT * FROM unnest($1::int2[], $2::text[], $3::int8[], $4::int4[]) AS u(part, id, epoch, place) LIMIT $5) c
        JOIN {schema}.run r ON r.part = c.part AND r.id = c.id
        WHERE r.epoch = c.epoch AND r.owner IS NOT NULL ORDER BY r.part, r.id FOR NO KEY UPDATE OF r
        """;

    public async Task<IReadOnlyList<LeaseKey>> RenewAsync(NpgsqlConnection connection, (LeaseKey[] Leases, DateTimeOffset Until) argument, CancellationToken cancellationToken)
    {
        List<LeaseKey>? lost = null;
        foreach (var leases in argument.Leases.Distinct().Chunk(Most))
        {
            var held = await ChangeAsync(connection, "lease_until = greatest(r.lease_until, $6)", leases, argument.Until.UtcTicks, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < leases.Length; i++)
            {
                if (held.Contains(i))
                    continue;
                keys.Forget(leases[i].RunId);
                (lost ??= []).Add(leases[i]);
            }
        }

        return (IReadOnlyList<LeaseKey>?)lost ?? [];
    }

    public async Task<bool> ReleaseAsync(NpgsqlConnection connection, LeaseKey[] argument, CancellationToken cancellationToken)
    {
        foreach (var leases in argument.Distinct().Chunk(Most))
        {
            await ChangeAsync(connection, "lease_until = NULL, owner = NULL", leases, null, cancellationToken).ConfigureAwait(false);
            foreach (var lease in leases)
                keys.Forget(lease.RunId);
            notices.Due();
        }

        notices.Send();
        return true;
    }

    /// <returns>The places of those that were the caller's.</returns>
    private async Task<HashSet<int>> ChangeAsync(NpgsqlConnection connection, string change, LeaseKey[] leases, long? until, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"WITH held AS MATERIALIZED ({_held}) UPDATE {schema}.run r SET {change} FROM (SELECT * FROM held LIMIT $5) h WHERE r.part = h.part AND r.id = h.id RETURNING h.place", connection);
        command.Parameters.Add(new() { Value = leases.Select(static lease => RunPart.Of(lease.RunId)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = leases.Select(static lease => lease.RunId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = leases.Select(static lease => lease.Epoch).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = Enumerable.Range(0, leases.Length).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = leases.Length });
        if (until is { } ticks)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ticks });
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var held = new HashSet<int>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            held.Add(reader.GetInt32(0));
        return held;
    }
}
