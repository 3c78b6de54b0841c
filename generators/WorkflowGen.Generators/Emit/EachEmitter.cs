using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>Steps that run once per element: how many there are, what each takes, and what becomes of their results.</summary>
internal static class EachEmitter
{
    private static readonly (string Type, string Name)[] s_completed = [("int", "node"), ("global::System.Collections.Generic.IReadOnlyList<int>", "completed")];

    public static void Emit(SourceWriter writer, Unit unit, Slots slots, HandoffJsonEmitter json, Func<int, string?> begin, Func<int, string?> end)
    {
        if (!unit.Nodes.Any(n => n.Each is not null))
            return;
        var count = unit.Nodes.Count;
        bool HasResult(int node) => unit.IsEach(node) && unit.Model.Steps[node].Result is not null;
        void Switch(string modifiersAndType, string name, (string Type, string Name)[] parameters, Func<int, string?> body)
        {
            writer.Line();
            NodeSwitch.Emit(writer, modifiersAndType, name, parameters, count, node => unit.IsEach(node) ? body(node) : null);
        }

        Switch("protected override int", "BeginElements", [("int", "node")], node => Count(unit, slots, node));
        Switch("protected override bool", "BeginElement",
            [("int", "node"), ("int", "element"), ("int", "window"), (KnownNames.StepContext, "step"), (KnownNames.CancellationToken, "cancellationToken"), ("global::System.Action", "continuation")],
            begin);
        if (unit.Asynchronous.Any(unit.IsEach))
            Switch("protected override void", "EndElement", [("int", "node"), ("int", "element"), ("int", "window")], end);
        Switch("protected override void", "CompleteElements", s_completed,
            node => HasResult(node) ? $"{unit.Names.Handoffs[node]} = {unit.Names.Results[node]}.Complete(completed); return;" : "return;");
        if (unit.Nodes.Any(n => n.Each?.Until is not null))
        {
            Switch("protected override bool", "EvaluateUntil", s_completed,
                node => unit.Nodes[node].Each!.Until is { } until ? $"return {LoopEmitter.GuardCall(unit, slots, unit.Nodes[node], until)};" : null);
        }
        if (unit.Indices.Any(HasResult))
        {
            Switch("public override void", "WriteElement", [("int", "node"), ("int", "element"), (KnownNames.JsonWriter, "writer")],
                node => HasResult(node) ? json.Write($"{unit.Names.Results[node]}[element]", unit.Model.Steps[node].Result!) + " return;" : null);
            Switch("public override void", "ReadElement", [("int", "node"), ("int", "element"), ("ref " + KnownNames.JsonReader, "reader")],
                node => HasResult(node) ? $"{unit.Names.Results[node]}[element] = {json.ReadResult(node)}; return;" : null);
        }
        Arrivals(writer, unit, slots);
    }

    private static string Count(Unit unit, Slots slots, int node)
    {
        string? count = null;
        foreach (var source in unit.Nodes[node].Each!.Sources.Where(s => s.Kind == EachSourceKindModel.Collection))
            count = count is null ? slots.CountOf(source.Sources[0]) : $"global::System.Math.Min({count}, {slots.CountOf(source.Sources[0])})";
        count ??= "int.MaxValue";
        return unit.Model.Steps[node].Result is null ? $"return {count};" : $"return {unit.Names.Results[node]}.Begin({count});";
    }

    private static void Arrivals(SourceWriter writer, Unit unit, Slots slots)
    {
        foreach (var node in unit.Nodes.Where(n => n.Each is not null))
        {
            for (var i = 0; i < node.Each!.Sources.Count; i++)
            {
                if (node.Each.Sources[i].Kind != EachSourceKindModel.Arrivals)
                    continue;
                var parameter = unit.Model.Steps[node.Index].Parameters[node.Bindings.Select((b, p) => (b, p)).First(b => b.b.Kind == BindingKind.Element && b.b.Index == i).p];
                writer.Line();
                writer.Line($"/// <summary>What '{parameter.Name}' of {unit.Model.Steps[node.Index].Name} takes: the result of the producer that was the next to complete.</summary>");
                writer.Open($"private {parameter.Type.FullName} {unit.Names.ArrivalMethods[node.Index][i]}(int element)");
                writer.Open($"switch (ArrivalOf({node.Index}, element))");
                foreach (var source in node.Each.Sources[i].Sources)
                    writer.Line($"case {source.Index}: return {slots.Member(source)};");
                writer.Line("default: return default;");
                writer.Close();
                writer.Close();
            }
        }
    }
}
