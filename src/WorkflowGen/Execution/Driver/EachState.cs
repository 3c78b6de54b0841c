namespace WorkflowGen.Execution;

/// <summary>The bookkeeping of an [Each] node besides its <see cref="NodeState"/>: how far it has come. Used again from run to run and from round to round.</summary>
internal sealed class EachState(NodeDefinition node)
{
    private const int DefaultMaxParallel = 256;

    private NumberPool _freeWindows;
    private int _windows;

    public int Node { get; } = node.Index;

    public EachDefinition Definition { get; } = node.Each!;

    /// <summary>Its sources, as an array: they are looked through for every element, and a list's enumerator would be an allocation each time.</summary>
    public EachSource[] Sources { get; } = [.. node.Each!.Sources];

    public int MaxParallel { get; } = node.Lock >= 0 && !node.LocksElements ? 1 : node.Each!.MaxParallel > 0 ? node.Each.MaxParallel : DefaultMaxParallel;

    /// <summary>How many elements its collections have.</summary>
    public int Limit { get; set; }

    /// <summary>The first element that has not begun.</summary>
    public int Next { get; set; }

    /// <summary>Elements that have begun and of which it is not decided what becomes of them.</summary>
    public int Active { get; set; }

    /// <summary>Elements that have a slot: the active ones, and those whose completion is not durable yet.</summary>
    public int Held { get; set; }

    public int Failed { get; set; }

    public FailedAttempt? LastFailure { get; set; }

    /// <summary>Those that completed, be it durable or not: what decides is recorded together with what it decides.</summary>
    public ElementSet Completed { get; } = new();

    /// <summary>Elements that a run which is resumed had begun before; null: none.</summary>
    public ElementSet? Known { get; set; }

    /// <summary>Whether no further element begins, and what still ends is dropped.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether it waits for the elements under way, whose results are dropped (<see cref="Rest.Ignore"/>).</summary>
    public bool IsDraining { get; set; }

    /// <summary>Whether it stands in the queue to go on.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The nodes that have arrived, in order.</summary>
    public List<int> Arrivals { get; } = [];

    /// <summary>How many of the nodes that may arrive have settled.</summary>
    public int SettledArrivals { get; set; }

    /// <summary>Cancels the elements, together.</summary>
    public CancellationTokenSource? Cancellation { get; set; }

    public int TakeWindow()
    {
        Held++;
        Active++;
        return _freeWindows.TryTake(out var window) ? window : _windows++;
    }

    public void ReturnWindow(int window)
    {
        Held--;
        _freeWindows.Return(window);
    }

    public void Reset()
    {
        Limit = Next = Active = Held = Failed = SettledArrivals = 0;
        IsOver = IsDraining = IsQueued = false;
        Known = null;
        LastFailure = null;
        Cancellation?.Dispose();
        Cancellation = null;
        Completed.Clear();
        Arrivals.Clear();
        _freeWindows.Clear();
        _windows = 0;
    }
}
