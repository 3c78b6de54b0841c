using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>A workflow and all that has been worked out about it: what the emitters print.</summary>
internal sealed class Unit
{
    public Unit(WorkflowModel model)
    {
        Model = model;
        Graph = WorkflowGraph.Build(model);
        Names = new GeneratedNames(model, Graph);
    }

    public WorkflowModel Model { get; }

    public WorkflowGraph Graph { get; }

    public GeneratedNames Names { get; }

    /// <summary>Whether RunAsync is declared in a way that can be repeated: while it is being typed, a parameter may have no name yet.</summary>
    public bool HasRun => Model.Run is not null && Model.Inputs.All(i => i.Name.Length > 0) && Model.Run.CancellationToken?.Length != 0;

    public bool IsValid => Graph.IsValid && HasRun && Model.Steps.All(s => s.Name.Length > 0);

    public EquatableArray<GraphNode> Nodes => Graph.Nodes;

    /// <summary>The type that RunAsync returns.</summary>
    public string RunTask => KnownNames.ValueTask + TaskArgument;

    /// <summary><c>&lt;TOut&gt;</c>, or nothing.</summary>
    public string TaskArgument => Model.Run!.Result is { } type ? $"<{type.FullName}>" : "";

    /// <summary>The nodes that have a slot: those that hand over a value, as a whole.</summary>
    public IEnumerable<int> WithResult => Indices.Where(i => Model.Steps[i].Result is not null && !IsStream(i));

    public IEnumerable<int> Asynchronous => Indices.Where(IsAsynchronous);

    /// <summary>Whether a run may have to wait for somebody or something, so that RunAsync does without the fast path.</summary>
    public bool Waits => Model.Steps.Any(s => s.Kind is NodeKindModel.Signal or NodeKindModel.Delay || s.Delay is not null);

    /// <summary>Whether a run has to do with time, its own or a child's: then it can be started on a clock, by which tests move it on.</summary>
    public bool HasClock => Waits || Model.Steps.Any(s => StraightPath.MayRetry(s) || s is { Kind: NodeKindModel.Child, Child: { Detached: false } });

    public IEnumerable<int> Indices => Enumerable.Range(0, Model.Steps.Count);

    public IEnumerable<int> Signals => Indices.Where(i => Model.Steps[i].Kind == NodeKindModel.Signal);

    public bool IsEach(int step) => Nodes[step].Each is not null;

    /// <summary>Whether items come of it one by one: a step that returns a stream, or a signal that comes many times.</summary>
    public bool IsStream(int step) => Model.Steps[step] is { Kind: NodeKindModel.Stream } or { Signal.IsStream: true };

    /// <summary>Whether a call of it is awaited.</summary>
    public bool IsAsynchronous(int step) => Model.Steps[step] switch
    {
        { Kind: NodeKindModel.Step, Returns: not (ReturnShape.Void or ReturnShape.Value) } => true,
        { Kind: NodeKindModel.Child, Child: { Detached: false, Instance: not null } } => true,
        _ => false,
    };

    public bool Takes(int step, ParameterKind kind) => Model.Steps[step].Parameters.Any(p => p.Kind == kind);

    /// <summary>Whether it is decided by more than what it needs whether the node runs: by guards, and by the cases of what it takes.</summary>
    public bool HasCondition(GraphNode node) =>
        node.Guards.Count > 0 || node.Bindings.Select((binding, i) => Slots.Narrows(binding, Model.Steps[node.Index].Parameters[i])).Any(narrows => narrows);

    /// <summary>A call of a step or guard. Members are reached through an instance or the type, so that no local or parameter hides them.</summary>
    public string Call(string instance, bool isStatic, string method, string arguments) =>
        $"{(isStatic ? Names.Self : instance)}.{CSharpText.Identifier(method)}({arguments})";
}
