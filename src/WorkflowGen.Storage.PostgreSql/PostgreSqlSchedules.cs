using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>Schedules: rows with a revision. Whoever changes one writes its row first, so that of several that would one goes on; then what follows for runs, in the same transaction.</summary>
internal sealed class PostgreSqlSchedules(PostgreSqlLocation location, DecidedWork work)
{
    private const int Attempts = 20;

    private readonly string _schema = location.Schema;

    public Task<long?> CommitAsync(NpgsqlConnection connection, ScheduleCommit commit, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return Commit(connection, commit);
                }
                catch (Exception e) when (PostgreSqlErrors.IsConflict(e) && attempt < Attempts)
                {
                    // Somebody has created one of the runs at the same time; the next look finds it.
                }
            }
        },
        CancellationToken.None);

    public async Task<StoredSchedule?> GetAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT name, revision, next_at, state FROM {_schema}.schedule WHERE part = $1 AND name = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(name) });
        command.Parameters.Add(new() { Value = name, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? Read(reader) : null;
    }

    public async Task<IReadOnlyList<StoredSchedule>> ListAsync(NpgsqlConnection connection, int argument, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT name, revision, next_at, state FROM {_schema}.schedule ORDER BY name", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var schedules = new List<StoredSchedule>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            schedules.Add(Read(reader));
        return schedules;
    }

    private StoredSchedule Read(NpgsqlDataReader reader)
    {
        string name = reader.GetString(0);
        return new(name, reader.GetInt64(1), reader.IsDBNull(2) ? null : RunRow.Time(reader.GetInt64(2), name, location.Name), reader.GetFieldValue<byte[]>(3));
    }

    private long? Commit(NpgsqlConnection connection, ScheduleCommit commit)
    {
        using var transaction = connection.BeginTransaction();
        if (!TryWriteRow(connection, commit))
        {
            transaction.Rollback();
            return null;
        }

        if (commit.Starts.Count + commit.Cancels.Count == 0)
        {
            transaction.Commit();
            return commit.ExpectedRevision + 1;
        }

        var batch = work.Rent();
        object[] requests = [.. commit.Starts, .. commit.Cancels.Select(id => new StoreWriteQueue.CancelRun(id, commit.At))];
        RunBatch decided;
        using (var look = new NpgsqlBatch(connection))
            decided = batch.Lock(look, requests);
        foreach (var start in commit.Starts)
            decided.Create(start);
        foreach (string cancelled in commit.Cancels)
            decided.RequestCancel(cancelled, commit.At);
        using (var write = new NpgsqlBatch(connection))
        {
            batch.Write(write, decided);
            if (write.BatchCommands.Count > 0)
                write.ExecuteNonQuery();
        }

        transaction.Commit();
        batch.Written(decided, requests);
        work.Return(batch);
        return commit.ExpectedRevision + 1;
    }

    private bool TryWriteRow(NpgsqlConnection connection, ScheduleCommit commit)
    {
        string sql = commit switch
        {
            { State: null } => $"DELETE FROM {_schema}.schedule WHERE part = $1 AND name = $2 AND revision = $3",
            { ExpectedRevision: 0 } => $"INSERT INTO {_schema}.schedule (part, name, revision, next_at, state) VALUES ($1, $2, $3 + 1, $4, $5) ON CONFLICT DO NOTHING",
            _ => $"UPDATE {_schema}.schedule SET revision = revision + 1, next_at = $4, state = $5 WHERE part = $1 AND name = $2 AND revision = $3",
        };
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(commit.Name) });
        command.Parameters.Add(new() { Value = commit.Name, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = commit.ExpectedRevision });
        if (commit.State is { } state)
        {
            command.Parameters.Add(new() { Value = (object?)commit.NextAt?.UtcTicks ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
            command.Parameters.Add(new() { Value = state, NpgsqlDbType = NpgsqlDbType.Bytea });
        }

        return command.ExecuteNonQuery() == 1;
    }
}
