using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>
/// Deletes what has ended: runs that somebody has locked are passed over, and a transaction deletes so few that nobody waits for it to end. Where the last one stopped is remembered: the index keeps what was deleted until it is vacuumed, and
/// going through that again each time would take longer and longer.
/// </summary>
internal sealed class PostgreSqlRetention(string schema)
{
    /// <summary>Runs in one transaction.</summary>
    private const int Most = 500;

    private readonly string _delete = $"""
        WITH ended AS MATERIALIZED (
            SELECT part, id, key, updated_at FROM {schema}.run WHERE status IN (5, 6, 7) AND updated_at < $1 AND (updated_at, key) >= ($2, $3) ORDER BY updated_at, key LIMIT $4 FOR UPDATE SKIP LOCKED),
        gone AS (DELETE FROM {schema}.run r USING (SELECT * FROM ended LIMIT $4) e WHERE r.part = e.part AND r.id = e.id RETURNING 1),
        journal AS (DELETE FROM {schema}.journal j USING (SELECT * FROM ended LIMIT $4) e WHERE j.part = e.part AND j.run = e.key RETURNING 1),
        snapshot AS (DELETE FROM {schema}.snapshot s USING (SELECT * FROM ended LIMIT $4) e WHERE s.part = e.part AND s.run = e.key RETURNING 1),
        signal AS (DELETE FROM {schema}.signal s USING (SELECT * FROM ended LIMIT $4) e WHERE s.part = e.part AND s.run = e.key RETURNING 1),
        signal_key AS (DELETE FROM {schema}.signal_key s USING (SELECT * FROM ended LIMIT $4) e WHERE s.part = e.part AND s.run = e.key RETURNING 1)
        SELECT updated_at, key FROM ended ORDER BY updated_at, key
        """;

    private readonly Lock _gate = new();
    private (long UpdatedAt, long Key) _reached;

    public async Task<int> DeleteAsync(NpgsqlConnection connection, (DateTimeOffset Before, int Limit) argument, CancellationToken cancellationToken)
    {
        (long UpdatedAt, long Key) from;
        lock (_gate)
            from = _reached;
        bool fromStart = from == default;
        int deleted = 0;
        while (deleted < argument.Limit)
        {
            int wanted = Math.Min(Most, argument.Limit - deleted);
            int found = 0;
            await using (var command = new NpgsqlCommand(_delete, connection))
            {
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = argument.Before.UtcTicks });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from.UpdatedAt });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from.Key });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = wanted });
                await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    from = (reader.GetInt64(0), reader.GetInt64(1));
                    found++;
                }
            }

            deleted += found;
            if (found == wanted)
                continue;
            // What was locked then, or has ended since by a clock that is behind, lies before: the last look is from the start.
            if (fromStart)
            {
                from = default;
                break;
            }

            (from, fromStart) = (default, true);
        }

        lock (_gate)
            _reached = from;
        return deleted;
    }
}
