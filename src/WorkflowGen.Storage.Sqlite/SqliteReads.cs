using System.Globalization;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>The queries of the readers.</summary>
internal static class SqliteReads
{
    private const int PageEntries = 256;

    private const int PageBytes = 1024 * 1024;

    public static RunHead? Head(SqliteDatabase db, string runId)
    {
        var select = db.Prepare(RunRow.ById).Bind(1, runId);
        var head = select.Step() ? RunRow.Read(db, select) : null;
        select.Reset();
        return head;
    }

    public static StoredRun? Load(SqliteDatabase db, string runId)
    {
        var select = db.Prepare(RunRow.ById).Bind(1, runId);
        if (!select.Step())
            return null;
        long key = RunRow.Key(select);
        var head = RunRow.Read(db, select);
        select.Reset();

        var snapshot = Snapshot(db, key);
        long folded = snapshot?.Sequence ?? 0;
        var entries = new List<JournalEntry>((int)Math.Clamp(head.LastSequence - folded, 0, 4096));
        select = db.Prepare("SELECT seq, data FROM journal WHERE run = ?1 AND seq > ?2 ORDER BY seq").Bind(1, key).Bind(2, folded);
        while (select.Step())
        {
            var entry = new JournalEntry(select.Number(0), select.Blob(1));
            if (entry.Sequence != folded + entries.Count + 1)
                throw RunRow.Damaged(runId, string.Create(CultureInfo.InvariantCulture, $"has no journal entry {folded + entries.Count + 1}, but has {entry.Sequence}"), db.Path);
            entries.Add(entry);
        }

        return head.LastSignal == 0 ? new StoredRun(head, snapshot, entries) : new StoredRun(head, snapshot, entries) { Signals = SignalRow.Read(db, runId, key, 0) };
    }

    public static IReadOnlyList<StoredSignal> Signals(SqliteDatabase db, (string RunId, long After) argument)
    {
        var select = db.Prepare("SELECT key FROM run WHERE id = ?1 AND last_signal > ?2").Bind(1, argument.RunId).Bind(2, argument.After);
        if (!select.Step())
            return [];
        long key = select.Number(0);
        select.Reset();
        return SignalRow.Read(db, argument.RunId, key, argument.After);
    }

    public static RunPage List(SqliteDatabase db, RunQuery query)
    {
        var select = db.Prepare(RunRow.Page(query)).Bind(1, query.Limit + 1);
        if (query.Status is { } status)
            select.Bind(2, (long)status);
        if (query.Workflow is not null)
            select.Bind(3, query.Workflow);
        if (query.After is not null)
        {
            var place = RunPlace.Parse(query.After);
            select.Bind(4, place.CreatedAtTicks).Bind(5, place.RunId);
        }

        if (query.Queue is not null)
            select.Bind(6, query.Queue);
        if (query.Tenant is not null)
            select.Bind(7, query.Tenant);

        var runs = new List<RunHead>();
        while (select.Step())
            runs.Add(RunRow.Read(db, select));
        if (runs.Count <= query.Limit)
            return new RunPage(runs, null);
        runs.RemoveAt(query.Limit);
        return new RunPage(runs, RunPlace.Of(runs[^1]).ToString());
    }

    public static IReadOnlyDictionary<RunStatus, long> Count(SqliteDatabase db, int _)
    {
        var select = db.Prepare("SELECT status, count(*) FROM run GROUP BY status");
        var counts = new Dictionary<RunStatus, long>();
        while (select.Step())
            counts[(RunStatus)select.Number(0)] = select.Number(1);
        return counts;
    }

    public static DateTimeOffset? NextDue(SqliteDatabase db, (DateTimeOffset Now, IReadOnlyCollection<WorkflowKey>? Workflows, IReadOnlyCollection<string>? Queues) argument)
    {
        if (DefinitionFilter.For(db, argument.Workflows) is not { } filter)
            return null;
        var select = db.Prepare($"""
            {LaneRows.InUse}
            SELECT used.lane, (SELECT due_at FROM run WHERE lane = used.lane AND due_at > ?1{filter} ORDER BY due_at LIMIT 1) FROM used WHERE used.lane IS NOT NULL
            """).Bind(1, argument.Now.UtcTicks);
        long? next = null;
        while (select.Step())
        {
            if (select.NumberOrNull(1) is { } due && !(due >= next) && (argument.Queues is null || argument.Queues.Contains(db.Lanes.Find(select.Number(0), "").Queue)))
                next = due;
        }

        return next is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    public static IReadOnlyList<LaneDepth> Depths(SqliteDatabase db, DateTimeOffset now)
    {
        var select = db.Prepare("SELECT lane, count(*), min(due_at) FROM run WHERE due_at <= ?1 GROUP BY lane").Bind(1, now.UtcTicks);
        var depths = new List<LaneDepth>();
        while (select.Step())
        {
            var lane = db.Lanes.Find(select.Number(0), "");
            depths.Add(new LaneDepth(lane.Queue, lane.Priority, lane.Tenant, select.Number(1), new DateTimeOffset(select.Number(2), TimeSpan.Zero)));
        }

        depths.Sort(LaneDepth.Compare);
        return depths;
    }

    public static List<JournalEntry> History(SqliteDatabase db, (string RunId, long After) argument)
    {
        // The row is looked at, too: it knows of entries that the journal may have lost.
        var select = db.Prepare(RunRow.ById).Bind(1, argument.RunId);
        if (!select.Step())
            return [];
        long key = RunRow.Key(select);
        _ = RunRow.Read(db, select);
        select.Reset();
        select = db.Prepare("SELECT seq, data FROM journal WHERE run = ?1 AND seq > ?2 ORDER BY seq").Bind(1, key).Bind(2, argument.After);
        var entries = new List<JournalEntry>();
        long bytes = 0;
        while (entries.Count < PageEntries && bytes < PageBytes && select.Step())
        {
            var entry = new JournalEntry(select.Number(0), select.Blob(1));
            if (entry.Sequence != argument.After + entries.Count + 1)
                throw RunRow.Damaged(argument.RunId, string.Create(CultureInfo.InvariantCulture, $"has no journal entry {argument.After + entries.Count + 1}, but has {entry.Sequence}"), db.Path);
            entries.Add(entry);
            bytes += entry.Data.Length;
        }

        select.Reset();
        return entries;
    }

    private static JournalEntry? Snapshot(SqliteDatabase db, long key)
    {
        var select = db.Prepare("SELECT seq, data FROM snapshot WHERE run = ?1").Bind(1, key);
        JournalEntry? snapshot = select.Step() ? new JournalEntry(select.Number(0), select.Blob(1)) : null;
        select.Reset();
        return snapshot;
    }
}
