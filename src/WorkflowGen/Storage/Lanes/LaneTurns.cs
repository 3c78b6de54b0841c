namespace WorkflowGen.Storage;

/// <summary>
/// Whose turn it is: the highest priority first, and within it one run of each tenant in turn. It remembers who had the last turns, so that claims of one run at a time are fair, too; each store object does so for itself.
/// Not synchronised.
/// </summary>
internal sealed class LaneTurns
{
    /// <summary>With more tenants than this the turns begin anew now and then, and nothing else happens.</summary>
    private const int MostRemembered = 16_384;

    private readonly Dictionary<string, long> _lastTurns = new(StringComparer.Ordinal);
    private long _turn;

    /// <summary>The runs that go first, in order.</summary>
    public List<TRun> Take<TRun>(IReadOnlyList<LaneDue<TRun>> lanes, int limit)
    {
        if (lanes.Count == 1)
            return [.. lanes[0].Runs.Take(limit).Select(static entry => entry.Run)];
        var taken = new List<TRun>();
        foreach (var priority in lanes.GroupBy(static lane => lane.Lane.Priority).OrderByDescending(static group => group.Key))
        {
            if (taken.Count == limit)
                break;
            TakeOf(priority, taken, limit);
        }

        return taken;
    }

    private void TakeOf<TRun>(IEnumerable<LaneDue<TRun>> lanes, List<TRun> taken, int limit)
    {
        var tenants = lanes.GroupBy(static lane => lane.Lane.Tenant, StringComparer.Ordinal).OrderBy(group => _lastTurns.GetValueOrDefault(group.Key)).Select(static group => new Tenant<TRun>(group)).ToList();
        try
        {
            var line = new Queue<Tenant<TRun>>(tenants);
            while (taken.Count < limit && line.TryDequeue(out var tenant))
            {
                if (!tenant.TryTake(out var run))
                    continue;
                taken.Add(run);
                Remember(tenant.Name);
                line.Enqueue(tenant);
            }
        }
        finally
        {
            foreach (var tenant in tenants)
                tenant.Dispose();
        }
    }

    private void Remember(string tenant)
    {
        if (_lastTurns.Count >= MostRemembered && !_lastTurns.ContainsKey(tenant))
            _lastTurns.Clear();
        _lastTurns[tenant] = ++_turn;
    }

    /// <summary>A tenant's runs of one priority: of its lanes, one for each queue, the one whose next is the oldest.</summary>
    private sealed class Tenant<TRun>(IGrouping<string, LaneDue<TRun>> lanes) : IDisposable
    {
        private List<IEnumerator<LaneEntry<TRun>>>? _open;

        public string Name => lanes.Key;

        public bool TryTake(out TRun run)
        {
            _open ??= Open();
            int first = -1;
            for (int i = 0; i < _open.Count; i++)
            {
                if (first < 0 || _open[i].Current.CompareTo(_open[first].Current) < 0)
                    first = i;
            }

            if (first < 0)
            {
                run = default!;
                return false;
            }

            run = _open[first].Current.Run;
            if (!_open[first].MoveNext())
            {
                _open[first].Dispose();
                _open.RemoveAt(first);
            }

            return true;
        }

        public void Dispose() => _open?.ForEach(static lane => lane.Dispose());

        private List<IEnumerator<LaneEntry<TRun>>> Open()
        {
            var open = new List<IEnumerator<LaneEntry<TRun>>>();
            foreach (var lane in lanes)
            {
                var runs = lane.Runs.GetEnumerator();
                if (runs.MoveNext())
                    open.Add(runs);
                else
                    runs.Dispose();
            }

            return open;
        }
    }
}
