namespace WorkflowGen.Execution;

/// <summary>One node in a compiled graph: a step, signal, delay or child. Immutable once its <see cref="WorkflowDefinition"/> is built.</summary>
public sealed class NodeDefinition
{
    /// <summary>Describes a node.</summary>
    /// <param name="name">The step's stable name.</param>
    /// <param name="dependencies">The nodes that must have settled before this one may start: producers, those named in [After], and what its guards read.</param>
    /// <param name="required">The subset of <paramref name="dependencies"/> whose being skipped skips this node: producers of parameters that are not nullable.</param>
    public NodeDefinition(string name, int[] dependencies, int[] required)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        DependencyArray = dependencies;
        RequiredArray = required;
    }

    /// <summary>The step's stable name.</summary>
    public string Name { get; }

    /// <summary>The names that it had before ([Renamed]): what is recorded under them is its own.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>What the node is.</summary>
    public NodeKind Kind { get; init; }

    /// <summary>Producers of which some are enough: alternatives, [FirstOf], [AnyOf]. Not among <see cref="Dependencies"/>.</summary>
    public IReadOnlyList<JoinDefinition> Joins { get; init; } = [];

    /// <summary>The nodes whose failure this one handles ([Catch]); it runs only when one of them has failed for good. They are among <see cref="Dependencies"/>, not <see cref="Required"/>.</summary>
    public IReadOnlyList<int> Catches { get; init; } = [];

    /// <summary>Whether it is skipped where there is no failure to tell it: its <see cref="StepFailure"/> is not nullable. Only for [Finally].</summary>
    public bool NeedsFailure { get; init; }

    /// <summary>Whether it runs at the end, whatever happened ([Finally]).</summary>
    public bool IsFinally { get; init; }

    /// <summary>Whether the run is done when this node is ([End]).</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether it computes from its parameters alone, and its record rides in the next commit ([Pure]).</summary>
    public bool IsPure { get; init; }

    /// <summary>Whether the run does not wait for it: a signal that only cancels or completes others, and the source of a stream.</summary>
    public bool IsBackground { get; init; }

    /// <summary>The nodes that are cancelled when this signal completes ([CancelOn]); empty: the run; null: it cancels nothing.</summary>
    public IReadOnlyList<int>? Cancels { get; init; }

    /// <summary>The node that must have completed before this one begins ([Only(After)]), or −1. Among <see cref="Dependencies"/> and <see cref="Required"/>.</summary>
    public int OpenedBy { get; init; } = -1;

    /// <summary>The node whose completion ends the time in which this one may begin ([Only(Before)]), or −1.</summary>
    public int ClosedBy { get; init; } = -1;

    /// <summary>What it shares with others of which one runs at a time ([Exclusive]); null: nothing.</summary>
    public string? Exclusive { get; init; }

    /// <summary>The node until whose settling it keeps the others out, or −1: itself.</summary>
    public int ExclusiveUntil { get; init; } = -1;

    /// <summary>The bound across runs, or null.</summary>
    public LimitPolicy? Limit { get; init; }

    /// <summary>The queue whose workers run it ([Queue]); null: those of the run's own.</summary>
    public string? Queue { get; init; }

    /// <summary>How much later than it could it starts, or how long a delay of fixed length waits; null: the method says, or it does not wait.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The longest silence of an attempt ([Heartbeat]); null: any.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>How it runs once per element; null: it runs once.</summary>
    public EachDefinition? Each { get; init; }

    /// <summary>What is particular to a signal; set for <see cref="NodeKind.Signal"/>.</summary>
    public SignalDefinition? Signal { get; init; }

    /// <summary>What is particular to a child; set for <see cref="NodeKind.Child"/>.</summary>
    public ChildDefinition? Child { get; init; }

    /// <summary>How it is undone; null: it is not.</summary>
    public CompensationDefinition? Compensation { get; init; }

    /// <summary>The nodes that must have settled before this one may start.</summary>
    public IReadOnlyList<int> Dependencies => DependencyArray;

    /// <summary>The dependencies whose being skipped skips this node.</summary>
    public IReadOnlyList<int> Required => RequiredArray;

    /// <summary>Whether guards decide if the node runs.</summary>
    public bool HasGuard { get; init; }

    /// <summary>Whether the step takes a <see cref="StepContext"/>.</summary>
    public bool TakesContext { get; init; }

    /// <summary>Whether the step hands a value over.</summary>
    public bool HasResult { get; init; }

    /// <summary>The type of the value that the step hands over, as written in C#; for messages only. Null: not known, or no value.</summary>
    public string? ResultType { get; init; }

    /// <summary>The retry policy, or null: one attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The bound of each attempt; null: none.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>The bound over all attempts and waits; null: none.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>What a repeat of the step would do.</summary>
    public Idempotency Idempotency { get; init; }

    /// <summary>The node's place in <see cref="WorkflowDefinition.Nodes"/>.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>The nodes that depend on this one: by a dependency, or by a join of which it is a member.</summary>
    public IReadOnlyList<int> Successors => SuccessorArray;

    /// <summary>Whether a node handles the failure of this one: then it settles by failing, and the run goes on.</summary>
    internal bool IsCaught { get; set; }

    /// <summary>The compensation as something that can be tried, timed and repeated like a step.</summary>
    internal NodeDefinition Undo => field ??= new NodeDefinition(Compensation?.Name ?? Name, [], [])
    {
        TakesContext = Compensation?.TakesContext == true,
        Retry = Compensation?.Retry,
        AttemptTimeout = Compensation?.AttemptTimeout,
        TotalTimeout = Compensation?.TotalTimeout,
    };

    /// <summary>Whether that is its name, or was.</summary>
    internal bool IsCalled(string name) => Name == name || FormerNames.Contains(name);

    internal int[] DependencyArray { get; }

    internal int[] RequiredArray { get; }

    internal int[] SuccessorArray { get; set; } = [];

    /// <summary>The [Each] nodes that take its completion as an element.</summary>
    internal int[] ArrivesAt { get; set; } = [];

    /// <summary>The [Each] nodes that take its items.</summary>
    internal int[] TakenBy { get; set; } = [];

    /// <summary>The [Each] nodes that its completion ends.</summary>
    internal int[] Completes { get; set; } = [];

    internal bool TellsEach => ArrivesAt.Length + Completes.Length > 0;

    /// <summary>Whether items come of it one by one, to be taken by an [Each].</summary>
    internal bool IsStream => Kind == NodeKind.Stream || Signal is { IsStream: true };

    /// <summary>The successors that wait for this node itself. The others wait for a join.</summary>
    internal int[] WaiterArray { get; set; } = [];

    /// <summary>For a stream, whose opening is enough for others: those that wait for its end, since they handle its failure.</summary>
    internal int[] EndWaiters { get; set; } = [];

    internal JoinDefinition[] JoinArray { get; set; } = [];

    /// <summary>Whether it waits for a node itself, and not only for a join of which that is a member.</summary>
    internal bool WaitsFor(int node) => JoinArray.Length == 0 || Array.IndexOf(DependencyArray, node) >= 0;

    /// <summary>The joins of other nodes of which this one is a member.</summary>
    internal JoinDefinition[] MemberOf { get; set; } = [];

    /// <summary>The nodes whose <see cref="ClosedBy"/> this one is.</summary>
    internal int[] Closes { get; set; } = [];

    /// <summary>The number of the lock that <see cref="Exclusive"/> names, or −1.</summary>
    internal int Lock { get; set; } = -1;

    /// <summary>Whether its elements have the lock, one after the other, rather than the node. With <see cref="ExclusiveUntil"/> the node has it, since others stay out beyond its last element.</summary>
    internal bool LocksElements => Lock >= 0 && Each is not null && ExclusiveUntil < 0;

    /// <summary>With <see cref="ExclusiveUntil"/>: this node, that one, and what lies between; ascending.</summary>
    internal int[] Section { get; set; } = [];

    /// <summary>The nodes whose <see cref="ExclusiveUntil"/> this one is.</summary>
    internal int[] EndsSections { get; set; } = [];

    /// <summary>Whether its settling may let others in, or put them off.</summary>
    internal bool TouchesLocks => Lock >= 0 || EndsSections.Length > 0;

    /// <summary>Whether its result can be the run's.</summary>
    internal bool IsOutput { get; set; }

    /// <summary>Whether it can be cancelled while the run goes on: its attempts then have tokens of their own.</summary>
    internal bool CanBeCancelled { get; set; }

    /// <summary>Whether its settling means more than that those who wait for it may start.</summary>
    internal bool HasConsequences { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
