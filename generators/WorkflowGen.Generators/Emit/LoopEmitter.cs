using WorkflowGen.Roslyn.Graph;

namespace WorkflowGen.Generators.Emit;

/// <summary>Loops: whether there is another round, and what of the last one is kept for it.</summary>
internal static class LoopEmitter
{
    public static void Emit(SourceWriter writer, Unit unit, Slots slots)
    {
        var loops = unit.Graph.Loops;
        if (loops.Count == 0)
            return;
        writer.Line();
        if (loops.Any(l => l.While is not null))
        {
            Switch(writer, "protected override bool EvaluateLoop(int loop)", loops.Count, loop => loops[loop].While is { } use ? [Guard(unit, slots, loops[loop], use)] : null);
            writer.Line();
        }
        Switch(writer, "protected override void BeginRound(int loop)", loops.Count, loop => Round(unit, loop));
    }

    private static string Guard(Unit unit, Slots slots, LoopUse loop, GuardUse use)
    {
        var conditions = slots.Narrowings(use.Bindings, unit.Model.Guards[use.Guard].Parameters)
            .Append((use.Negated ? "!" : "") + GuardCall(unit, slots, unit.Nodes[loop.End], use));
        return $"return {string.Join(" && ", conditions)};";
    }

    public static string GuardCall(Unit unit, Slots slots, GraphNode node, GuardUse use)
    {
        var guard = unit.Model.Guards[use.Guard];
        return unit.Call("_workflow", guard.IsStatic, guard.Name, slots.Arguments(node, use.Bindings, guard.Parameters, $"default({KnownNames.CancellationToken})", "null"));
    }

    private static IEnumerable<string> Round(Unit unit, int loop)
    {
        var (graph, names) = (unit.Graph, unit.Names);
        var region = graph.Loops[loop].Region;
        for (var i = 0; i < graph.Previous.Count; i++)
        {
            if (graph.Previous[i].Loop == loop)
                yield return $"{names.Previous[i]} = {names.Handoffs[graph.Previous[i].Node]};";
            else if (IsInside(graph.Loops[graph.Previous[i].Loop], graph.Loops[loop]))
                yield return $"{names.Previous[i]} = default;";
        }

        // What is skipped in the new round must not seem to have handed over what it did in the last one.
        foreach (var node in region.Where(n => unit.Model.Steps[n].Result is not null))
        {
            yield return unit.IsStream(node) ? $"{names.Items[node]}.Clear();" : $"{names.Handoffs[node]} = default;";
            if (unit.IsEach(node))
                yield return $"{names.Results[node]}.Clear();";
        }
        yield return "return;";
    }

    private static bool IsInside(LoopUse inner, LoopUse outer) => inner.Region.Count < outer.Region.Count && inner.Region.All(outer.Region.Contains);

    private static void Switch(SourceWriter writer, string header, int count, Func<int, IEnumerable<string>?> body)
    {
        writer.Open(header);
        writer.Open("switch (loop)");
        for (var loop = 0; loop < count; loop++)
        {
            if (body(loop)?.ToList() is not { } statements)
                continue;
            if (statements.Count == 1)
            {
                writer.Line($"case {loop}: {statements[0]}");
                continue;
            }
            writer.Line($"case {loop}:");
            writer.Indent();
            foreach (var statement in statements)
                writer.Line(statement);
            writer.Outdent();
        }
        writer.Line("default: throw new global::System.ArgumentOutOfRangeException(nameof(loop));");
        writer.Close();
        writer.Close();
    }
}
