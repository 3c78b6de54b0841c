namespace WorkflowGen.Execution;

/// <summary>
/// A workflow's compiled graph: what the generator knows, as static data. One instance per workflow and version; immutable and safe for
/// concurrent use. Written by generated code, not by users.
/// </summary>
public sealed class WorkflowDefinition
{
    private bool? _canUndo;

    /// <summary>Checks and completes the graph: successors and initial counts are derived from each node's dependencies.</summary>
    /// <param name="name">The stable name.</param>
    /// <param name="version">The version, from 1.</param>
    /// <param name="shape">A hash of nodes, edges and handoff types, as lower-case hexadecimal; equal shapes are resumable by one another.</param>
    /// <param name="nodes">The nodes; a node's index is its place here.</param>
    /// <param name="inputs">The names of the run's inputs.</param>
    /// <param name="output">The node whose result is the run's, or −1 for none.</param>
    /// <exception cref="ArgumentException">The graph has a cycle or an edge to a node that does not exist.</exception>
    public WorkflowDefinition(string name, int version, string shape, NodeDefinition[] nodes, string[] inputs, int output)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(inputs);

        Name = name;
        Version = version;
        Shape = shape;
        NodeArray = nodes;
        Inputs = inputs;
        Output = output;
        JoinArray = GraphLinks.Connect(nodes, output, out var locks);
        LockCount = locks;
        HoldsBack = locks > 0 || nodes.Any(static n => n.Limit is not null || n.Idempotency == Idempotency.Transactional);
        HasChildren = nodes.Any(static n => n.Child is { Detached: false });
        CancellingArray = [.. nodes.Where(static n => n.Cancels is { Count: > 0 }).Select(static n => n.Index)];
        NamesQueues = nodes.Any(static n => n.Queue is not null);
        FinallyArray = [.. nodes.Where(static n => n.IsFinally).Select(static n => n.Index)];
    }

    /// <summary>The graph of a workflow, whatever members its class has: how generated code reaches that of a child.</summary>
    /// <typeparam name="TWorkflow">The workflow class.</typeparam>
    public static WorkflowDefinition Of<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow> => TWorkflow.Definition;

    /// <summary>The stable name.</summary>
    public string Name { get; }

    /// <summary>The version, from 1.</summary>
    public int Version { get; }

    /// <summary>A hash of nodes, edges and handoff types, as lower-case hexadecimal.</summary>
    public string Shape { get; }

    /// <summary>The nodes, in order of declaration.</summary>
    public IReadOnlyList<NodeDefinition> Nodes => NodeArray;

    /// <summary>The names of the run's inputs, in order.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The index of the node whose result is the run's, or −1.</summary>
    public int Output { get; }

    /// <summary>Further nodes whose result is the run's when they are the one that ran; empty: <see cref="Output"/> alone.</summary>
    public IReadOnlyList<int> OtherOutputs
    {
        get;
        init
        {
            field = value;
            foreach (var other in value)
                NodeArray[other].IsOutput = true;
            foreach (var node in NodeArray)
                node.HasConsequences |= value.Count > 0 && node.IsOutput;
        }
    } = [];

    /// <summary>The loops, inner ones before those around them.</summary>
    public IReadOnlyList<LoopDefinition> Loops
    {
        get;
        init
        {
            field = value;
            LoopPlan = LoopPlan.Of(NodeArray, [.. value]);
            foreach (var loop in value)
                Cancellation.Mark(NodeArray, loop);
        }
    } = [];

    /// <summary>The values of earlier rounds that are kept. The k-th is written and read as handoff <c>Nodes.Count + k</c>.</summary>
    public IReadOnlyList<PreviousDefinition> Previous { get; init; } = [];

    /// <summary>Whether a failure that nothing handles stops the others at once.</summary>
    public bool FailFast { get; init; } = true;

    /// <summary>The schedules that start runs of it.</summary>
    public IReadOnlyList<ScheduleDefinition> Schedules { get; init; } = [];

    /// <summary>Writes the run's only input where that is a <see cref="ScheduleFiring"/>; null: a schedule gives nothing.</summary>
    public Action<System.Text.Json.Utf8JsonWriter, ScheduleFiring>? FiringWriter { get; init; }

    /// <summary>The queue in which its runs wait unless their start says another ([Queue]); null: <c>default</c>, or that of the parent.</summary>
    public string? Queue { get; init; }

    internal NodeDefinition[] NodeArray { get; }

    /// <summary>Whether steps name queues.</summary>
    internal bool NamesQueues { get; }

    /// <summary>The node of a signal, or −1: there is none of that name.</summary>
    internal int SignalNamed(string name) => Array.FindIndex(NodeArray, n => n.Signal is not null && n.IsCalled(name));

    /// <summary>What follows from the loops; null: there are none.</summary>
    internal LoopPlan? LoopPlan { get; private init; }

    /// <summary>Whose handoff it is: a node's, or one of a round before, behind them.</summary>
    internal string NameOfHandoff(int index) => NodeArray[index < NodeArray.Length ? index : Previous[index - NodeArray.Length].Node].Name;

    /// <summary>The [Finally] nodes, ascending.</summary>
    internal int[] FinallyArray { get; }

    /// <summary>The signals that cancel steps ([CancelOn]).</summary>
    internal int[] CancellingArray { get; }

    /// <summary>Whether a run can have something to undo: compensations of its own or of its children, or theirs.</summary>
    internal bool CanUndo => _canUndo ??= FindUndo([]);

    /// <summary>Whether a run that is over can have more to do before it ends.</summary>
    internal bool MayClose => FinallyArray.Length > 0 || HasChildren || CanUndo;

    /// <summary>Whether runs can have children that are waited for.</summary>
    internal bool HasChildren { get; }

    private bool FindUndo(HashSet<WorkflowDefinition> seen) => seen.Add(this) && NodeArray.Any(
        n => n.Compensation is not null || (n.Child is { Detached: false } child && child.Workflow().FindUndo(seen)));

    /// <summary>Whether steps may have to wait for others by [Exclusive] or [Limit].</summary>
    internal bool HoldsBack { get; }

    /// <summary>How many different [Exclusive] there are.</summary>
    internal int LockCount { get; }

    /// <summary>All joins; a join's index is its place here.</summary>
    internal JoinDefinition[] JoinArray { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} v{Version}";
}
