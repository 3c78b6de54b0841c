using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>
/// Where values lie while a run is under way (locals on the straight path, fields in the executor), and how they are read as arguments. The value of a step that may be
/// skipped lies in a slot that can be null, so that whoever may do without it sees null, and not the default of its type.
/// </summary>
internal sealed class Slots(WorkflowModel model, WorkflowGraph graph, Func<int, string> input, Func<int, string> handoff)
{
    public string Input(int index) => input(index);

    /// <summary>The type of a step's slot.</summary>
    public static string TypeOf(StepModel step, GraphNode node) => step.Result!.FullName + (IsWidened(step, node) ? "?" : "");

    /// <summary>The value of a step that is known to have completed.</summary>
    public string Completed(int step) => IsWidened(step) ? handoff(step) + ".GetValueOrDefault()" : handoff(step);

    /// <summary>The arguments of a step or guard of a node, in order.</summary>
    public string Arguments(GraphNode node, EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters, string token, string context) =>
        string.Join(", ", bindings.Select((binding, i) => binding.Kind switch
        {
            BindingKind.CancellationToken => token,
            BindingKind.StepContext => context,
            BindingKind.Input => input(binding.Index),
            _ => Argument(node, binding.Index, parameters[i].Type),
        }));

    /// <summary>What the run hands back.</summary>
    public string Output => graph.OutputMayBeSkipped ? OrDefault(graph.Output, model.Run!.Result!) : handoff(graph.Output);

    private string Argument(GraphNode node, int source, TypeModel wanted)
    {
        if (!graph.Nodes[source].MaySkip)
            return handoff(source);
        return node.Required.Contains(source) ? Completed(source) : OrDefault(source, wanted);
    }

    private string OrDefault(int source, TypeModel wanted)
    {
        var type = model.Steps[source].Result!;
        if (!string.Equals(wanted.FullName.TrimEnd('?'), type.FullName.TrimEnd('?'), StringComparison.Ordinal))
            return $"{handoff(source)} is null ? default({wanted.FullName}) : {Completed(source)}"; // a conversion of the author's may not expect null
        return wanted is { IsValueType: true, MayBeNull: false } ? Completed(source) : handoff(source);
    }

    private bool IsWidened(int step) => IsWidened(model.Steps[step], graph.Nodes[step]);

    private static bool IsWidened(StepModel step, GraphNode node) => node.MaySkip && step.Result is { IsValueType: true, MayBeNull: false };
}
