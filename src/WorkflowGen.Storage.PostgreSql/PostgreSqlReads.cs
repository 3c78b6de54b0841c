using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>What is read, in one round trip each. A batch of statements here is one transaction that sees one moment.</summary>
internal sealed class PostgreSqlReads(string schema, string store, Lanes lanes)
{
    private const int PageEntries = 256;

    private const int PageBytes = 1024 * 1024;

    /// <summary>The key of the run that is asked for, by $1 and $2.</summary>
    private readonly string _key = $"(SELECT key FROM {schema}.run WHERE part = $1 AND id = $2)";

    private readonly string _heads = $"SELECT {RunRow.Columns} FROM {schema}.run r JOIN {schema}.lane l ON l.lane = r.lane";

    public async Task<RunHead?> HeadAsync(NpgsqlConnection connection, string runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"{_heads} WHERE r.part = $1 AND r.id = $2", connection);
        Add(command.Parameters, runId);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? RunRow.Read(reader, lanes, store).Head : null;
    }

    public async Task<StoredRun?> LoadAsync(NpgsqlConnection connection, string runId, CancellationToken cancellationToken)
    {
        await using var batch = OfOneMoment(
            connection,
            runId,
            $"{_heads} WHERE r.part = $1 AND r.id = $2",
            $"SELECT seq, data FROM {schema}.snapshot WHERE part = $1 AND run = {_key}",
            $"SELECT seq, data FROM {schema}.journal WHERE part = $1 AND run = {_key} AND seq > coalesce((SELECT s.seq FROM {schema}.snapshot s WHERE s.part = $1 AND s.run = {_key}), 0) ORDER BY seq",
            $"SELECT seq, name, key, at, data FROM {schema}.signal WHERE part = $1 AND run = {_key} ORDER BY seq");
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        var head = RunRow.Read(reader, lanes, store).Head;

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        JournalEntry? snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? Entry(reader) : null;
        long folded = snapshot?.Sequence ?? 0;

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var entries = new List<JournalEntry>((int)Math.Clamp(head.LastSequence - folded, 0, 4096));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            entries.Add(Next(reader, runId, folded + entries.Count + 1));
        if (folded + entries.Count != head.LastSequence)
            throw RunRow.Damaged(runId, string.Create(CultureInfo.InvariantCulture, $"has no journal entry {folded + entries.Count + 1}, of {head.LastSequence}"), store);

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return new StoredRun(head, snapshot, entries) { Signals = await SignalsAsync(reader, runId, cancellationToken).ConfigureAwait(false) };
    }

    public async Task<IReadOnlyList<StoredSignal>> SignalsAsync(NpgsqlConnection connection, (string RunId, long After) argument, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT seq, name, key, at, data FROM {schema}.signal WHERE part = $1 AND run = {_key} AND seq > $3 ORDER BY seq", connection);
        Add(command.Parameters, argument.RunId);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = argument.After });
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await SignalsAsync(reader, argument.RunId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RunPage> ListAsync(NpgsqlConnection connection, RunQuery query, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var conditions = new List<string>();
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
        if (query.Status is { } status)
        {
            // As text, so that the index of those that have not completed fits.
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"r.status = {(int)status}"));
        }

        if (query.Workflow is not null)
        {
            command.Parameters.Add(new() { Value = PgText.Clean(query.Workflow), NpgsqlDbType = NpgsqlDbType.Text });
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"l.workflow = ${command.Parameters.Count}"));
        }

        if (query.Queue is not null)
        {
            command.Parameters.Add(new() { Value = PgText.Clean(query.Queue), NpgsqlDbType = NpgsqlDbType.Text });
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"l.queue = ${command.Parameters.Count}"));
        }

        if (query.Tenant is not null)
        {
            command.Parameters.Add(new() { Value = PgText.Clean(query.Tenant), NpgsqlDbType = NpgsqlDbType.Text });
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"l.tenant = ${command.Parameters.Count}"));
        }

        if (query.After is not null)
        {
            var place = RunPlace.Parse(query.After);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = place.CreatedAtTicks });
            command.Parameters.Add(new() { Value = place.RunId, NpgsqlDbType = NpgsqlDbType.Text });
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"(r.created_at, r.id) < (${command.Parameters.Count - 1}, ${command.Parameters.Count})"));
        }

        command.CommandText = $"{_heads}{(conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions))} ORDER BY r.created_at DESC, r.id DESC LIMIT $1";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var runs = new List<RunHead>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            runs.Add(RunRow.Read(reader, lanes, store).Head);
        if (runs.Count <= query.Limit)
            return new RunPage(runs, null);
        runs.RemoveAt(query.Limit);
        return new RunPage(runs, RunPlace.Of(runs[^1]).ToString());
    }

    public async Task<IReadOnlyDictionary<RunStatus, long>> CountAsync(NpgsqlConnection connection, int argument, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT status, count(*) FROM {schema}.run GROUP BY status", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var counts = new Dictionary<RunStatus, long>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            counts[(RunStatus)reader.GetInt16(0)] = reader.GetInt64(1);
        return counts;
    }

    public async Task<IReadOnlyList<LaneDepth>> DepthsAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT l.queue, l.priority, l.tenant, count(*), min(r.due_at) FROM {schema}.run r JOIN {schema}.lane l ON l.lane = r.lane WHERE r.due_at <= $1 GROUP BY l.queue, l.priority, l.tenant ORDER BY l.queue COLLATE \"C\", l.priority DESC, l.tenant COLLATE \"C\"",
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now.UtcTicks });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var depths = new List<LaneDepth>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            depths.Add(new LaneDepth(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero)));
        return depths;
    }

    public async Task<List<JournalEntry>> HistoryAsync(NpgsqlConnection connection, (string RunId, long After) argument, CancellationToken cancellationToken)
    {
        // The row is looked at, too: it knows of entries that the journal may have lost.
        await using var batch = OfOneMoment(
            connection,
            argument.RunId,
            $"{_heads} WHERE r.part = $1 AND r.id = $2",
            string.Create(CultureInfo.InvariantCulture, $"SELECT seq, data FROM {schema}.journal WHERE part = $1 AND run = {_key} AND seq > {argument.After} ORDER BY seq LIMIT {PageEntries}"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return [];
        var head = RunRow.Read(reader, lanes, store).Head;
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var entries = new List<JournalEntry>();
        long bytes = 0;
        while (bytes < PageBytes && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var entry = Next(reader, argument.RunId, argument.After + entries.Count + 1);
            entries.Add(entry);
            bytes += entry.Data.Length;
        }

        if (entries.Count == 0 && argument.After < head.LastSequence)
            throw RunRow.Damaged(argument.RunId, string.Create(CultureInfo.InvariantCulture, $"has no journal entry {argument.After + 1}, of {head.LastSequence}"), store);
        return entries;
    }

    private static void Add(NpgsqlParameterCollection parameters, string runId)
    {
        parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(runId) });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = runId, NpgsqlDbType = NpgsqlDbType.Text });
    }

    /// <summary>Statements about one run, in one transaction of one snapshot.</summary>
    private static NpgsqlBatch OfOneMoment(NpgsqlConnection connection, string runId, params ReadOnlySpan<string> statements)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        foreach (string statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement);
            Add(command.Parameters, runId);
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(new("COMMIT"));
        return batch;
    }

    private static JournalEntry Entry(NpgsqlDataReader reader) => new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));

    private JournalEntry Next(NpgsqlDataReader reader, string runId, long expected)
    {
        var entry = Entry(reader);
        return entry.Sequence == expected ? entry : throw RunRow.Damaged(runId, string.Create(CultureInfo.InvariantCulture, $"has no journal entry {expected}, but has {entry.Sequence}"), store);
    }

    private async Task<IReadOnlyList<StoredSignal>> SignalsAsync(NpgsqlDataReader reader, string runId, CancellationToken cancellationToken)
    {
        List<StoredSignal>? signals = null;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            (signals ??= []).Add(new StoredSignal(reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), RunRow.Time(reader.GetInt64(3), runId, store), reader.GetFieldValue<byte[]>(4)));
        return (IReadOnlyList<StoredSignal>?)signals ?? [];
    }
}
