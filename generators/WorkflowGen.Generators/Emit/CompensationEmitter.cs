using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>Undoing: what a compensation needs is copied when its step has completed, kept with it, and handed to the method when the time has come.</summary>
internal sealed class CompensationEmitter(SourceWriter writer, Unit unit, Slots slots, HandoffJsonEmitter json)
{
    public void Emit()
    {
        var nodes = unit.Nodes.Where(n => n.Compensation is not null).ToList();
        if (nodes.Count == 0)
            return;
        var names = unit.Names;
        Switch("protected override object", "CaptureCompensation", [("int", "node"), ("int", "element")], Capture);
        Switch("public override void", "WriteCompensation", [("int", "node"), ("object", "captured"), (KnownNames.JsonWriter, "writer")],
            node => $"(({names.Undos[node.Index]})captured).Write(writer); return;");
        Switch("public override object", "ReadCompensation", [("int", "node"), ("ref " + KnownNames.JsonReader, "reader")],
            node => $"return {names.Undos[node.Index]}.Read(ref reader);");
        Switch("protected override bool", "BeginCompensation",
            [("int", "node"), ("object", "captured"), (KnownNames.StepContext, "step"), (KnownNames.CancellationToken, "cancellationToken"), ("global::System.Action", "continuation")], Begin);
        if (nodes.Any(n => IsAsynchronous(Method(n))))
        {
            Switch("protected override void", "EndCompensation", [("int", "node")],
                node => IsAsynchronous(Method(node)) ? $"End{names.Undos[node.Index]}(); return;" : null);
        }
        foreach (var node in nodes)
        {
            if (IsAsynchronous(Method(node)))
                Methods(node);
            Class(node);
        }
    }

    /// <summary>The fields with what is under way.</summary>
    public static IEnumerable<(string Type, string Name)> Fields(Unit unit)
    {
        foreach (var node in unit.Nodes.Where(n => n.Compensation is not null))
        {
            var method = unit.Model.Compensations[node.Compensation!.Compensation];
            if (IsAsynchronous(method))
                yield return (KnownNames.Awaiter(method.Returns, method.Result), unit.Names.UndoAwaiters[node.Index]);
        }
    }

    private static bool IsAsynchronous(CompensationModel method) => method.Returns is not (ReturnShape.Void or ReturnShape.Value);

    private CompensationModel Method(GraphNode node) => unit.Model.Compensations[node.Compensation!.Compensation];

    private void Switch(string modifiersAndType, string name, (string Type, string Name)[] parameters, Func<GraphNode, string?> body)
    {
        writer.Line();
        NodeSwitch.Emit(writer, modifiersAndType, name, parameters, unit.Nodes.Count, node => unit.Nodes[node].Compensation is null ? null : body(unit.Nodes[node]));
    }

    private string Capture(GraphNode node)
    {
        var step = unit.Model.Steps[node.Index];
        var values = Kept(node).Select(kept => $"{kept.Field} = {(kept.Argument.Kind == CompensationArgumentKind.Result
            ? unit.IsEach(node.Index) ? $"{unit.Names.Results[node.Index]}[element]" : slots.Completed(node.Index)
            : slots.Argument(node, node.Bindings[kept.Argument.Index], step.Parameters[kept.Argument.Index], $"default({KnownNames.CancellationToken})", "null"))}").ToList();
        return values.Count == 0 ? $"return new {unit.Names.Undos[node.Index]}();" : $"return new {unit.Names.Undos[node.Index]} {{ {string.Join(", ", values)} }};";
    }

    private string Begin(GraphNode node)
    {
        var undo = unit.Names.Undos[node.Index];
        if (!IsAsynchronous(Method(node)))
            return $"{Call(node, $"(({undo})captured)")}; return true;";
        return $"return Begin{undo}(({undo})captured, step, cancellationToken, continuation);";
    }

    private string Call(GraphNode node, string captured)
    {
        var method = Method(node);
        var fields = Kept(node).ToDictionary(k => k.Parameter, k => k.Field);
        var arguments = node.Compensation!.Arguments.Select((argument, i) => argument.Kind switch
        {
            CompensationArgumentKind.CancellationToken => "cancellationToken",
            CompensationArgumentKind.StepContext => "step",
            CompensationArgumentKind.Failure => $"FailureOf({node.Index})",
            _ => $"{captured}.{fields[i]}",
        });
        return unit.Call("_workflow", method.IsStatic, method.Name, string.Join(", ", arguments));
    }

    private void Methods(GraphNode node)
    {
        var (undo, field) = (unit.Names.Undos[node.Index], unit.Names.UndoAwaiters[node.Index]);
        writer.Line();
        writer.Line($$"""
            private bool Begin{{undo}}({{undo}} captured, {{KnownNames.StepContext}} step, {{KnownNames.CancellationToken}} cancellationToken, global::System.Action continuation)
            {
                var awaiter = {{Call(node, "captured")}}.ConfigureAwait(false).GetAwaiter();
                if (awaiter.IsCompleted)
                {
                    awaiter.GetResult();
                    return true;
                }
                {{field}} = awaiter;
                awaiter.UnsafeOnCompleted(continuation);
                return false;
            }

            private void End{{undo}}()
            {
                var awaiter = {{field}};
                {{field}} = default;
                awaiter.GetResult();
            }
            """);
    }

    private void Class(GraphNode node)
    {
        var undo = unit.Names.Undos[node.Index];
        var kept = Kept(node).ToList();
        writer.Line();
        writer.Line($"/// <summary>What {Method(node).Name} needs to undo {unit.Model.Steps[node.Index].Name}.</summary>");
        writer.Open($"private sealed class {undo}");
        foreach (var (_, field, type, _) in kept)
            writer.Line($"internal {type.FullName} {field};");
        if (kept.Count > 0)
            writer.Line();
        writer.Open($"internal void Write({KnownNames.JsonWriter} writer)");
        writer.Line("writer.WriteStartArray();");
        foreach (var (_, field, type, _) in kept)
            writer.Line(json.Write(field, type));
        writer.Line("writer.WriteEndArray();");
        writer.Close();
        writer.Line();
        writer.Open($"internal static {undo} Read(ref {KnownNames.JsonReader} reader)");
        writer.Line($"var read = new {undo}();");
        writer.Line($"{KnownNames.Execution}.HandoffJson.ReadArrayStart(ref reader);");
        foreach (var (_, field, type, _) in kept)
        {
            writer.Line($"{KnownNames.Execution}.HandoffJson.ReadElement(ref reader);");
            writer.Line($"read.{field} = {json.Read(type)};");
        }
        writer.Line($"{KnownNames.Execution}.HandoffJson.ReadArrayEnd(ref reader);");
        writer.Line("return read;");
        writer.Close();
        writer.Close();
    }

    /// <summary>The arguments that are values of the step's, with the fields in which they are kept.</summary>
    private IEnumerable<(int Parameter, string Field, TypeModel Type, CompensationArgument Argument)> Kept(GraphNode node)
    {
        var scope = new NameScope("Write", "Read", "read", "reader", "writer", "Json", "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize", unit.Names.Undos[node.Index]);
        var method = Method(node);
        for (var i = 0; i < node.Compensation!.Arguments.Count; i++)
        {
            var argument = node.Compensation.Arguments[i];
            if (argument.Kind is CompensationArgumentKind.Parameter or CompensationArgumentKind.Result)
                yield return (i, scope.Take(method.Parameters[i].Name), method.Parameters[i].Type, argument);
        }
    }
}
