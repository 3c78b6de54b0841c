using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>A workflow and all that has been worked out about it: what the emitters print.</summary>
internal sealed class Unit(WorkflowModel model)
{
    public WorkflowModel Model { get; } = model;

    public WorkflowGraph Graph { get; } = WorkflowGraph.Build(model);

    public GeneratedNames Names { get; } = new(model);

    /// <summary>Whether RunAsync is declared in a way that can be repeated: while it is being typed, a parameter may have no name yet.</summary>
    public bool HasRun => Model.Run is not null && Model.Inputs.All(i => i.Name.Length > 0) && Model.Run.CancellationToken?.Length != 0;

    public bool IsValid => Graph.IsValid && HasRun && Model.Steps.All(s => s.Name.Length > 0);

    public EquatableArray<GraphNode> Nodes => Graph.Nodes;

    /// <summary>The type that RunAsync returns.</summary>
    public string RunTask => KnownNames.ValueTask + TaskArgument;

    /// <summary><c>&lt;TOut&gt;</c>, or nothing.</summary>
    public string TaskArgument => Model.Run!.Result is { } type ? $"<{type.FullName}>" : "";

    public IEnumerable<int> WithResult => Indices.Where(i => Model.Steps[i].Result is not null);

    public IEnumerable<int> Asynchronous => Indices.Where(IsAsynchronous);

    private IEnumerable<int> Indices => Enumerable.Range(0, Model.Steps.Count);

    public bool IsAsynchronous(int step) => Model.Steps[step].Returns is not (ReturnShape.Void or ReturnShape.Value);

    public bool Takes(int step, ParameterKind kind) => Model.Steps[step].Parameters.Any(p => p.Kind == kind);

    /// <summary>A call of a step or guard. Members are reached through an instance or the type, so that no local or parameter hides them.</summary>
    public string Call(string instance, bool isStatic, string method, string arguments) =>
        $"{(isStatic ? Names.Self : instance)}.{CSharpText.Identifier(method)}({arguments})";
}
