using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>Streams: items of steps are pulled, those of signals are sent; both are kept by number as long as somebody needs them.</summary>
internal static class StreamEmitter
{
    public static void Emit(SourceWriter writer, Unit unit, Slots slots, HandoffJsonEmitter json)
    {
        var streams = unit.Indices.Where(unit.IsStream).ToList();
        if (streams.Count == 0)
            return;
        var names = unit.Names;
        var steps = streams.Where(i => unit.Model.Steps[i].Kind == NodeKindModel.Stream).ToList();
        void Switch(string modifiersAndType, string name, (string Type, string Name)[] parameters, List<int> nodes, Func<int, string> body)
        {
            writer.Line();
            NodeSwitch.Emit(writer, modifiersAndType, name, parameters, unit.Nodes.Count, node => nodes.Contains(node) ? body(node) : null);
        }

        if (steps.Count > 0)
        {
            Switch("protected override bool", "BeginPull",
                [("int", "node"), ("int", "item"), (KnownNames.StepContext, "step"), (KnownNames.CancellationToken, "cancellationToken"), ("global::System.Action", "continuation"), ("out bool", "moved")],
                steps, node => $"return {names.BeginMethods[node]}(item, {Passed(unit, node)}continuation, out moved);");
            Switch("protected override bool", "EndPull", [("int", "node"), ("int", "item")], steps, node => $"return {names.EndMethods[node]}(item, {names.Cursors[node]}.End());");
            Switch("protected override void", "AbandonStream", [("int", "node")], steps, node => $"{names.Cursors[node]}.Abandon(); return;");
            foreach (var node in steps)
                Pull(writer, unit, slots, node);
        }
        Switch("public override void", "WriteItem", [("int", "node"), ("int", "item"), (KnownNames.JsonWriter, "writer")], streams,
            node => json.Write($"{names.Items[node]}[item]", unit.Model.Steps[node].Result!) + " return;");
        Switch("public override void", "ReadItem", [("int", "node"), ("int", "item"), ("ref " + KnownNames.JsonReader, "reader")], streams,
            node => $"{names.Items[node]}[item] = {json.ReadResult(node)}; return;");
        Switch("protected override void", "ForgetItem", [("int", "node"), ("int", "item")], streams, node => $"{names.Items[node]}.Forget(item); return;");
    }

    private static string Passed(Unit unit, int node) =>
        (unit.Takes(node, ParameterKind.StepContext) ? "step, " : "") + "cancellationToken, ";

    private static void Pull(SourceWriter writer, Unit unit, Slots slots, int node)
    {
        var (step, graphNode, names) = (unit.Model.Steps[node], unit.Nodes[node], unit.Names);
        var takesContext = unit.Takes(node, ParameterKind.StepContext) ? $"{KnownNames.StepContext} step, " : "";
        var call = unit.Call("_workflow", step.IsStatic, step.Name, slots.Arguments(graphNode, graphNode.Bindings, step.Parameters, "cancellationToken", "step"));
        writer.Line();
        writer.Line($$"""
            private bool {{names.BeginMethods[node]}}(int item, {{takesContext}}{{KnownNames.CancellationToken}} cancellationToken, global::System.Action continuation, out bool moved)
            {
                if (!{{names.Cursors[node]}}.IsOpen)
                    {{names.Cursors[node]}}.Open({{call}}, cancellationToken);
                if (!{{names.Cursors[node]}}.Begin(continuation, out moved))
                    return false;
                {{names.EndMethods[node]}}(item, moved);
                return true;
            }

            private bool {{names.EndMethods[node]}}(int item, bool moved)
            {
                if (moved && item >= 0)
                    {{names.Items[node]}}[item] = {{names.Cursors[node]}}.Current;
                return moved;
            }
            """);
    }
}
