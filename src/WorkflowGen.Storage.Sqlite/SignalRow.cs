using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>How a signal lies in a row of the table <c>signal</c>.</summary>
internal static class SignalRow
{
    /// <returns>False: one with its key was there.</returns>
    public static bool TryInsert(SqliteDatabase db, long run, long sequence, RunSignal signal)
    {
        db.Prepare("INSERT INTO signal (run, seq, name, key, at, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")
            .Bind(1, run).Bind(2, sequence).Bind(3, signal.Name).Bind(4, signal.Key).Bind(5, signal.At.UtcTicks).Bind(6, signal.Payload.Span).Run();
        return raw.sqlite3_changes(db.Handle) > 0;
    }

    public static bool HasKey(SqliteDatabase db, long run, RunSignal signal)
    {
        if (signal.Key is null)
            return false;
        var select = db.Prepare("SELECT 1 FROM signal WHERE run = ?1 AND name = ?2 AND key = ?3").Bind(1, run).Bind(2, signal.Name).Bind(3, signal.Key);
        bool found = select.Step();
        select.Reset();
        return found;
    }

    /// <summary>One with a key stays, without its payload.</summary>
    public static void Consume(SqliteDatabase db, long run, long sequence)
    {
        db.Prepare("DELETE FROM signal WHERE run = ?1 AND seq = ?2 AND consumed = 0 AND key IS NULL").Bind(1, run).Bind(2, sequence).Run();
        if (raw.sqlite3_changes(db.Handle) == 0)
            db.Prepare("UPDATE signal SET consumed = 1, data = NULL WHERE run = ?1 AND seq = ?2 AND consumed = 0").Bind(1, run).Bind(2, sequence).Run();
    }

    /// <summary>In two goes, as each finds its rows by an index.</summary>
    public static void DeleteAll(SqliteDatabase db, long run)
    {
        db.Prepare("DELETE FROM signal WHERE run = ?1 AND consumed = 0").Bind(1, run).Run();
        db.Prepare("DELETE FROM signal WHERE run = ?1 AND key IS NOT NULL").Bind(1, run).Run();
    }

    /// <summary>Those that wait, in order.</summary>
    public static List<StoredSignal> Read(SqliteDatabase db, string runId, long run, long after)
    {
        var select = db.Prepare("SELECT seq, name, key, at, data FROM signal WHERE run = ?1 AND seq > ?2 AND consumed = 0 ORDER BY seq").Bind(1, run).Bind(2, after);
        var signals = new List<StoredSignal>();
        while (select.Step())
            signals.Add(new StoredSignal(select.Number(0), select.Text(1), select.TextOrNull(2), RunRow.Time(select.Number(3), runId, db.Path), select.Blob(4)));
        return signals;
    }
}
