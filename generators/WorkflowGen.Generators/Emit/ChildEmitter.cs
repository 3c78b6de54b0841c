using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>Other workflows as steps: what they are given, and how they run in memory.</summary>
internal static class ChildEmitter
{
    /// <summary>The call that runs the child in memory, as part of the parent's run; detached, with nothing to cancel it.</summary>
    public static string Call(Slots slots, StepModel step, GraphNode node)
    {
        var child = step.Child!;
        var arguments = Inputs(slots, step, node).ToList();
        if (child.TokenPosition >= 0)
            arguments.Insert(child.TokenPosition, child.Detached ? $"default({KnownNames.CancellationToken})" : "cancellationToken");
        return $"{child.Instance}.RunAsync({string.Join(", ", arguments)})";
    }

    /// <summary>What stands for a child that cannot be run in memory, as nobody knows where to take it from.</summary>
    public static string Missing(StepModel step) =>
        $"throw new global::System.InvalidOperationException({CSharpText.Literal($"A run in memory cannot make the child of '{step.Name}': '{step.Child!.Workflow.DisplayName}' has no constructor without parameters. Take one in the constructor of the workflow and keep it in a field, or run it durably.")});";

    public static void Executor(SourceWriter writer, Unit unit, Slots slots, HandoffJsonEmitter json)
    {
        var children = unit.Indices.Where(i => unit.Model.Steps[i].Child is not null).ToList();
        if (children.Count == 0)
            return;
        writer.Line();
        NodeSwitch.Emit(writer, "public override void", "WriteChildInputs", [("int", "node"), ("int", "element"), (KnownNames.JsonWriter, "writer")], unit.Nodes.Count,
            node => unit.Model.Steps[node].Child is null ? null : $"Write{unit.Model.Steps[node].Name}Inputs(element, writer); return;");
        foreach (var node in children)
        {
            var step = unit.Model.Steps[node];
            writer.Line();
            writer.Open($"private void Write{step.Name}Inputs(int element, {KnownNames.JsonWriter} writer)");
            writer.Line("writer.WriteStartArray();");
            var inputs = Inputs(slots, step, unit.Nodes[node]).ToList();
            for (var i = 0; i < inputs.Count; i++)
                writer.Line(json.Write(inputs[i], step.Child!.Inputs[i]));
            writer.Line("writer.WriteEndArray();");
            writer.Close();
        }
    }

    /// <summary>Whoever adds the workflow adds its children.</summary>
    public static void Registration(SourceWriter writer, Unit unit)
    {
        var children = unit.Model.Steps.Select(s => s.Child?.Workflow.FullName.TrimEnd('?')).OfType<string>().Where(c => c != unit.Names.Self).Distinct(StringComparer.Ordinal).ToList();
        if (children.Count == 0)
            return;
        writer.Open($"static void {WorkflowEmitter.Interface(unit.Names)}.AddChildren(global::WorkflowGen.Hosting.WorkflowGenBuilder workflows)");
        foreach (var child in children)
            writer.Line($"workflows.AddChildWorkflow<{child}>();");
        writer.Close();
        writer.Line();
    }

    // In two steps where two are needed: to what the method takes, and from that to what the child does.
    private static IEnumerable<string> Inputs(Slots slots, StepModel step, GraphNode node)
    {
        for (var i = 1; i < step.Parameters.Count; i++)
        {
            var parameter = step.Parameters[i];
            var value = slots.Argument(node, node.Bindings[i], parameter, $"default({KnownNames.CancellationToken})", "null");
            yield return parameter.Type.FullName.TrimEnd('?') == step.Child!.Inputs[i - 1].FullName.TrimEnd('?') ? value : $"({parameter.Type.FullName})({value})";
        }
    }
}
