namespace WorkflowGen.Storage;

/// <summary>The heads of all runs of a store that keeps them in memory, in the orders that are asked for. Not synchronised.</summary>
internal sealed class RunTable
{
    private readonly Dictionary<string, RunRecord> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<RunRecord> _newestFirst = new(Comparer<RunRecord>.Create(static (a, b) => b.Place.CompareTo(a.Place)));
    private readonly SortedSet<Due> _due = [];

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
        bool moved = RunTransitions.DueAt(run.Head) != RunTransitions.DueAt(head);
        if (moved)
            RemoveDue(run);
        run.Head = head;
        if (moved)
            AddDue(run);
    }

    /// <summary>The runs that are due by then, oldest first.</summary>
    public IEnumerable<RunRecord> DueBy(DateTimeOffset now) => _due.TakeWhile(due => due.At <= now.UtcTicks).Select(static due => due.Run);

    /// <summary>The runs that ended before then, oldest first.</summary>
    public IEnumerable<RunRecord> EndedBefore(DateTimeOffset time) =>
        _byId.Values.Where(run => run.Head.Status.IsTerminal() && run.Head.UpdatedAt < time).OrderBy(static run => run.Head.UpdatedAt).ThenBy(static run => run.Key);

    public DateTimeOffset? NextDue(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues)
    {
        foreach (var due in _due.GetViewBetween(Due.After(now), Due.Last))
        {
            if (RunTransitions.IsFor(due.Run.Head, workflows, queues))
                return new DateTimeOffset(due.At, TimeSpan.Zero);
        }

        return null;
    }

    public RunPage List(RunQuery query)
    {
        RunPlace? after = query.After is null ? null : RunPlace.Parse(query.After);
        var runs = new List<RunHead>();
        foreach (var run in _newestFirst)
        {
            if (after is { } place && run.Place.CompareTo(place) >= 0)
                continue;
            if ((query.Workflow is not null && run.Head.Workflow != query.Workflow) || (query.Status is not null && run.Head.Status != query.Status))
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

    private void AddDue(RunRecord run)
    {
        if (RunTransitions.DueAt(run.Head) is { } at)
            _due.Add(new Due(at.UtcTicks, run.Key, run));
    }

    private void RemoveDue(RunRecord run)
    {
        if (RunTransitions.DueAt(run.Head) is { } at)
            _due.Remove(new Due(at.UtcTicks, run.Key, run));
    }

    /// <summary>A run by when it is due; at one instant the one that was created first goes first.</summary>
    private readonly record struct Due(long At, long Key, RunRecord Run) : IComparable<Due>
    {
        public static Due Last => new(long.MaxValue, long.MaxValue, null!);

        public static Due After(DateTimeOffset now) => new(now.UtcTicks, long.MaxValue, null!);

        public int CompareTo(Due other)
        {
            int byTime = At.CompareTo(other.At);
            return byTime != 0 ? byTime : Key.CompareTo(other.Key);
        }
    }
}
