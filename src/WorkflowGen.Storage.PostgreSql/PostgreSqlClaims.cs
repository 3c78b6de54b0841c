using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>Who gets which run next. Rows that another transaction has locked are passed over, so that claims neither wait for each other nor for commits.</summary>
internal sealed class PostgreSqlClaims(string schema, string store, Lanes lanes, RunKeys keys)
{
    private const string Taken = "status = CASE WHEN r.status = 4 THEN 4 ELSE 2 END, updated_at = $1, wake_at = NULL, reason = NULL, epoch = r.epoch + 1, owner = $2, lease_until = $3, claims = r.claims + 1";

    /// <summary>Other transactions may take what was about to be claimed; a claim that got less than it asked for looks again so many times.</summary>
    private const int Looks = 64;

    /// <summary>With more tenants than this the turns begin anew now and then, and nothing else happens.</summary>
    private const int MostRemembered = 16_384;

    /// <summary>Who had the last turns, so that claims of one run at a time are fair, too.</summary>
    private readonly ConcurrentDictionary<string, long> _lastTurns = new(StringComparer.Ordinal);
    private long _turn;

    /// <summary>The lanes with runs that are or become due, each with the first of them: one step down the index for each, however many runs they have.</summary>
    private readonly string _lanes = $"""
        WITH RECURSIVE open AS (
            (SELECT lane, due_at FROM {schema}.run WHERE due_at IS NOT NULL ORDER BY lane, due_at LIMIT 1)
            UNION ALL
            (SELECT n.lane, n.due_at FROM open o CROSS JOIN LATERAL (SELECT r.lane, r.due_at FROM {schema}.run r WHERE r.due_at IS NOT NULL AND r.lane > o.lane ORDER BY r.lane, r.due_at LIMIT 1) n)
        )
        """;

    public async Task<IReadOnlyList<RunHead>> ClaimAsync(NpgsqlConnection connection, ClaimRequest request, CancellationToken cancellationToken)
    {
        if (request.RunId is not null)
            return await ClaimNamedAsync(connection, request, cancellationToken).ConfigureAwait(false);
        var claimed = new List<RunHead>();
        var exhausted = new HashSet<int>();
        for (int look = 0; look < Looks && claimed.Count < request.Limit; look++)
        {
            var due = await DueLanesAsync(connection, request, cancellationToken).ConfigureAwait(false);
            due.RemoveAll(lane => exhausted.Contains(lane.Number));
            if (due.Count == 0)
                break;
            int most = due.Max(static lane => lane.Lane.Priority);
            due.RemoveAll(lane => lane.Lane.Priority != most);
            var turns = due.Count == 1
                ? [new Turns(due[0].Number, request.Limit - claimed.Count)]
                : await ShareAsync(connection, due, request, request.Limit - claimed.Count, cancellationToken).ConfigureAwait(false);
            var rows = await TakeAsync(connection, turns, request, cancellationToken).ConfigureAwait(false);
            foreach (var head in InTurns(rows))
            {
                claimed.Add(head);
                Remember(head.Tenant);
            }

            foreach (var turn in turns)
            {
                // What is left of it is locked by others, who will see to it.
                if (rows.Count(row => row.LaneNumber == turn.LaneNumber) < turn.Count)
                    exhausted.Add(turn.LaneNumber);
            }
        }

        return claimed;
    }

    public async Task<DateTimeOffset?> NextDueAsync(NpgsqlConnection connection, (DateTimeOffset Now, IReadOnlyCollection<WorkflowKey>? Workflows, IReadOnlyCollection<string>? Queues) argument, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            {_lanes}
            SELECT min(n.due_at) FROM open o JOIN {schema}.lane l ON l.lane = o.lane
            CROSS JOIN LATERAL (SELECT r.due_at FROM {schema}.run r WHERE r.lane = o.lane AND r.due_at > $1 ORDER BY r.due_at LIMIT 1) n
            WHERE {Filter(2)}
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = argument.Now.UtcTicks });
        AddFilter(command.Parameters, argument.Workflows, argument.Queues);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private static string Filter(int first) => $"(${first}::text[] IS NULL OR EXISTS (SELECT FROM unnest(${first}, ${first + 1}::int4[]) w(workflow, version) WHERE w.workflow = l.workflow AND w.version = l.version)) AND (${first + 2}::text[] IS NULL OR l.queue = ANY(${first + 2}))";

    private static void AddFilter(NpgsqlParameterCollection parameters, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues)
    {
        parameters.Add(new() { Value = (object?)workflows?.Select(static w => PgText.Clean(w.Workflow)).ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        parameters.Add(new() { Value = (object?)workflows?.Select(static w => w.Version).ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        parameters.Add(new() { Value = (object?)queues?.Select(PgText.Clean).ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }

    private async Task<List<RunHead>> ClaimNamedAsync(NpgsqlConnection connection, ClaimRequest request, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            UPDATE {schema}.run r SET {Taken} FROM {schema}.lane l
            WHERE r.part = $4 AND r.id = $5 AND l.lane = r.lane AND r.status + 0 NOT IN (5, 6, 7) AND (r.lease_until IS NULL OR r.lease_until <= $1) AND {Filter(6)}
            RETURNING {RunRow.Columns}
            """,
            connection);
        AddClaim(command.Parameters, request);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = RunPart.Of(request.RunId!) });
        command.Parameters.Add(new() { Value = request.RunId, NpgsqlDbType = NpgsqlDbType.Text });
        AddFilter(command.Parameters, request.Workflows, null);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var heads = new List<RunHead>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            heads.Add(Held(reader));
        return heads;
    }

    private async Task<List<DueLane>> DueLanesAsync(NpgsqlConnection connection, ClaimRequest request, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"{_lanes} SELECT o.lane, o.due_at, l.workflow, l.version, l.queue, l.priority, l.tenant FROM open o JOIN {schema}.lane l ON l.lane = o.lane WHERE o.due_at <= $1 AND {Filter(2)}", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Now.UtcTicks });
        AddFilter(command.Parameters, request.Workflows, request.Queues);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var due = new List<DueLane>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            due.Add(new DueLane(reader.GetInt32(0), lanes.Read(reader, reader.GetInt32(0), 2)));
        return due;
    }

    /// <summary>How many runs of each lane there are among the next so many, one of each tenant in turn. Looks at a few of each; if that does not say it for all, it says it for the first.</summary>
    private async Task<List<Turns>> ShareAsync(NpgsqlConnection connection, List<DueLane> due, ClaimRequest request, int wanted, CancellationToken cancellationToken)
    {
        int each = Math.Min(wanted, Math.Max(4, 4 * wanted / due.Count));
        await using var command = new NpgsqlCommand(
            $"SELECT d.lane, n.due_at, n.key FROM unnest($1::int4[]) d(lane) CROSS JOIN LATERAL (SELECT r.due_at, r.key FROM {schema}.run r WHERE r.lane = d.lane AND r.due_at <= $2{Claims(request)} ORDER BY r.due_at, r.key LIMIT $3) n",
            connection);
        command.Parameters.Add(new() { Value = due.Select(static lane => lane.Number).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Now.UtcTicks });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = each });
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var candidates = new List<(DueLane Lane, long DueAt, long Key)>();
        var byNumber = due.ToDictionary(static lane => lane.Number);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                candidates.Add((byNumber[reader.GetInt32(0)], reader.GetInt64(1), reader.GetInt64(2)));
        }

        var truncated = candidates.CountBy(static c => c.Lane.Number).Where(c => c.Value == each).Select(static c => c.Key).ToHashSet();
        var counts = new Dictionary<int, int>();
        foreach (var (lane, _, _) in candidates
            .GroupBy(static c => c.Lane.Lane.Tenant, StringComparer.Ordinal)
            .SelectMany(static tenant => tenant.OrderBy(static c => c.DueAt).ThenBy(static c => c.Key).Select(static (c, turn) => (Candidate: c, Turn: turn)))
            .OrderBy(static c => c.Turn).ThenBy(c => _lastTurns.GetValueOrDefault(c.Candidate.Lane.Lane.Tenant)).ThenBy(static c => c.Candidate.DueAt).ThenBy(static c => c.Candidate.Key)
            .Select(static c => c.Candidate)
            .Take(wanted))
        {
            int count = counts[lane.Number] = counts.GetValueOrDefault(lane.Number) + 1;
            // What comes after the last that was looked at is not known: the rest is another look's.
            if (count == each && truncated.Contains(lane.Number))
                break;
        }

        return [.. counts.Select(static c => new Turns(c.Key, c.Value))];
    }

    private async Task<List<ClaimedRow>> TakeAsync(NpgsqlConnection connection, List<Turns> turns, ClaimRequest request, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH picked AS MATERIALIZED (
                SELECT p.part, p.id, p.due_at FROM unnest($4::int4[], $5::int8[]) t(lane, turns)
                CROSS JOIN LATERAL (SELECT r.part, r.id, r.due_at FROM {schema}.run r WHERE r.lane = t.lane AND r.due_at <= $1{Claims(request)} ORDER BY r.due_at, r.key LIMIT t.turns FOR NO KEY UPDATE SKIP LOCKED) p)
            UPDATE {schema}.run r SET {Taken}
            FROM (SELECT * FROM picked LIMIT $6) p, {schema}.lane l WHERE r.part = p.part AND r.id = p.id AND l.lane = r.lane
            RETURNING {RunRow.Columns}, p.due_at
            """,
            connection);
        AddClaim(command.Parameters, request);
        command.Parameters.Add(new() { Value = turns.Select(static turn => turn.LaneNumber).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = turns.Select(static turn => (long)turn.Count).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = turns.Sum(static turn => (long)turn.Count) });
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<ClaimedRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(new ClaimedRow(reader.GetInt32(2), reader.GetInt64(RunRow.Width), reader.GetInt64(0), Held(reader)));
        return rows;
    }

    /// <summary>As text: a worker uses few of them, and most claims have none.</summary>
    private static string Claims(ClaimRequest request) =>
        (request.MinClaimsWithoutProgress > 0 ? string.Create(CultureInfo.InvariantCulture, $" AND r.claims >= {request.MinClaimsWithoutProgress}") : "")
        + (request.MaxClaimsWithoutProgress < int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $" AND r.claims <= {request.MaxClaimsWithoutProgress}") : "");

    private void Remember(string tenant)
    {
        if (_lastTurns.Count >= MostRemembered && !_lastTurns.ContainsKey(tenant))
            _lastTurns.Clear();
        _lastTurns[PgText.Clean(tenant)] = Interlocked.Increment(ref _turn);
    }

    private static IEnumerable<RunHead> InTurns(List<ClaimedRow> rows) => rows
        .GroupBy(static row => row.Head.Tenant, StringComparer.Ordinal)
        .SelectMany(static tenant => tenant.OrderBy(static row => row.DueAt).ThenBy(static row => row.Key).Select(static (row, turn) => (Row: row, Turn: turn)))
        .OrderBy(static r => r.Turn).ThenBy(static r => r.Row.DueAt).ThenBy(static r => r.Row.Key)
        .Select(static r => r.Row.Head);

    private static void AddClaim(NpgsqlParameterCollection parameters, ClaimRequest request)
    {
        parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Now.UtcTicks });
        parameters.Add(new() { Value = PgText.Clean(request.Owner), NpgsqlDbType = NpgsqlDbType.Text });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = request.LeaseUntil.UtcTicks });
    }

    private RunHead Held(NpgsqlDataReader reader)
    {
        var (key, head) = RunRow.Read(reader, lanes, store);
        keys.Hold(head.RunId, key);
        return head;
    }

    private readonly record struct DueLane(int Number, Lane Lane);

    private readonly record struct Turns(int LaneNumber, int Count);

    private readonly record struct ClaimedRow(int LaneNumber, long DueAt, long Key, RunHead Head);
}
