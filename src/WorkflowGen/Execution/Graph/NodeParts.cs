namespace WorkflowGen.Execution;

/// <summary>Producers of which some are enough.</summary>
/// <param name="members">The producers.</param>
/// <param name="need">How many must have completed: 1 for alternatives and [FirstOf].</param>
/// <param name="required">Whether the node is skipped when fewer complete: the parameter is not nullable.</param>
/// <param name="rest">What becomes of the others.</param>
public sealed class JoinDefinition(int[] members, int need, bool required, Rest rest)
{
    /// <summary>The producers.</summary>
    public IReadOnlyList<int> Members => MemberArray;

    /// <summary>How many must have completed.</summary>
    public int Need { get; } = need;

    /// <summary>Whether the node is skipped when fewer complete.</summary>
    public bool Required { get; } = required;

    /// <summary>What becomes of the others.</summary>
    public Rest Rest { get; } = rest;

    /// <summary>The place among all joins of the graph: what generated code asks <c>Chosen</c> by.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>The node that takes what is chosen.</summary>
    internal int Owner { get; set; } = -1;

    internal int[] MemberArray { get; } = members;
}

/// <summary>Where the elements of an [Each] come from.</summary>
public enum EachSourceKind
{
    /// <summary>A collection that a node or the run's input hands over.</summary>
    Collection = 0,

    /// <summary>A signal that comes many times, or a step that returns an <see cref="IAsyncEnumerable{T}"/>: elements arrive one by one.</summary>
    Stream = 1,

    /// <summary>The completions of several nodes, one element each.</summary>
    Arrivals = 2,
}

/// <summary>One [Each] parameter's source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Nodes">The node that hands over the collection (none: an input) or is the stream; the nodes that arrive.</param>
public sealed record EachSource(EachSourceKind Kind, IReadOnlyList<int> Nodes);

/// <summary>How a node runs once per element.</summary>
/// <param name="Sources">One per [Each] parameter: they pair up, in order.</param>
public sealed record EachDefinition(IReadOnlyList<EachSource> Sources)
{
    /// <summary>How many elements are under way at once.</summary>
    public int MaxParallel { get; init; } = 256;

    /// <summary>After how many completed elements the node is done; 0: all.</summary>
    public int Enough { get; init; }

    /// <summary>Whether a guard over the results so far can end it.</summary>
    public bool HasUntil { get; init; }

    /// <summary>The signal that ends it with what is there, or −1.</summary>
    public int CompleteOn { get; init; } = -1;

    /// <summary>What becomes of the elements that are no longer needed.</summary>
    public Rest Rest { get; init; }
}

/// <summary>What is particular to a signal.</summary>
public sealed record SignalDefinition
{
    /// <summary>Whether one that comes early is kept.</summary>
    public bool Buffered { get; init; } = true;

    /// <summary>How long it is waited for; null: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether it may come many times, each an element of a stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>What people are asked for; null: it is no human task.</summary>
    public string? Title { get; init; }

    /// <summary>What people are shown with it: its parameters.</summary>
    public IReadOnlyList<ShownValue> Shown { get; init; } = [];
}

/// <summary>A value that people are shown with a human task.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Node">The node that hands the value over, or −1.</param>
/// <param name="Input">The place among the run's inputs, or −1.</param>
public sealed record ShownValue(string Name, int Node = -1, int Input = -1);

/// <summary>What is particular to a child.</summary>
/// <param name="Workflow">The child's definition; asked for when it is needed, as a workflow may be its own child.</param>
public sealed record ChildDefinition(Func<WorkflowDefinition> Workflow)
{
    /// <summary>Whether it is started and not waited for.</summary>
    public bool Detached { get; init; }
}

/// <summary>How a step is undone.</summary>
/// <param name="Name">The compensating method.</param>
public sealed record CompensationDefinition(string Name)
{
    /// <summary>Whether the method takes a <see cref="StepContext"/>.</summary>
    public bool TakesContext { get; init; }

    /// <summary>The retry policy, or null: one attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The bound of each attempt; null: none.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>The bound over all attempts and waits; null: none.</summary>
    public TimeSpan? TotalTimeout { get; init; }
}

/// <summary>A bound that steps of the same name share across the runs of a process.</summary>
/// <param name="Name">What they share.</param>
/// <param name="Concurrency">How many run at once; 0: no bound.</param>
/// <param name="PerSecond">How many start per second; 0: no bound.</param>
public sealed record LimitPolicy(string Name, int Concurrency, double PerSecond);

/// <summary>A region that runs again while a guard holds.</summary>
/// <param name="end">The node after which it is decided; the last of the region.</param>
/// <param name="region">All nodes of the region, <paramref name="end"/> included; ascending.</param>
/// <param name="max">The largest number of rounds; 0: no bound.</param>
/// <param name="hasGuard">Whether a guard decides; if not, only <paramref name="max"/> ends it.</param>
public sealed class LoopDefinition(int end, int[] region, int max, bool hasGuard)
{
    /// <summary>The node after which it is decided.</summary>
    public int End { get; } = end;

    /// <summary>All nodes of the region, ascending.</summary>
    public IReadOnlyList<int> Region => RegionArray;

    /// <summary>The largest number of rounds; 0: no bound.</summary>
    public int Max { get; } = max;

    /// <summary>Whether a guard decides.</summary>
    public bool HasGuard { get; } = hasGuard;

    /// <summary>The place in <see cref="WorkflowDefinition.Loops"/>.</summary>
    public int Index { get; internal set; } = -1;

    internal int[] RegionArray { get; } = region;
}

/// <summary>A value of the round before that somebody asks for.</summary>
/// <param name="Node">The node that handed it over.</param>
/// <param name="Loop">The innermost loop around both: a new round of it keeps the value, one of a loop around it forgets it.</param>
public sealed record PreviousDefinition(int Node, int Loop);
