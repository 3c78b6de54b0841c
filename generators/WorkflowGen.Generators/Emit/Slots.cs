using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>
/// Where values lie while a run is under way (locals on the straight path, fields in the executor), and how they are read as arguments. The value of a step that may be
/// skipped lies in a slot that can be null, so that whoever may do without it sees null, and not the default of its type.
/// </summary>
internal sealed class Slots(Unit unit, Func<int, string> input, Func<int, string> handoff)
{
    private readonly WorkflowModel _model = unit.Model;
    private readonly WorkflowGraph _graph = unit.Graph;

    public string Input(int index) => input(index);

    /// <summary>What others see as a step's handoff: of a step with [Each] the list, of a stream an item.</summary>
    public static TypeModel? HandoffOf(StepModel step) => step.Handoff ?? step.Result;

    /// <summary>The type of a step's slot.</summary>
    public static string TypeOf(StepModel step, GraphNode node) => HandoffOf(step)!.FullName + (IsWidened(step, node) ? "?" : "");

    /// <summary>The value of a step that is known to have completed.</summary>
    public string Completed(int step) => IsWidened(step) ? handoff(step) + ".GetValueOrDefault()" : handoff(step);

    /// <summary>The arguments of a step or guard of a node, in order.</summary>
    /// <param name="skip">How many parameters are not asked for: a child's first names the workflow.</param>
    public string Arguments(GraphNode node, EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters, string token, string context, int skip = 0) =>
        string.Join(", ", bindings.Select((binding, i) => Argument(node, binding, parameters[i], token, context)).Skip(skip));

    public string Argument(GraphNode node, Binding binding, ParameterModel parameter, string token, string context) => binding.Kind switch
    {
        BindingKind.CancellationToken => token,
        BindingKind.StepContext => context,
        BindingKind.Join => unit.Names.JoinMethods[node.Index][binding.Index] + "()",
        BindingKind.Previous => Previous(binding.Index, parameter),
        BindingKind.Element => Narrowed(Element(node, binding.Index), binding, parameter),
        BindingKind.Failure => $"FailureOf({node.Index})",
        BindingKind.Results => unit.Names.Results[node.Index] + ".Of(completed)",
        BindingKind.Input => Narrowed(input(binding.Index), binding, parameter),
        _ when binding.NarrowTo is not null => Narrowed(handoff(binding.Index), binding, parameter),
        _ => Argument(node, binding.Index, parameter.Type),
    };

    /// <summary>The tests of those bindings without which a node is skipped: that the value is of the case that the parameter takes.</summary>
    public IEnumerable<string> Narrowings(EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters, bool negated = false)
    {
        for (var i = 0; i < bindings.Count; i++)
        {
            if (!Narrows(bindings[i], parameters[i]))
                continue;
            var value = bindings[i].Kind == BindingKind.Input ? input(bindings[i].Index) : handoff(bindings[i].Index);
            yield return $"{value} is {(negated ? "not " : "")}{bindings[i].NarrowTo}";
        }
    }

    /// <summary>Whether a node is skipped where the value is of another case. One that may be null is null then.</summary>
    public static bool Narrows(Binding binding, ParameterModel parameter) =>
        binding is { Kind: BindingKind.Input or BindingKind.Step, NarrowTo: not null } && !parameter.Type.MayBeNull;

    /// <summary>A source as the argument of something that takes a certain type, where the source is known to have completed.</summary>
    public string Member(Binding member) =>
        (member.NarrowTo is { } type ? $"({type})" : "") + (member.Kind == BindingKind.Input ? input(member.Index) : Completed(member.Index));

    /// <summary>What the run hands back.</summary>
    public string Output => _graph.OutputMayBeSkipped ? OrDefault(_graph.Output, _model.Run!.Result!) : handoff(_graph.Output);

    private static string Narrowed(string value, Binding binding, ParameterModel parameter) =>
        binding.NarrowTo is not { } type ? value : parameter.Type.MayBeNull ? $"{value} as {type}" : $"({type}){value}";

    private string Element(GraphNode node, int place)
    {
        var source = node.Each!.Sources[place];
        switch (source.Kind)
        {
            case EachSourceKindModel.Arrivals:
                return $"{unit.Names.ArrivalMethods[node.Index][place]}(element)";
            case EachSourceKindModel.Stream:
                return $"{unit.Names.Items[source.Sources[0].Index]}[element]";
            default:
                var collection = Collection(source.Sources[0]);
                return CountMember(source.Sources[0]) is null ? $"{KnownNames.Execution}.ElementAccess.At({collection}, element)" : collection + "[element]";
        }
    }

    /// <summary>How many elements a collection has.</summary>
    public string CountOf(Binding source) =>
        CountMember(source) is { } member ? $"{Collection(source)}.{member}" : $"{KnownNames.Execution}.ElementAccess.Count({Collection(source)})";

    private string Collection(Binding source) => source.Kind == BindingKind.Input ? input(source.Index) : Completed(source.Index);

    // What is known to have an indexer of its own; anything else is reached through its interface.
    private string? CountMember(Binding source)
    {
        var type = source.Kind == BindingKind.Input ? _model.Inputs[source.Index].Type : HandoffOf(_model.Steps[source.Index])!;
        if (type.FullName.TrimEnd('?').EndsWith("[]", StringComparison.Ordinal))
            return "Length";
        return type.FullName.StartsWith("global::System.Collections.Generic.IReadOnlyList<", StringComparison.Ordinal) || type.FullName.StartsWith("global::System.Collections.Generic.List<", StringComparison.Ordinal)
            ? "Count"
            : null;
    }

    // In the first round there is none: the parameter may be null, or says what stands in.
    private string Previous(int place, ParameterModel parameter)
    {
        var kept = unit.Names.Previous[place];
        return parameter.Type.MayBeNull ? kept : $"{kept} ?? {parameter.Default ?? $"default({parameter.Type.FullName})"}";
    }

    private string Argument(GraphNode node, int source, TypeModel wanted)
    {
        if (!_graph.Nodes[source].MaySkip)
            return handoff(source);
        return node.Required.Contains(source) ? Completed(source) : OrDefault(source, wanted);
    }

    private string OrDefault(int source, TypeModel wanted)
    {
        var type = HandoffOf(_model.Steps[source])!;
        if (!string.Equals(wanted.FullName.TrimEnd('?'), type.FullName.TrimEnd('?'), StringComparison.Ordinal))
            return $"{handoff(source)} is null ? default({wanted.FullName}) : {Completed(source)}"; // a conversion of the author's may not expect null
        return wanted is { IsValueType: true, MayBeNull: false } ? Completed(source) : handoff(source);
    }

    private bool IsWidened(int step) => IsWidened(_model.Steps[step], _graph.Nodes[step]);

    private static bool IsWidened(StepModel step, GraphNode node) => node.MaySkip && HandoffOf(step) is { IsValueType: true, MayBeNull: false };
}
