using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>What lets a test put delegates in the place of steps: a typed reference for each, and the executor's part in it.</summary>
internal static class StepsEmitter
{
    /// <summary>The steps that can be replaced: those with a method that is called, and whose types can be named.</summary>
    private static bool IsReplaceable(StepModel step) => step is { Kind: NodeKindModel.Step, Access: not null };

    public static void References(SourceWriter writer, Unit unit)
    {
        var steps = unit.Indices.Where(i => IsReplaceable(unit.Model.Steps[i])).ToList();
        if (steps.Count == 0)
            return;
        writer.Line("/// <summary>The steps by name, for tests that run something else in their place.</summary>");
        writer.Open($"public static class {unit.Names.Steps}");
        foreach (var node in steps)
        {
            var step = unit.Model.Steps[node];
            if (node != steps[0])
                writer.Line();
            writer.Line($"/// <summary>The step <c>{CSharpText.XmlEscaped(step.Name)}</c>.</summary>");
            writer.Line($"{step.Access} static {KnownNames.Execution}.StepReference<{Delegate(step)}> {CSharpText.Identifier(step.Name)} => new({CSharpText.Literal(step.Name)}, {node});");
        }
        writer.Close();
        writer.Line();
    }

    public static void Executor(SourceWriter writer, Unit unit, Func<int, string> assign, Func<int, string> arguments)
    {
        if (!unit.Model.Steps.Any(IsReplaceable))
            return;
        writer.Line();
        NodeSwitch.Emit(writer, "protected override bool", "BeginReplacement",
            [
                ("int", "node"), ("int", "element"), ("int", "window"), ("global::System.Delegate", "replacement"),
                (KnownNames.StepContext, "step"), (KnownNames.CancellationToken, "cancellationToken"), ("global::System.Action", "continuation"),
            ],
            unit.Nodes.Count,
            node =>
            {
                if (!IsReplaceable(unit.Model.Steps[node]))
                    return null;
                var call = $"(({Delegate(unit.Model.Steps[node])})replacement)({arguments(node)})";
                if (!unit.IsAsynchronous(node))
                    return $"{assign(node)}{call}; return true;";
                var awaiter = unit.Names.Awaiters[node];
                return unit.IsEach(node)
                    ? $"{KnownNames.Execution}.ElementAccess.Keep(ref {awaiter}, window, {call}.ConfigureAwait(false).GetAwaiter()); return EndAtOnce(node, element, window, {awaiter}[window], {awaiter}[window].IsCompleted, continuation);"
                    : $"{awaiter} = {call}.ConfigureAwait(false).GetAwaiter(); return EndAtOnce(node, element, window, {awaiter}, {awaiter}.IsCompleted, continuation);";
            });
    }

    private static string Delegate(StepModel step)
    {
        var types = step.Parameters.Select(p => p.Type.FullName).ToList();
        if (step.Returns == ReturnShape.Void)
            return types.Count == 0 ? "global::System.Action" : $"global::System.Action<{string.Join(", ", types)}>";
        types.Add(KnownNames.Returned(step.Returns, step.Result));
        return $"global::System.Func<{string.Join(", ", types)}>";
    }
}
