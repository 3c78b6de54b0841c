namespace WorkflowGen.Storage.Sqlite;

/// <summary>A place within a limit to be given back.</summary>
internal sealed record LeaveLimit(string Name, LeaseKey Lease, string Node);

/// <summary>Places within limits. One whose lease has run out by the clock keeps its row: it counts again if the lease is extended late. One whose lease is over is removed by whoever asks next.</summary>
internal sealed partial class SqliteWriter
{
    private LimitAnswer EnterLimit(LimitRequest request)
    {
        long now = request.Now.UtcTicks;
        if (Find(request.Lease.RunId) is not { } run || !run.IsHeld(request.Lease.Epoch))
            return default;
        var there = Db.Prepare("SELECT 1 FROM permit WHERE name = ?1 AND run = ?2 AND epoch = ?3 AND node = ?4").Bind(1, request.Name).Bind(2, run.Key).Bind(3, request.Lease.Epoch).Bind(4, request.Node);
        bool repeated = there.Step();
        there.Reset();
        if (repeated)
            return new LimitAnswer(true, null);

        // Leases that are over for good.
        Db.Prepare("DELETE FROM permit WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM run WHERE key = permit.run AND epoch = permit.epoch AND owner IS NOT NULL)").Bind(1, request.Name).Run();
        if (request.Concurrency > 0 && PlacesTaken(request.Name, now) >= request.Concurrency)
            return default;
        if (request.PerSecond > 0)
        {
            if (NextStart(request, now) is { } later)
                return new LimitAnswer(false, new DateTimeOffset(later, TimeSpan.Zero));
            Db.Prepare("INSERT INTO permit_start (name, at) VALUES (?1, ?2)").Bind(1, request.Name).Bind(2, now).Run();
        }

        Db.Prepare("INSERT INTO permit (name, run, epoch, node) VALUES (?1, ?2, ?3, ?4)").Bind(1, request.Name).Bind(2, run.Key).Bind(3, request.Lease.Epoch).Bind(4, request.Node).Run();
        return new LimitAnswer(true, null);
    }

    private void Leave(LeaveLimit leave)
    {
        if (Find(leave.Lease.RunId) is { } run)
            Db.Prepare("DELETE FROM permit WHERE name = ?1 AND run = ?2 AND epoch = ?3 AND node = ?4").Bind(1, leave.Name).Bind(2, run.Key).Bind(3, leave.Lease.Epoch).Bind(4, leave.Node).Run();
    }

    private long PlacesTaken(string name, long now)
    {
        var count = Db.Prepare("SELECT count(*) FROM permit JOIN run ON run.key = permit.run WHERE permit.name = ?1 AND run.lease_until > ?2").Bind(1, name).Bind(2, now);
        count.Step();
        long taken = count.Number(0);
        count.Reset();
        return taken;
    }

    /// <summary>When the rate allows another start; null: now.</summary>
    private long? NextStart(LimitRequest request, long now)
    {
        var (most, window) = LimitWindow.Of(request.PerSecond);
        Db.Prepare("DELETE FROM permit_start WHERE name = ?1 AND at <= ?2").Bind(1, request.Name).Bind(2, now - window.Ticks).Run();
        // A clock that was set back must not keep everybody out until it is where it was: no start is further in the future than a window.
        Db.Prepare("UPDATE permit_start SET at = ?2 WHERE name = ?1 AND at > ?2").Bind(1, request.Name).Bind(2, now).Run();
        var select = Db.Prepare("SELECT at FROM permit_start WHERE name = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2").Bind(1, request.Name).Bind(2, most - 1L);
        long? next = select.Step() ? select.Number(0) + window.Ticks : null;
        select.Reset();
        return next;
    }
}
