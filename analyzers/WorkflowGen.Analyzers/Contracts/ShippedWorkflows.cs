using System.Globalization;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;
using WorkflowGen.Roslyn.Shipped;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>What runs rely on of a workflow as the code has it: the graph in the words of the record, and the shapes of what is handed over.</summary>
internal sealed class ShippedWorkflows
{
    private readonly WorkflowInspection _inspection;
    private readonly HandoffShapes _shapes;
    private readonly Dictionary<string, string> _upcasters;

    private ShippedWorkflows(WorkflowInspection inspection, CancellationToken cancellationToken)
    {
        _inspection = inspection;
        _shapes = new(SerialiserOptions.Of(inspection.Symbols.Type), cancellationToken);
        _upcasters = Upcasters.Of(inspection.Symbols.Type);
    }

    private WorkflowModel Model => _inspection.Model;

    private WorkflowGraph Graph => _inspection.Graph;

    /// <summary>Null: what is there has no graph, of which other rules tell.</summary>
    public static ShippedWorkflow? Of(WorkflowInspection inspection, CancellationToken cancellationToken) =>
        IsWhole(inspection) && inspection.Model.Version > 0 ? new ShippedWorkflows(inspection, cancellationToken).Describe() : null;

    // What is refused only because this version does not execute it yet has a graph all the same.
    private static bool IsWhole(WorkflowInspection inspection) => inspection.Graph.IsValid
        || (inspection.Model.Run is not null && inspection.Graph.Nodes.All(n => !n.HasUnbound) && inspection.Graph.Findings.Where(f => f.Blocks).All(f => f.RuleId == WorkflowGen.Roslyn.RuleIds.NotSupportedYet));

    private ShippedWorkflow Describe()
    {
        var inputs = _inspection.Symbols.Inputs.Select(i => new ShippedInput(i.Name, _shapes.Of(i.Type), Upcaster(i.Name))).ToEquatableArray();
        var result = Model.Run?.Result is not null && _inspection.Symbols.Run is { } run && ReturnShapes.Of(run.ReturnType).Result is { } type ? _shapes.Of(type) : null;
        var nodes = Graph.Nodes.Select(Describe).OrderBy(n => n.Name, StringComparer.Ordinal).ToEquatableArray();
        return new()
        {
            Name = Model.Name,
            Version = Model.Version,
            Inputs = inputs,
            Result = result,
            Outputs = Graph.Output < 0 ? default : Sorted(Graph.OtherOutputs.Prepend(Graph.Output).Select(NameOf)),
            Nodes = nodes,
            Types = _shapes.Types,
        };
    }

    private ShippedNode Describe(GraphNode node)
    {
        var step = Model.Steps[node.Index];
        var method = _inspection.Symbols.Steps[node.Index];
        return new()
        {
            Name = step.Name,
            Kind = Kind(step),
            Result = _inspection.Symbols.Results[node.Index] is { } result ? _shapes.Of(result) : null,
            Renamed = Sorted(method.GetAttributes().Where(a => KnownTypes.LanguageAttribute(a) == "Renamed").Select(a => AttributeArguments.Name(a, 0)).OfType<string>().Where(n => n.Length > 0).Distinct()),
            Upcast = Upcaster(step.Name),
            After = Sorted(node.Dependencies.Where(d => !IsStream(d)).Select(NameOf)),
            Takes = node.Bindings.Select(b => Source(b, node)).OfType<string>().ToEquatableArray(),
            Each = node.Each is { } each ? each.Sources.Select(s => string.Join(", ", s.Sources.Select(b => Source(b, node)))).ToEquatableArray() : default,
            When = Sorted(Conditions(node)),
            Joins = node.Joins.Select(j => new ShippedJoin(j.Need, j.Members.Select(m => Source(m, node)).OfType<string>().ToEquatableArray(), j.Rest == RestModel.Cancel && j.Members.Count > j.Need)).ToEquatableArray(),
            Catches = Sorted(node.Catches.Select(NameOf)),
            Cancels = node.Cancels is { } cancels ? cancels.Count == 0 ? new[] { "*" }.ToEquatableArray() : Sorted(cancels.Select(NameOf)) : default,
            End = step.IsEnd,
            Loop = Loop(node.Index),
            Child = Child(method, step),
            Compensation = Compensation(node),
        };
    }

    private static string Kind(StepModel step) => step.Kind switch
    {
        NodeKindModel.Signal => step.Signal is { IsStream: true } ? "signals" : "signal",
        NodeKindModel.Delay => "delay",
        NodeKindModel.Child => step.Child is { Detached: true } ? "detached child" : "child",
        NodeKindModel.Stream => "stream",
        _ => step.IsFinally ? "finally" : "step",
    };

    private IEnumerable<string> Conditions(GraphNode node)
    {
        foreach (var guard in node.Guards)
            yield return (guard.Negated ? "not " : "") + Guard(guard, node);
        if (node.Each?.Until is { } until)
            yield return "until " + Guard(until, node);
        if (node.Each is { CompleteOn: >= 0 and var signal })
            yield return "complete on " + NameOf(signal);
        if (node.Each is { Enough: > 0 and var enough })
            yield return $"enough {enough.ToString(CultureInfo.InvariantCulture)}()";
        if (node.OpenedBy >= 0)
            yield return "opened by " + NameOf(node.OpenedBy);
        if (node.ClosedBy >= 0)
            yield return "before " + NameOf(node.ClosedBy);
    }

    private string Guard(GuardUse use, GraphNode node) => $"{Model.Guards[use.Guard].Name}({string.Join(", ", use.Bindings.Select(b => Source(b, node)).OfType<string>())})";

    private string? Source(Binding binding, GraphNode node)
    {
        var narrow = binding.NarrowTo is { } type ? " as " + type.Replace("global::", "").TrimEnd('?') : "";
        return binding.Kind switch
        {
            BindingKind.Input => ShippedSources.Input + Model.Inputs[binding.Index].Name + narrow,
            BindingKind.Step => NameOf(binding.Index) + narrow,
            BindingKind.Join when binding.Index < node.Joins.Count => string.Join(", ", node.Joins[binding.Index].Members.Select(m => Source(m, node))),
            BindingKind.Previous => "previous " + NameOf(Graph.Previous[binding.Index].Node),
            BindingKind.Element when node.Each is { } each && binding.Index < each.Sources.Count => string.Join(", ", each.Sources[binding.Index].Sources.Select(s => "each " + Source(s, node))),
            BindingKind.Failure => "failure",
            BindingKind.Results => "results",
            _ => null,
        };
    }

    private ShippedLoop? Loop(int node)
    {
        foreach (var loop in Graph.Loops)
        {
            if (loop.End == node)
                return new(Model.Steps[node].Loop?.To ?? NameOf(node), loop.While is { } guard ? Model.Guards[guard.Guard].Name : null, Sorted(loop.Region.Select(NameOf)));
        }
        return null;
    }

    private ShippedChild? Child(IMethodSymbol method, StepModel step)
    {
        if (step.Child is null || method.Parameters.IsEmpty || method.Parameters[0].Type is not INamedTypeSymbol workflow)
            return null;
        var name = workflow.Name;
        var version = 1;
        foreach (var attribute in workflow.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) != "Workflow")
                continue;
            name = AttributeArguments.Name(attribute, 0) ?? name;
            version = AttributeArguments.Named(attribute, "Version")?.Value as int? ?? version;
        }
        var run = workflow.GetMembers("RunAsync").OfType<IMethodSymbol>().FirstOrDefault();
        return new(name, version, run is null ? default : run.Parameters.Where(p => !KnownTypes.IsCancellationToken(p.Type)).Select(p => _shapes.Of(p.Type)).ToEquatableArray());
    }

    private ShippedCompensation? Compensation(GraphNode node)
    {
        if (node.Compensation is not { } use)
            return null;
        var name = Model.Compensations[use.Compensation].Name;
        var method = _inspection.Symbols.Type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length == use.Arguments.Count);
        return new(name, method is null ? default : use.Arguments
            .Select((argument, i) => argument.Kind is CompensationArgumentKind.Parameter or CompensationArgumentKind.Result ? _shapes.Of(method.Parameters[i].Type) : null)
            .OfType<string>()
            .ToEquatableArray());
    }

    private bool IsStream(int node) => Model.Steps[node].Kind == NodeKindModel.Stream || Model.Steps[node].Signal is { IsStream: true };

    private string NameOf(int node) => Model.Steps[node].Name;

    private string? Upcaster(string of) => _upcasters.TryGetValue(of, out var method) ? method : null;

    private static EquatableArray<string> Sorted(IEnumerable<string> names) => names.OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray();
}
