namespace WorkflowGen.Storage.Sqlite;

/// <summary>How a schedule lies in a row of the table <c>schedule</c>.</summary>
internal static class ScheduleRow
{
    private const string Select = "SELECT name, revision, next_at, state FROM schedule";

    public static StoredSchedule? Get(SqliteDatabase db, string name)
    {
        var select = db.Prepare(Select + " WHERE name = ?1").Bind(1, name);
        var schedule = select.Step() ? Read(select) : null;
        select.Reset();
        return schedule;
    }

    public static IReadOnlyList<StoredSchedule> List(SqliteDatabase db, int _)
    {
        var select = db.Prepare(Select + " ORDER BY name");
        var schedules = new List<StoredSchedule>();
        while (select.Step())
            schedules.Add(Read(select));
        return schedules;
    }

    public static void Put(SqliteDatabase db, StoredSchedule schedule) =>
        db.Prepare("INSERT INTO schedule (name, revision, next_at, state) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, next_at = excluded.next_at, state = excluded.state")
            .Bind(1, schedule.Name).Bind(2, schedule.Revision).Bind(3, schedule.NextAt?.UtcTicks).Bind(4, schedule.State.Span).Run();

    public static void Delete(SqliteDatabase db, string name) => db.Prepare("DELETE FROM schedule WHERE name = ?1").Bind(1, name).Run();

    private static StoredSchedule Read(SqliteStatement row) =>
        new(row.Text(0), row.Number(1), row.NumberOrNull(2) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null, row.Blob(3));
}
