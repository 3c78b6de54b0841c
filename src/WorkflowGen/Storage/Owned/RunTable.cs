namespace WorkflowGen.Storage;

/// <summary>The heads of all runs of a store that keeps them in memory, in the orders that are asked for. Not synchronised.</summary>
internal sealed class RunTable
{
    private readonly Dictionary<string, RunRecord> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<RunRecord> _newestFirst = new(Comparer<RunRecord>.Create(static (a, b) => b.Place.CompareTo(a.Place)));
    private readonly Dictionary<Lane, SortedSet<LaneEntry<RunRecord>>> _lanes = [];

    /// <summary>By name (ordinal).</summary>
    public SortedDictionary<string, StoredSchedule> Schedules { get; } = new(StringComparer.Ordinal);

    public void SetSchedule(string name, StoredSchedule? schedule)
    {
        if (schedule is null)
            Schedules.Remove(name);
        else
            Schedules[name] = schedule;
    }

    public RunRecord? Find(string runId) => _byId.GetValueOrDefault(runId);

    public void Add(RunRecord run)
    {
        _byId.Add(run.Head.RunId, run);
        _newestFirst.Add(run);
        AddDue(run);
    }

    public void Remove(RunRecord run)
    {
        _byId.Remove(run.Head.RunId);
        _newestFirst.Remove(run);
        RemoveDue(run);
    }

    public void SetHead(RunRecord run, RunHead head)
    {
        if (ReferenceEquals(run.Head, head))
            return;
        bool moved = RunTransitions.DueAt(run.Head) != RunTransitions.DueAt(head) || run.Head.Queue != head.Queue;
        if (moved)
            RemoveDue(run);
        run.Head = head;
        if (moved)
            AddDue(run);
    }

    /// <summary>The lanes of these queues (null: all) in which runs are due by then, with those. The table must not change while they are enumerated.</summary>
    public List<LaneDue<RunRecord>> DueBy(DateTimeOffset now, IReadOnlyCollection<string>? queues)
    {
        long at = now.UtcTicks;
        var due = new List<LaneDue<RunRecord>>();
        foreach (var (lane, runs) in _lanes)
        {
            if (runs.Min.At <= at && (queues is null || queues.Contains(lane.Queue)))
                due.Add(new(lane, runs.TakeWhile(run => run.At <= at)));
        }

        return due;
    }

    /// <summary>The runs that ended before then, oldest first.</summary>
    public IEnumerable<RunRecord> EndedBefore(DateTimeOffset time) =>
        _byId.Values.Where(run => run.Head.Status.IsTerminal() && run.Head.UpdatedAt < time).OrderBy(static run => run.Head.UpdatedAt).ThenBy(static run => run.Key);

    public DateTimeOffset? NextDue(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues)
    {
        var (after, last) = (new LaneEntry<RunRecord>(now.UtcTicks, long.MaxValue, null!), new LaneEntry<RunRecord>(long.MaxValue, long.MaxValue, null!));
        long? next = null;
        foreach (var (lane, runs) in _lanes)
        {
            if (runs.Max.At <= now.UtcTicks || (queues is not null && !queues.Contains(lane.Queue)))
                continue;
            foreach (var due in runs.GetViewBetween(after, last))
            {
                if (due.At >= next)
                    break;
                if (workflows is null || RunTransitions.IsFor(due.Run.Head, workflows, null))
                {
                    next = due.At;
                    break;
                }
            }
        }

        return next is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    public IReadOnlyList<LaneDepth> Depths(DateTimeOffset now)
    {
        var depths = new List<LaneDepth>();
        foreach (var (lane, runs) in DueBy(now, null))
            depths.Add(new LaneDepth(lane.Queue, lane.Priority, lane.Tenant, runs.LongCount(), new DateTimeOffset(runs.First().At, TimeSpan.Zero)));
        depths.Sort(LaneDepth.Compare);
        return depths;
    }

    public RunPage List(RunQuery query)
    {
        RunPlace? after = query.After is null ? null : RunPlace.Parse(query.After);
        var runs = new List<RunHead>();
        foreach (var run in _newestFirst)
        {
            if (after is { } place && run.Place.CompareTo(place) >= 0)
                continue;
            if (!IsAskedFor(run.Head, query))
                continue;
            if (runs.Count == query.Limit)
                return new RunPage(runs, RunPlace.Of(runs[^1]).ToString());
            runs.Add(run.Head);
        }

        return new RunPage(runs, null);
    }

    public IReadOnlyDictionary<RunStatus, long> Count()
    {
        var counts = new Dictionary<RunStatus, long>();
        foreach (var run in _byId.Values)
            counts[run.Head.Status] = counts.GetValueOrDefault(run.Head.Status) + 1;
        return counts;
    }

    private static bool IsAskedFor(RunHead head, RunQuery query) =>
        (query.Workflow is null || head.Workflow == query.Workflow) && (query.Status is null || head.Status == query.Status)
        && (query.Queue is null || head.Queue == query.Queue) && (query.Tenant is null || head.Tenant == query.Tenant);

    private void AddDue(RunRecord run)
    {
        if (RunTransitions.DueAt(run.Head) is not { } at)
            return;
        var lane = Lane.Of(run.Head);
        if (!_lanes.TryGetValue(lane, out var runs))
            _lanes.Add(lane, runs = []);
        runs.Add(new(at.UtcTicks, run.Key, run));
    }

    private void RemoveDue(RunRecord run)
    {
        if (RunTransitions.DueAt(run.Head) is not { } at)
            return;
        var lane = Lane.Of(run.Head);
        var runs = _lanes[lane];
        runs.Remove(new(at.UtcTicks, run.Key, run));
        if (runs.Count == 0)
            _lanes.Remove(lane);
    }
}
