using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// Works out the declaration that a workflow without RunAsync lacks: what its steps take and none of them makes is the input, and the only result that nobody takes is the output.
/// </summary>
internal static class RunMethodSuggestion
{
    public static void AddTo(WorkflowModel model, IReadOnlyList<GraphNode> nodes, List<Finding> findings)
    {
        for (var i = 0; i < findings.Count; i++)
        {
            if (findings[i].RuleId == RuleIds.RunMethodMissing)
                findings[i] = findings[i] with { Choices = new[] { Declaration(model, nodes) }.ToEquatableArray() };
        }
    }

    private static string Declaration(WorkflowModel model, IReadOnlyList<GraphNode> nodes)
    {
        var inputs = new List<string>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal) { "cancellationToken" };
        foreach (var node in nodes)
        {
            Collect(model.Steps[node.Index].Parameters, node.Bindings);
            foreach (var use in node.Guards)
                Collect(model.Guards[use.Guard].Parameters, use.Bindings);
        }

        var consumed = new HashSet<int>(nodes.SelectMany(n => n.Producers));
        var sinks = model.Steps.Where((s, i) => s.Result is not null && !consumed.Contains(i)).ToList();
        var result = sinks.Count == 1 ? $"ValueTask<{sinks[0].Result!.DisplayName}>" : "ValueTask";
        inputs.Add("CancellationToken cancellationToken = default");
        return $"public partial {result} RunAsync({string.Join(", ", inputs)});";

        void Collect(EquatableArray<ParameterModel> parameters, EquatableArray<Binding> bindings)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                var parameter = parameters[i];
                if (bindings[i].Kind == BindingKind.Unbound && !parameter.IsUntyped && types.Add(parameter.Type.FullName) && names.Add(parameter.Name))
                    inputs.Add($"{parameter.Type.DisplayName} {parameter.Name}");
            }
        }
    }
}
