using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>
/// The rows of the table <c>lane</c> as one connection has seen them. They never change and are never deleted, so that each is read once; only a transaction that is rolled back takes the rows that it added with it.
/// </summary>
internal sealed class LaneRows(SqliteDatabase db)
{
    private const int MostRemembered = 100_000;

    /// <summary>
    /// The lanes in which anything is due at some time, found by one step through the index for each, however many runs are in them. Lanes all of whose runs have ended cost nothing.
    /// </summary>
    public const string InUse = """
        WITH RECURSIVE used(lane) AS (
            SELECT min(lane) FROM run WHERE due_at IS NOT NULL
            UNION ALL
            SELECT (SELECT min(lane) FROM run WHERE due_at IS NOT NULL AND lane > used.lane) FROM used WHERE used.lane IS NOT NULL)
        """;

    private readonly Dictionary<long, Lane> _byKey = [];
    private readonly Dictionary<Lane, long> _keys = [];

    public Lane Find(long key, string runId)
    {
        if (_byKey.TryGetValue(key, out var lane))
            return lane;
        var select = db.Prepare("SELECT queue, priority, tenant FROM lane WHERE key = ?1").Bind(1, key);
        if (!select.Step())
            throw RunRow.Damaged(runId, "is in a lane that is not there", db.Path);
        lane = new Lane(select.Text(0), (int)select.Number(1), select.Text(2));
        select.Reset();
        return Remember(key, lane);
    }

    /// <summary>The number of a lane, which is added where it is not there. In a transaction that writes.</summary>
    public long Key(Lane lane)
    {
        if (_keys.TryGetValue(lane, out long key))
            return key;
        var select = db.Prepare("SELECT key FROM lane WHERE queue = ?1 AND priority = ?2 AND tenant = ?3").Bind(1, lane.Queue).Bind(2, lane.Priority).Bind(3, lane.Tenant);
        bool found = select.Step();
        key = found ? select.Number(0) : 0;
        select.Reset();
        if (!found)
        {
            db.Prepare("INSERT INTO lane (queue, priority, tenant) VALUES (?1, ?2, ?3)").Bind(1, lane.Queue).Bind(2, lane.Priority).Bind(3, lane.Tenant).Run();
            key = raw.sqlite3_last_insert_rowid(db.Handle);
        }

        Remember(key, lane);
        return key;
    }

    /// <summary>After a transaction was rolled back.</summary>
    public void Forget()
    {
        _byKey.Clear();
        _keys.Clear();
    }

    private Lane Remember(long key, Lane lane)
    {
        if (_byKey.Count >= MostRemembered)
            Forget();
        _byKey[key] = lane;
        _keys[lane] = key;
        return lane;
    }
}
