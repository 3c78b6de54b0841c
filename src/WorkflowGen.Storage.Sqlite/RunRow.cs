using System.Globalization;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>How a head lies in a row of the table <c>run</c>.</summary>
internal static class RunRow
{
    private const string Select = """
        SELECT r.key, r.id, d.workflow, d.version, r.status, r.created_at, r.updated_at, r.wake_at, r.epoch, r.owner, r.lease_until, r.cancel_at, r.claims, r.claims_seq, r.reason,
            (SELECT max(seq) FROM journal WHERE run = r.key), r.last_signal, r.parent_run, r.parent_node, r.lane
        FROM run r CROSS JOIN definition d ON d.key = r.definition
        """;

    public const string ById = Select + " WHERE r.id = ?1";

    public const string ByKey = Select + " WHERE r.key = ?1";

    /// <summary>Parameters: limit, status, workflow, time and id of the place to go on after, queue, tenant; in the order of the conditions.</summary>
    public static string Page(RunQuery query)
    {
        string where = string.Join(" AND ", Conditions(query));
        return Select + (where.Length == 0 ? "" : " WHERE " + where) + " ORDER BY r.created_at DESC, r.id DESC LIMIT ?1";
    }

    private static IEnumerable<string> Conditions(RunQuery query)
    {
        if (query.Status is not null)
            yield return "r.status = ?2";
        if (query.Workflow is not null)
            yield return "r.definition IN (SELECT key FROM definition WHERE workflow = ?3)";
        if (query.After is not null)
            yield return "(r.created_at, r.id) < (?4, ?5)";
        if (query.Queue is not null)
            yield return "r.lane IN (SELECT key FROM lane WHERE queue = ?6)";
        if (query.Tenant is not null)
            yield return "r.lane IN (SELECT key FROM lane WHERE tenant = ?7)";
    }

    public const string Insert = """
        INSERT INTO run (status, updated_at, wake_at, epoch, owner, lease_until, cancel_at, claims, claims_seq, reason, due_at, last_signal, lane, id, definition, created_at, parent_run, parent_node)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) ON CONFLICT (id) DO NOTHING
        """;

    public const string Update = """
        UPDATE run SET status = ?1, updated_at = ?2, wake_at = ?3, epoch = ?4, owner = ?5, lease_until = ?6, cancel_at = ?7, claims = ?8, claims_seq = ?9, reason = ?10, due_at = ?11, last_signal = ?12, lane = ?13 WHERE key = ?14
        """;

    /// <summary>Parameters: lease_until, due_at, key.</summary>
    public const string UpdateLease = "UPDATE run SET lease_until = ?1, due_at = ?2 WHERE key = ?3";

    /// <summary>Binds the first 13 parameters of <see cref="Insert"/> and <see cref="Update"/>.</summary>
    public static SqliteStatement Bind(SqliteDatabase db, string sql, RunHead head) => db.Prepare(sql)
        .Bind(1, (long)head.Status)
        .Bind(2, head.UpdatedAt.UtcTicks)
        .Bind(3, head.WakeAt?.UtcTicks)
        .Bind(4, head.Epoch)
        .Bind(5, head.Owner)
        .Bind(6, head.LeaseUntil?.UtcTicks)
        .Bind(7, head.CancelRequestedAt?.UtcTicks)
        .Bind(8, head.ClaimsWithoutProgress)
        .Bind(9, head.LastSequence)
        .Bind(10, head.Reason)
        .Bind(11, RunTransitions.DueAt(head)?.UtcTicks)
        .Bind(12, head.LastSignal)
        .Bind(13, db.Lanes.Key(Lane.Of(head)));

    public static long Key(SqliteStatement row) => row.Number(0);

    public static RunHead Read(SqliteDatabase db, SqliteStatement row)
    {
        string path = db.Path;
        string id = row.Text(1);
        long last = row.NumberOrNull(15) ?? 0;
        if (last < row.Number(13))
            throw Damaged(id, string.Create(CultureInfo.InvariantCulture, $"had {row.Number(13)} journal entries and has {last}"), path);
        var lane = db.Lanes.Find(row.Number(19), id);
        return new RunHead
        {
            RunId = id,
            Workflow = row.Text(2),
            Version = (int)row.Number(3),
            Status = Status(row.Number(4), id, path),
            CreatedAt = Time(row.Number(5), id, path),
            UpdatedAt = Time(row.Number(6), id, path),
            WakeAt = TimeOrNull(row.NumberOrNull(7), id, path),
            LastSequence = last,
            Epoch = row.Number(8),
            Owner = row.TextOrNull(9),
            LeaseUntil = TimeOrNull(row.NumberOrNull(10), id, path),
            CancelRequestedAt = TimeOrNull(row.NumberOrNull(11), id, path),
            ClaimsWithoutProgress = last > row.Number(13) ? 0 : (int)row.Number(12),
            Reason = row.TextOrNull(14),
            LastSignal = row.Number(16),
            Parent = row.TextOrNull(17) is { } parent ? new RunParent(parent, row.Text(18)) : null,
            Queue = lane.Queue,
            Priority = lane.Priority,
            Tenant = lane.Tenant,
        };
    }

    public static StoreException Damaged(string runId, string what, string path) =>
        new(StoreFailure.Corrupt, $"The SQLite store '{path}' is damaged: run '{runId}' {what}. Nothing was changed or repaired; restore the file from a backup.");

    private static RunStatus Status(long number, string id, string path) =>
        number is >= (long)RunStatus.Pending and <= (long)RunStatus.Parked ? (RunStatus)number : throw Damaged(id, string.Create(CultureInfo.InvariantCulture, $"has the unknown status {number}"), path);

    public static DateTimeOffset Time(long ticks, string id, string path) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Damaged(id, string.Create(CultureInfo.InvariantCulture, $"has the impossible time {ticks}"), path);

    private static DateTimeOffset? TimeOrNull(long? ticks, string id, string path) => ticks is { } value ? Time(value, id, path) : null;
}
