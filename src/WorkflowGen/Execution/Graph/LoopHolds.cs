namespace WorkflowGen.Execution;

/// <summary>
/// Which loops hold an edge of a graph, and which nodes wait for each other's loops for ever. Part of the library and, as the same source, of the compiler's parts, so that a build
/// refuses what the library would.
/// </summary>
internal sealed class LoopHolds
{
    private readonly int[][] _sources;
    private readonly int[] _ends;
    private readonly bool[][] _inside;
    private readonly bool[][] _before;

    /// <param name="sources">For each node what it comes after.</param>
    /// <param name="ends">For each loop its last node.</param>
    /// <param name="regions">For each loop its nodes.</param>
    public LoopHolds(int[][] sources, int[] ends, IReadOnlyList<IEnumerable<int>> regions)
    {
        _sources = sources;
        _ends = ends;
        _inside = new bool[ends.Length][];
        _before = new bool[ends.Length][];
        for (var loop = 0; loop < ends.Length; loop++)
        {
            _inside[loop] = new bool[sources.Length];
            foreach (var node in regions[loop])
                _inside[loop][node] = true;
            _before[loop] = Before(ends[loop]);
        }
    }

    /// <summary>The loops that may still make the one node run again without the other, and those that may begin such a loop anew: until they are over the other waits.</summary>
    public List<int> Between(int from, int to)
    {
        var holders = new List<int>();
        for (var loop = 0; loop < _ends.Length; loop++)
        {
            if (_inside[loop][from] && !_inside[loop][to])
                holders.Add(loop);
        }
        for (var i = 0; i < holders.Count; i++)
        {
            // Unless its own end waits for the edge's target: then the target cannot wait for it.
            for (var around = 0; around < _ends.Length; around++)
            {
                if (_inside[around][_ends[holders[i]]] && !_inside[around][to] && !_before[around][to] && !holders.Contains(around))
                    holders.Add(around);
            }
        }
        return holders;
    }

    /// <summary>The nodes that never settle since the loops they wait for wait for them, ascending: with holders, too, the graph must have no cycle.</summary>
    public List<int> Stuck()
    {
        var waits = new int[_sources.Length][];
        for (var node = 0; node < waits.Length; node++)
            waits[node] = [.. WaitsOf(node).Select(Target).Distinct()];
        var settled = new bool[waits.Length];
        for (var moved = true; moved;)
        {
            moved = false;
            for (var node = 0; node < waits.Length; node++)
            {
                if (!settled[node] && Array.TrueForAll(waits[node], w => settled[w]))
                    settled[node] = moved = true;
            }
        }
        return [.. Enumerable.Range(0, settled.Length).Where(n => !settled[n])];
    }

    /// <summary>Why nodes are stuck: circles of waiting, the shortest through the end of each loop that is on one, unless an earlier circle has that loop.</summary>
    public List<List<Wait>> Circles()
    {
        var circles = new List<List<Wait>>();
        var stuck = new HashSet<int>(Stuck());
        var told = new HashSet<int>();
        for (var loop = 0; loop < _ends.Length && stuck.Count > 0; loop++)
        {
            if (!stuck.Contains(_ends[loop]) || told.Contains(loop) || ShortestThrough(_ends[loop], stuck) is not { } circle)
                continue;
            circles.Add(circle);
            told.UnionWith(circle.Select(w => w.Loop));
            told.Add(loop);
        }
        return circles;
    }

    private IEnumerable<Wait> WaitsOf(int node)
    {
        foreach (var source in _sources[node])
        {
            yield return new(node, source, -1);
            foreach (var loop in Between(source, node))
                yield return new(node, source, loop);
        }
    }

    private int Target(Wait wait) => wait.Loop < 0 ? wait.Source : _ends[wait.Loop];

    private List<Wait>? ShortestThrough(int start, HashSet<int> stuck)
    {
        var cameBy = new Dictionary<int, Wait>();
        var queue = new Queue<int>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            foreach (var wait in WaitsOf(queue.Dequeue()))
            {
                var target = Target(wait);
                if (!stuck.Contains(target) || cameBy.ContainsKey(target))
                    continue;
                cameBy.Add(target, wait);
                if (target != start)
                {
                    queue.Enqueue(target);
                    continue;
                }
                var circle = new List<Wait> { wait };
                while (circle[0].Node != start)
                    circle.Insert(0, cameBy[circle[0].Node]);
                return circle;
            }
        }
        return null;
    }

    private bool[] Before(int end)
    {
        var before = new bool[_sources.Length];
        before[end] = true;
        var open = new Stack<int>();
        open.Push(end);
        while (open.Count > 0)
        {
            foreach (var source in _sources[open.Pop()])
            {
                if (before[source])
                    continue;
                before[source] = true;
                open.Push(source);
            }
        }
        return before;
    }

    /// <summary>A node that comes after another, and so waits: for that one, or for the end of a loop that holds the edge.</summary>
    /// <param name="Loop">The loop that must be over; −1: the source need only have settled.</param>
    internal readonly record struct Wait(int Node, int Source, int Loop);
}
