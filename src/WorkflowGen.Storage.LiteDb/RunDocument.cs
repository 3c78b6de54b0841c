using LiteDB;

namespace WorkflowGen.Storage.LiteDb;

/// <summary>How heads and entries lie in documents. Times are ticks: LiteDB cuts its own to milliseconds.</summary>
internal static class RunDocument
{
    /// <summary>A run's entries lie next to each other: the upper bits of their key are the run's, the lower the sequence.</summary>
    private const int SequenceBits = 27;

    public const long MaxSequence = (1L << SequenceBits) - 1;

    private const long MaxKey = long.MaxValue >> SequenceBits;

    public static BsonValue EntryKey(long run, long sequence)
    {
        if (sequence > MaxSequence || run > MaxKey)
            throw new InvalidOperationException($"A LiteDB store has room for {MaxSequence} entries a run and {MaxKey} runs; this was entry {sequence} of run {run}. Start a new run or a new store.");
        return new BsonValue((run << SequenceBits) | sequence);
    }

    public static long Sequence(BsonValue entryKey) => entryKey.AsInt64 & MaxSequence;

    public static BsonDocument Entry(long run, JournalEntry entry) => new() { ["_id"] = EntryKey(run, entry.Sequence), ["d"] = new BsonValue(entry.Data.ToArray()) };

    public static BsonDocument Snapshot(long run, JournalEntry snapshot) => new() { ["_id"] = run, ["q"] = snapshot.Sequence, ["d"] = new BsonValue(snapshot.Data.ToArray()) };

    public static BsonDocument From(long key, RunHead head) => new()
    {
        ["_id"] = key,
        ["id"] = head.RunId,
        ["workflow"] = head.Workflow,
        ["version"] = head.Version,
        ["status"] = (int)head.Status,
        ["created"] = head.CreatedAt.UtcTicks,
        ["updated"] = head.UpdatedAt.UtcTicks,
        ["wake"] = Ticks(head.WakeAt),
        ["last"] = head.LastSequence,
        ["epoch"] = head.Epoch,
        ["owner"] = head.Owner,
        ["lease"] = Ticks(head.LeaseUntil),
        ["cancel"] = Ticks(head.CancelRequestedAt),
        ["claims"] = head.ClaimsWithoutProgress,
        ["reason"] = head.Reason,
        ["signal"] = head.LastSignal,
        ["parent"] = head.Parent is { } parent ? new BsonDocument { ["run"] = parent.RunId, ["node"] = parent.Node } : BsonValue.Null,
        ["queue"] = head.Queue,
        ["priority"] = head.Priority,
        ["tenant"] = head.Tenant,
    };

    public static BsonDocument FromSchedule(StoredSchedule schedule) => new()
    {
        ["_id"] = schedule.Name,
        ["r"] = schedule.Revision,
        ["n"] = Ticks(schedule.NextAt),
        ["d"] = new BsonValue(schedule.State.ToArray()),
    };

    public static StoredSchedule ReadSchedule(BsonDocument document) =>
        new(document["_id"].AsString, document["r"].AsInt64, Time(document["n"]), document["d"].AsBinary);

    /// <summary>A run's signals lie as its entries do, by their own numbers.</summary>
    public static BsonDocument FromSignal(SignalWrite write) => new()
    {
        ["_id"] = EntryKey(write.Key, write.Signal.Sequence),
        ["n"] = write.Signal.Name,
        ["k"] = write.Signal.Key,
        ["t"] = write.Signal.At.UtcTicks,
        ["w"] = write.Waits,
        ["d"] = new BsonValue(write.Signal.Payload.ToArray()),
    };

    public static SignalWrite ReadSignal(BsonDocument document) => new(
        document["_id"].AsInt64 >> SequenceBits,
        new StoredSignal(Sequence(document["_id"]), document["n"].AsString, document["k"].IsNull ? null : document["k"].AsString, new DateTimeOffset(document["t"].AsInt64, TimeSpan.Zero), document["d"].AsBinary),
        document["w"].AsBoolean);

    /// <exception cref="FormatException">It is not what <see cref="From"/> makes.</exception>
    public static HeadWrite Read(BsonDocument document)
    {
        var status = (RunStatus)document["status"].AsInt32;
        if (!Enum.IsDefined(status))
            throw new FormatException($"a run has the unknown status {(int)status}");
        return new HeadWrite(document["_id"].AsInt64, new RunHead
        {
            RunId = document["id"].AsString,
            Workflow = document["workflow"].AsString,
            Version = document["version"].AsInt32,
            Status = status,
            CreatedAt = new DateTimeOffset(document["created"].AsInt64, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(document["updated"].AsInt64, TimeSpan.Zero),
            WakeAt = Time(document["wake"]),
            LastSequence = document["last"].AsInt64,
            Epoch = document["epoch"].AsInt64,
            Owner = document["owner"].IsNull ? null : document["owner"].AsString,
            LeaseUntil = Time(document["lease"]),
            CancelRequestedAt = Time(document["cancel"]),
            ClaimsWithoutProgress = document["claims"].AsInt32,
            Reason = document["reason"].IsNull ? null : document["reason"].AsString,
            // Format 1 has neither.
            LastSignal = document["signal"].IsNull ? 0 : document["signal"].AsInt64,
            Parent = document["parent"] is BsonDocument parent ? new RunParent(parent["run"].AsString, parent["node"].AsString) : null,
            // Format 2 has none of these.
            Queue = document["queue"].IsNull ? RunHead.DefaultQueue : document["queue"].AsString,
            Priority = document["priority"].IsNull ? 0 : document["priority"].AsInt32,
            Tenant = document["tenant"].IsNull ? "" : document["tenant"].AsString,
        });
    }

    private static BsonValue Ticks(DateTimeOffset? time) => time is { } value ? new BsonValue(value.UtcTicks) : BsonValue.Null;

    private static DateTimeOffset? Time(BsonValue ticks) => ticks.IsNull ? null : new DateTimeOffset(ticks.AsInt64, TimeSpan.Zero);
}
