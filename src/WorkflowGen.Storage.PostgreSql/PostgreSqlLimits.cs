using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>The places of limits that all workers share. Whoever asks for one locks the limit's row; places whose lease is not in force any more are swept away by whoever asks next.</summary>
internal sealed class PostgreSqlLimits(string schema)
{
    /// <summary>As exact as starts are remembered: with more per second the window is shorter, and the bound is kept in each part of a second.</summary>
    private const int MostStarts = 1000;

    public async Task<LimitAnswer> EnterAsync(NpgsqlConnection connection, LimitRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var (starts, held, places, isLeased) = await LookAsync(connection, request, cancellationToken).ConfigureAwait(false);
        var answer = isLeased ? Decide(request, ref starts, held, places) : default;
        if (answer.Granted && !held)
            await TakeAsync(connection, request, starts, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return answer;
    }

    public async Task<bool> LeaveAsync(NpgsqlConnection connection, (string Name, LeaseKey Lease, string Node) argument, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"DELETE FROM {schema}.limit_place WHERE part = $1 AND name = $2 AND run = $3 AND epoch = $4 AND node = $5", connection);
        AddPlace(command.Parameters, argument.Name, argument.Lease, argument.Node);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    private static LimitAnswer Decide(LimitRequest request, ref long[] starts, bool held, long places)
    {
        if (held)
            return new(true, null);
        if (request.Concurrency > 0 && places >= request.Concurrency)
            return new(false, null);
        if (request.PerSecond <= 0)
            return new(true, null);
        int most = (int)Math.Clamp(Math.Floor(request.PerSecond), 1, MostStarts);
        var window = TimeSpan.FromSeconds(most / request.PerSecond);
        long from = request.Now.UtcTicks - window.Ticks;
        starts = [.. starts.Where(at => at > from).Order().TakeLast(most)];
        if (starts.Length >= most)
            return new(false, new DateTimeOffset(starts[0], TimeSpan.Zero) + window);
        starts = [.. starts, request.Now.UtcTicks];
        return new(true, null);
    }

    private async Task<(long[] Starts, bool Held, long Places, bool IsLeased)> LookAsync(NpgsqlConnection connection, LimitRequest request, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        string[] statements =
        [
            $"INSERT INTO {schema}.limit_state (part, name, starts) VALUES ($1, $2, '{{}}') ON CONFLICT DO NOTHING",
            $"SELECT starts FROM {schema}.limit_state WHERE part = $1 AND name = $2 FOR UPDATE",
        ];
        foreach (string sql in statements)
        {
            batch.BatchCommands.Add(new(sql)
            {
                Parameters = { new NpgsqlParameter<short> { TypedValue = RunPart.Of(request.Name) }, new() { Value = PgText.Clean(request.Name), NpgsqlDbType = NpgsqlDbType.Text } },
            });
        }

        var sweep = new NpgsqlBatchCommand($"""
            DELETE FROM {schema}.limit_place p WHERE p.part = $1 AND p.name = $2 AND NOT EXISTS (
                SELECT FROM {schema}.run r WHERE r.part = p.run_part AND r.id = p.run AND r.epoch = p.epoch AND r.owner IS NOT NULL AND r.lease_until > $3)
            """);
        sweep.Parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(request.Name) });
        sweep.Parameters.Add(new() { Value = PgText.Clean(request.Name), NpgsqlDbType = NpgsqlDbType.Text });
        sweep.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Now.UtcTicks });
        batch.BatchCommands.Add(sweep);
        var count = new NpgsqlBatchCommand($"SELECT count(*), coalesce(bool_or(run = $3 AND epoch = $4 AND node = $5), false), EXISTS (SELECT FROM {schema}.run WHERE part = $6 AND id = $3 AND epoch = $4 AND owner IS NOT NULL) FROM {schema}.limit_place WHERE part = $1 AND name = $2");
        AddPlace(count.Parameters, request.Name, request.Lease, request.Node);
        count.Parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(request.Lease.RunId) });
        batch.BatchCommands.Add(count);
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        long[] starts = reader.GetFieldValue<long[]>(0);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (starts, reader.GetBoolean(1), reader.GetInt64(0), reader.GetBoolean(2));
    }

    private async Task TakeAsync(NpgsqlConnection connection, LimitRequest request, long[] starts, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        var place = new NpgsqlBatchCommand($"INSERT INTO {schema}.limit_place (part, name, run, epoch, node, run_part) VALUES ($1, $2, $3, $4, $5, $6)");
        AddPlace(place.Parameters, request.Name, request.Lease, request.Node);
        place.Parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(request.Lease.RunId) });
        batch.BatchCommands.Add(place);
        if (request.PerSecond > 0)
        {
            batch.BatchCommands.Add(new($"UPDATE {schema}.limit_state SET starts = $3 WHERE part = $1 AND name = $2")
            {
                Parameters =
                {
                    new NpgsqlParameter<short> { TypedValue = RunPart.Of(request.Name) },
                    new() { Value = PgText.Clean(request.Name), NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = starts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                },
            });
        }

        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void AddPlace(NpgsqlParameterCollection parameters, string name, LeaseKey lease, string node)
    {
        parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(name) });
        parameters.Add(new() { Value = PgText.Clean(name), NpgsqlDbType = NpgsqlDbType.Text });
        parameters.Add(new() { Value = lease.RunId, NpgsqlDbType = NpgsqlDbType.Text });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = lease.Epoch });
        parameters.Add(new() { Value = PgText.Clean(node), NpgsqlDbType = NpgsqlDbType.Text });
    }
}
