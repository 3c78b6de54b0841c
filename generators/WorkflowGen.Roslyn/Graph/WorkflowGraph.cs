using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>What follows from a model: which value goes where, what waits for what, what may be skipped, and what is wrong with it. A pure function of the model.</summary>
internal sealed record WorkflowGraph
{
    /// <summary>One per step, in the model's order.</summary>
    public EquatableArray<GraphNode> Nodes { get; init; }

    /// <summary>Every node after what it depends on; among those that could come next, the one declared first. Nodes in or behind a cycle are left out.</summary>
    public EquatableArray<int> TopologicalOrder { get; init; }

    /// <summary>The node whose result is the run's, or −1.</summary>
    public int Output { get; init; } = -1;

    /// <summary>Further nodes whose result is the run's where they are the one that ran.</summary>
    public EquatableArray<int> OtherOutputs { get; init; }

    /// <summary>The loops, inner ones before those around them.</summary>
    public EquatableArray<LoopUse> Loops { get; init; }

    /// <summary>The values of earlier rounds that somebody takes, each once.</summary>
    public EquatableArray<PreviousUse> Previous { get; init; }

    /// <summary>Whether a run can end without <see cref="Output"/> or one of <see cref="OtherOutputs"/> having completed.</summary>
    public bool OutputMayBeSkipped { get; init; }

    /// <summary>A hash of what a run under way relies on. See <see cref="GraphShape"/>.</summary>
    public string Shape { get; init; } = "";

    /// <summary>The parser's findings and the graph's.</summary>
    public EquatableArray<Finding> Findings { get; init; }

    /// <summary>Whether an executor can be emitted.</summary>
    public bool IsValid { get; init; }

    public static WorkflowGraph Build(WorkflowModel model)
    {
        var findings = new List<Finding>(model.Findings);
        var names = new NodeNames(model);
        NameChecks.Check(model, findings);
        var (bound, loopGuards) = Binder.Bind(model, names, findings);
        var nodes = GraphLinks.Connect(bound);
        var loops = LoopRegions.Find(model, nodes, names, loopGuards, findings);
        var previous = PreviousBinder.Bind(model, names, nodes, loops, findings);
        Compensations.Bind(model, nodes, findings);
        Signals.Mark(model, names, nodes);
        var cycles = Cycles.Find(nodes);
        var order = Ordering.Sort(nodes);
        var unbound = nodes.Any(n => n.HasUnbound) || loops.Any(l => l.While?.Bindings.Any(b => b.Kind == BindingKind.Unbound) == true);

        Cycles.Report(model, cycles, findings);
        LoopOrder.Check(model, nodes, loops, cycles, findings);
        var complete = !unbound && cycles.Count == 0;
        var presence = Presence.Analyse(model, nodes, order, names);
        var outputs = OutputChoice.Choose(model, nodes, names, loops, presence, complete, findings);
        var needed = AtTheEnd(model, nodes);
        nodes = nodes.Select(n => n with { MaySkip = presence.MaySkip(n.Index) || needed.Contains(n.Index) }).ToList();
        Settling.Check(model, nodes, presence, outputs, findings);
        AlternativeChecks.Check(model, nodes, presence, order, findings);
        Reachability.Check(model, nodes, order, presence, findings);
        CaseChecks.Check(model, nodes, outputs, findings);
        FlowChecks.Check(model, nodes, names, loops, outputs, findings);
        UnusedInputs.Check(model, nodes, loops, complete, findings);
        PolicyChecks.Check(model, findings);
        RunMethodSuggestion.AddTo(model, nodes, findings);

        return new()
        {
            Nodes = nodes.ToEquatableArray(),
            TopologicalOrder = order.ToEquatableArray(),
            Output = outputs.First,
            OtherOutputs = outputs.Others,
            OutputMayBeSkipped = outputs.MayBeMissing,
            Loops = loops.ToEquatableArray(),
            Previous = previous.ToEquatableArray(),
            Shape = GraphShape.Hash(model, nodes, outputs, loops, previous),
            Findings = findings.ToEquatableArray(),
            IsValid = model.Run is not null && !model.IsIncomplete && !unbound && !findings.Any(f => f.Blocks),
        };
    }

    // A [Finally] step may find that anything is missing, after a failure, and has to be able to tell.
    private static HashSet<int> AtTheEnd(WorkflowModel model, IReadOnlyList<GraphNode> nodes) =>
        new(nodes.Where(n => model.Steps[n.Index].IsFinally).SelectMany(n => n.Producers.Append(n.Index)));
}

/// <summary>A step in the graph. Indices are places in <see cref="WorkflowModel.Steps"/>.</summary>
internal sealed record GraphNode
{
    public required int Index { get; init; }

    /// <summary>One per parameter of the step.</summary>
    public EquatableArray<Binding> Bindings { get; init; }

    /// <summary>The step's guards, in the order of their attributes, each once.</summary>
    public EquatableArray<GuardUse> Guards { get; init; }

    /// <summary>What must have settled before the step may start: producers, [After], and what its guards read; ascending, each once.</summary>
    public EquatableArray<int> Dependencies { get; init; }

    /// <summary>Everything that comes before it in the graph: its dependencies, the members of its joins, the streams and arrivals that it takes elements from; ascending.</summary>
    public EquatableArray<int> Predecessors { get; init; }

    /// <summary>The dependencies whose being skipped skips this node: producers of parameters (of the step and of its guards) that are not nullable; ascending.</summary>
    public EquatableArray<int> Required { get; init; }

    /// <summary>The nodes that have this one among their <see cref="Predecessors"/>; ascending.</summary>
    public EquatableArray<int> Successors { get; init; }

    /// <summary>Producers of which some are enough: for parameters of kind <see cref="BindingKind.Join"/>, of the step and its guards.</summary>
    public EquatableArray<JoinUse> Joins { get; init; }

    /// <summary>How it runs once per element; null: it runs once.</summary>
    public EachUse? Each { get; init; }

    /// <summary>The nodes whose failure it handles.</summary>
    public EquatableArray<int> Catches { get; init; }

    /// <summary>For a signal: the nodes that it cancels, none for the run; null: it cancels nothing.</summary>
    public EquatableArray<int>? Cancels { get; init; }

    /// <summary>The run does not wait for it.</summary>
    public bool IsBackground { get; init; }

    /// <summary>[Only(After)], or −1.</summary>
    public int OpenedBy { get; init; } = -1;

    /// <summary>[Only(Before)], or −1.</summary>
    public int ClosedBy { get; init; } = -1;

    /// <summary>[Exclusive(Until)], or −1.</summary>
    public int ExclusiveUntil { get; init; } = -1;

    public CompensationUse? Compensation { get; init; }

    /// <summary>Whether somebody can find this node's value missing: skipped, cancelled, failed, or (for [Finally] steps) never reached.</summary>
    public bool MaySkip { get; init; }

    public bool HasUnbound => AllBindings.Any(b => b.Kind == BindingKind.Unbound);

    /// <summary>The bindings of the step and its guards, in order.</summary>
    public IEnumerable<Binding> AllBindings
    {
        get
        {
            var all = Guards.Count == 0 ? Bindings : Bindings.Concat(Guards.SelectMany(g => g.Bindings));
            return Each?.Until is { } until ? all.Concat(until.Bindings) : all;
        }
    }

    /// <summary>The nodes whose results the step or one of its guards takes, in order, with repeats.</summary>
    public IEnumerable<int> Producers => AllBindings.Concat(Joins.SelectMany(j => j.Members)).Concat(Each?.Sources.SelectMany(s => s.Sources) ?? [])
        .Where(b => b.Kind == BindingKind.Step).Select(b => b.Index);
}

/// <summary>A guard as one step uses it. Two steps that use one guard on the same sources are skipped together.</summary>
/// <param name="Guard">The place in <see cref="WorkflowModel.Guards"/>.</param>
/// <param name="Bindings">One per parameter of the guard.</param>
/// <param name="Negated">[Unless]: it must not hold.</param>
internal sealed record GuardUse(int Guard, EquatableArray<Binding> Bindings, bool Negated = false);

/// <summary>Where a parameter's value comes from.</summary>
/// <param name="Index">Which input, step, join or previous value; −1 for the other kinds.</param>
/// <param name="NarrowTo">The type that the value must be of, as <c>global::…</c>; null: it always is. Otherwise the step is skipped where it is not.</param>
internal readonly record struct Binding(BindingKind Kind, int Index = -1, string? NarrowTo = null);

internal enum BindingKind
{
    /// <summary>Nowhere: there is a finding that says why.</summary>
    Unbound,
    Input,
    Step,
    CancellationToken,
    StepContext,

    /// <summary>Several producers, of which some are enough. <see cref="Binding.Index"/> is the place in <see cref="GraphNode.Joins"/>.</summary>
    Join,

    /// <summary>A value of the round before. <see cref="Binding.Index"/> is the place in <see cref="WorkflowGraph.Previous"/>.</summary>
    Previous,

    /// <summary>One element. <see cref="Binding.Index"/> is the place in <see cref="GraphNode.Each"/>'s sources.</summary>
    Element,

    /// <summary>The failure that is caught, or of the run.</summary>
    Failure,

    /// <summary>In a guard over an [Each]: the results so far. In a loop's guard, a step's own result is of kind <see cref="Step"/>.</summary>
    Results,

    /// <summary>The first parameter of a child: the workflow itself.</summary>
    Workflow,
}

/// <summary>Producers of which some are enough.</summary>
/// <param name="Members">The producers, in the order in which they were named, with how each converts.</param>
/// <param name="Need">1 for alternatives and [FirstOf].</param>
/// <param name="IsList">[AnyOf]: the value is a list.</param>
/// <param name="Required">The parameter is not nullable: skipped without.</param>
internal sealed record JoinUse(EquatableArray<Binding> Members, int Need, bool IsList, bool Required, RestModel Rest);

internal enum EachSourceKindModel
{
    Collection,
    Stream,
    Arrivals,
}

/// <param name="Sources">For a collection: the input or step. For a stream: the step. For arrivals: the steps.</param>
internal sealed record EachSourceUse(EachSourceKindModel Kind, EquatableArray<Binding> Sources);

/// <param name="Until">A guard over the results, or null.</param>
/// <param name="CompleteOn">A signal's node, or −1.</param>
internal sealed record EachUse(EquatableArray<EachSourceUse> Sources, int MaxParallel, int Enough, GuardUse? Until, int CompleteOn, RestModel Rest);

/// <param name="End">The node with [Loop].</param>
/// <param name="Region">Ascending.</param>
/// <param name="While">Its guard, or null.</param>
internal sealed record LoopUse(int End, EquatableArray<int> Region, GuardUse? While, int Max);

/// <summary>A value of the round before.</summary>
/// <param name="Node">Who handed it over.</param>
/// <param name="Loop">The place in <see cref="WorkflowGraph.Loops"/> of the innermost loop around both.</param>
internal readonly record struct PreviousUse(int Node, int Loop);

/// <summary>A compensation as one step uses it.</summary>
/// <param name="Compensation">The place in <see cref="WorkflowModel.Compensations"/>.</param>
/// <param name="Arguments">One per parameter of the compensation.</param>
internal sealed record CompensationUse(int Compensation, EquatableArray<CompensationArgument> Arguments);

/// <param name="Index">Which parameter of the step; −1 for the other kinds.</param>
internal readonly record struct CompensationArgument(CompensationArgumentKind Kind, int Index = -1);

internal enum CompensationArgumentKind
{
    Parameter,
    Result,
    CancellationToken,
    StepContext,
    Failure,
}
