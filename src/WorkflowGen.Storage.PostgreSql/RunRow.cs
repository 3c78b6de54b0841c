using System.Globalization;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>A row of the table <c>run</c>, as it was read.</summary>
internal readonly record struct RunRow(long Key, RunHead Head)
{
    /// <summary>What <see cref="Read"/> expects, of a run <c>r</c> and its lane <c>l</c>.</summary>
    public const string Columns = "r.key, r.id, r.lane, r.status, r.created_at, r.updated_at, r.wake_at, r.last_seq, r.epoch, r.owner, r.lease_until, r.cancel_at, r.claims, r.last_signal, r.parent_run, r.parent_node, r.reason, l.workflow, l.version, l.queue, l.priority, l.tenant";

    /// <summary>How many <see cref="Columns"/> there are.</summary>
    public const int Width = 22;

    public static RunRow Read(NpgsqlDataReader reader, Lanes lanes, string store)
    {
        string id = reader.GetString(1);
        var lane = lanes.Read(reader, reader.GetInt32(2), 17);
        return new RunRow(reader.GetInt64(0), new RunHead
        {
            RunId = id,
            Workflow = lane.Workflow,
            Version = lane.Version,
            Queue = lane.Queue,
            Priority = lane.Priority,
            Tenant = lane.Tenant,
            Status = Status(reader.GetInt16(3), id, store),
            CreatedAt = Time(reader.GetInt64(4), id, store),
            UpdatedAt = Time(reader.GetInt64(5), id, store),
            WakeAt = TimeOrNull(reader, 6, id, store),
            LastSequence = reader.GetInt64(7),
            Epoch = reader.GetInt64(8),
            Owner = TextOrNull(reader, 9),
            LeaseUntil = TimeOrNull(reader, 10, id, store),
            CancelRequestedAt = TimeOrNull(reader, 11, id, store),
            ClaimsWithoutProgress = reader.GetInt32(12),
            LastSignal = reader.GetInt64(13),
            Parent = TextOrNull(reader, 14) is { } parent ? new RunParent(parent, reader.GetString(15)) : null,
            Reason = TextOrNull(reader, 16),
        });
    }

    public static StoreException Damaged(string runId, string what, string store) =>
        new(StoreFailure.Corrupt, $"The PostgreSQL store '{store}' is damaged: run '{runId}' {what}. Nothing was changed or repaired; restore the schema from a backup.");

    public static DateTimeOffset Time(long ticks, string id, string store) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Damaged(id, string.Create(CultureInfo.InvariantCulture, $"has the impossible time {ticks}"), store);

    private static RunStatus Status(short number, string id, string store) =>
        number is >= (short)RunStatus.Pending and <= (short)RunStatus.Parked ? (RunStatus)number : throw Damaged(id, string.Create(CultureInfo.InvariantCulture, $"has the unknown status {number}"), store);

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader reader, int ordinal, string id, string store) => reader.IsDBNull(ordinal) ? null : Time(reader.GetInt64(ordinal), id, store);

    private static string? TextOrNull(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
