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

    /// <summary>Whether a run can end without <see cref="Output"/> having run.</summary>
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
        NameChecks.Check(model, findings);
        var nodes = GraphLinks.Connect(Binder.Bind(model, findings));
        var cycles = Cycles.Find(nodes);
        var order = Ordering.Sort(nodes);
        var unbound = nodes.Any(n => n.HasUnbound);

        Cycles.Report(model, cycles, findings);
        Reachability.Check(model, nodes, cycles, findings);
        var output = OutputChoice.Choose(model, nodes, complete: !unbound && cycles.Count == 0, findings);
        var presence = Presence.Analyse(model, nodes, order);
        nodes = nodes.Select(n => n with { MaySkip = presence.MaySkip(n.Index) }).ToList();
        Settling.Check(model, nodes, presence, output, findings);
        UnusedInputs.Check(model, nodes, complete: !unbound && cycles.Count == 0, findings);
        PolicyChecks.Check(model, findings);
        RunMethodSuggestion.AddTo(model, nodes, findings);

        return new()
        {
            Nodes = nodes.ToEquatableArray(),
            TopologicalOrder = order.ToEquatableArray(),
            Output = output,
            OutputMayBeSkipped = output >= 0 && presence.MaySkip(output),
            Shape = GraphShape.Hash(model, nodes, output),
            Findings = findings.ToEquatableArray(),
            IsValid = model.Run is not null && !model.IsIncomplete && !unbound && !findings.Any(f => f.Blocks),
        };
    }
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

    /// <summary>The dependencies whose being skipped skips this node: producers of parameters (of the step and of its guards) that are not nullable; ascending.</summary>
    public EquatableArray<int> Required { get; init; }

    /// <summary>The nodes that depend on this one; ascending.</summary>
    public EquatableArray<int> Successors { get; init; }

    /// <summary>Whether a run can end with this node skipped.</summary>
    public bool MaySkip { get; init; }

    public bool HasUnbound => Bindings.Any(b => b.Kind == BindingKind.Unbound) || Guards.Any(g => g.Bindings.Any(b => b.Kind == BindingKind.Unbound));

    /// <summary>The nodes whose results the step or one of its guards takes, in order, with repeats.</summary>
    public IEnumerable<int> Producers => Bindings.Concat(Guards.SelectMany(g => g.Bindings)).Where(b => b.Kind == BindingKind.Step).Select(b => b.Index);
}

/// <summary>A guard as one step uses it. Two steps that use one guard on the same sources are skipped together.</summary>
/// <param name="Guard">The place in <see cref="WorkflowModel.Guards"/>.</param>
/// <param name="Bindings">One per parameter of the guard.</param>
internal sealed record GuardUse(int Guard, EquatableArray<Binding> Bindings);

/// <summary>Where a parameter's value comes from.</summary>
/// <param name="Index">Which input or step; −1 for the other kinds.</param>
internal readonly record struct Binding(BindingKind Kind, int Index = -1);

internal enum BindingKind
{
    /// <summary>Nowhere: there is a finding that says why.</summary>
    Unbound,
    Input,
    Step,
    CancellationToken,
    StepContext,
}
