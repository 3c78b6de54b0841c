namespace WorkflowGen.Storage.Sqlite;

/// <summary>Which runs a claim takes.</summary>
internal sealed partial class SqliteWriter
{
    private const string HasProgress = "EXISTS (SELECT 1 FROM journal WHERE journal.run = run.key AND journal.seq > run.claims_seq)";

    private const string LanesDue = LaneRows.InUse + " SELECT lane FROM used WHERE lane IS NOT NULL AND EXISTS (SELECT 1 FROM run WHERE run.lane = used.lane AND due_at <= ?1)";

    /// <summary>The fewest that are read of a lane at once where there are several.</summary>
    private const int SmallestPage = 8;

    private List<HeldRun> Candidates(ClaimRequest request)
    {
        var runs = new List<HeldRun>();
        if (request.RunId is not null)
        {
            if (Find(request.RunId) is { } named)
                runs.Add(named);
            return runs;
        }

        if (DefinitionFilter.For(Db, request.Workflows) is not { } filter)
            return runs;
        // A row counts claims only as long as nothing was committed since.
        string least = request.MinClaimsWithoutProgress > 0 ? $" AND claims >= {request.MinClaimsWithoutProgress} AND NOT {HasProgress}" : "";
        string most = request.MaxClaimsWithoutProgress < int.MaxValue ? $" AND (claims <= {request.MaxClaimsWithoutProgress} OR {HasProgress})" : "";
        string select = $"SELECT due_at, key FROM run WHERE lane = ?1 AND due_at <= ?2 AND (due_at, key) > (?3, ?4){filter}{least}{most} ORDER BY due_at, key LIMIT ?5";
        var lanes = LanesWithDue(request);
        int page = lanes.Count <= 1 ? request.Limit : Math.Min(request.Limit, Math.Max(SmallestPage, request.Limit / lanes.Count));
        foreach (long key in _turns.Take(lanes.ConvertAll(lane => new LaneDue<long>(lane.Lane, Due(select, lane.Key, request.Now, page))), request.Limit))
        {
            if (Read(Db.Prepare(RunRow.ByKey).Bind(1, key)) is { } run)
                runs.Add(run);
        }

        return runs;
    }

    private List<(long Key, Lane Lane)> LanesWithDue(ClaimRequest request)
    {
        var lanes = new List<(long, Lane)>();
        var select = Db.Prepare(LanesDue).Bind(1, request.Now.UtcTicks);
        while (select.Step())
        {
            var lane = Db.Lanes.Find(select.Number(0), "");
            if (request.Queues is null || request.Queues.Contains(lane.Queue))
                lanes.Add((select.Number(0), lane));
        }

        return lanes;
    }

    /// <summary>What is due in a lane, page by page: the statement serves one lane at a time.</summary>
    private IEnumerable<LaneEntry<long>> Due(string sql, long lane, DateTimeOffset now, int page)
    {
        var last = new LaneEntry<long>(-1, 0, 0);
        var entries = new List<LaneEntry<long>>();
        do
        {
            entries.Clear();
            var select = Db.Prepare(sql).Bind(1, lane).Bind(2, now.UtcTicks).Bind(3, last.At).Bind(4, last.Key).Bind(5, page);
            while (select.Step())
                entries.Add(new(select.Number(0), select.Number(1), select.Number(1)));
            foreach (var entry in entries)
                yield return last = entry;
        }
        while (entries.Count == page);
    }
}
