namespace WorkflowGen.Execution;

/// <summary>The bookkeeping of a stream besides its <see cref="NodeState"/>: what it has given that is still needed. Used again from run to run and from round to round.</summary>
internal sealed class StreamState(int node, int[] takers)
{
    /// <summary>By item, when it came and how many takers are not done with it.</summary>
    private readonly Dictionary<int, (long Ticks, int Claims)> _items = [];

    public int Node { get; } = node;

    /// <summary>The items that are still needed.</summary>
    public IReadOnlyDictionary<int, (long Ticks, int Claims)> Kept => _items;

    /// <summary>The [Each] nodes that take its items.</summary>
    public int[] Takers { get; } = takers;

    /// <summary>How many items it has given.</summary>
    public int Received { get; set; }

    /// <summary>How many of them may be processed: in a durable run, those that are on record.</summary>
    public int Available { get; set; }

    /// <summary>How many there were when the commit under way was made.</summary>
    public int InCommit { get; set; }

    /// <summary>How many a step has yielded since it was opened: what was received before is passed over.</summary>
    public int Position { get; set; }

    /// <summary>Whether it may give items: from when its dependencies have settled until <see cref="IsClosed"/>.</summary>
    public bool IsOpen { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Cancels the enumeration; null: it has not been opened.</summary>
    public CancellationTokenSource? Cancellation { get; set; }

    /// <summary>Keeps when an item came, for as long as so many takers need it.</summary>
    public void Keep(int item, long ticks, int claims) => _items[item] = (ticks, claims);

    public long TimeOf(int item) => _items.TryGetValue(item, out var kept) ? kept.Ticks : 0;

    /// <summary>A taker is done with an item.</summary>
    /// <returns>True: so are all others.</returns>
    public bool Forget(int item)
    {
        if (!_items.TryGetValue(item, out var kept))
            return false;
        if (kept.Claims <= 1)
            return _items.Remove(item);
        _items[item] = (kept.Ticks, kept.Claims - 1);
        return false;
    }

    public void Reset()
    {
        _items.Clear();
        Received = Available = InCommit = Position = 0;
        IsOpen = IsClosed = false;
        Cancellation?.Dispose();
        Cancellation = null;
    }
}
