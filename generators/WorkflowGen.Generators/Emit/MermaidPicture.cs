using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The graph as a Mermaid flowchart, in the documentation comment of the class.</summary>
internal static class MermaidPicture
{
    /// <summary>Mermaid itself refuses to draw more.</summary>
    private const int MaxEdges = 500;

    public static void Emit(SourceWriter writer, Unit unit)
    {
        var lines = Lines(unit).Distinct(StringComparer.Ordinal).ToList();
        writer.Line("/// <remarks>");
        if (lines.Count > MaxEdges)
        {
            writer.Line($"/// A graph of {unit.Nodes.Count} steps: too large to draw.");
        }
        else
        {
            writer.Line("/// <code language=\"mermaid\">");
            writer.Line("/// flowchart TD");
            foreach (var line in lines)
                writer.Line("///   " + CSharpText.XmlEscaped(line));
            writer.Line("/// </code>");
        }
        writer.Line("/// </remarks>");
    }

    private static IEnumerable<string> Lines(Unit unit)
    {
        var (model, graph) = (unit.Model, unit.Graph);
        for (var i = 0; i < model.Inputs.Count; i++)
            yield return $"i{i}([{Text(CSharpText.Unescaped(model.Inputs[i].Name))}])";
        for (var i = 0; i < model.Steps.Count; i++)
            yield return $"s{i}{Shape(model.Steps[i])}";

        foreach (var node in graph.Nodes)
        {
            foreach (var edge in node.Bindings.SelectMany((b, i) => Edges(unit, node, b, model.Steps[node.Index].Parameters[i])))
                yield return edge;
            foreach (var use in node.Guards)
            {
                var label = (use.Negated ? "not " : "") + model.Guards[use.Guard].Name + "?";
                foreach (var edge in use.Bindings.SelectMany(b => Sources(node, b)).Select(b => Edge(model, node, b, "-.->", label)).OfType<string>())
                    yield return edge;
            }
            foreach (var before in node.Dependencies.Where(d => model.Steps[node.Index].After.Contains(model.Steps[d].Name)))
                yield return $"s{before} -.->|\"after\"| s{node.Index}";
            foreach (var edge in Decisions(unit, node))
                yield return edge;
        }
        foreach (var loop in graph.Loops)
        {
            var first = model.Steps[loop.End].Loop!.To is { } to ? Enumerable.Range(0, model.Steps.Count).First(i => model.Steps[i].Name == to) : loop.End;
            yield return $"s{loop.End} -.->|{Text(loop.While is { } use ? $"while {model.Guards[use.Guard].Name}" : "again")}| s{first}";
        }
        if (graph.Output >= 0)
        {
            foreach (var output in graph.OtherOutputs.Prepend(graph.Output))
                yield return $"s{output} -->|{Text(model.Run!.Result!.DisplayName)}| result([\"result\"])";
        }
    }

    // What is no plain flow of values: who handles whose failure, who ends or opens what, and how it is undone.
    private static IEnumerable<string> Decisions(Unit unit, GraphNode node)
    {
        var model = unit.Model;
        foreach (var caught in node.Catches)
            yield return $"s{caught} -.->|\"failed\"| s{node.Index}";
        if (node.OpenedBy >= 0)
            yield return $"s{node.OpenedBy} -.->|\"opens\"| s{node.Index}";
        if (node.ClosedBy >= 0)
            yield return $"s{node.ClosedBy} -.->|\"closes\"| s{node.Index}";
        if (node.Each is { CompleteOn: >= 0 and var signal })
            yield return $"s{signal} -.->|\"completes\"| s{node.Index}";
        if (node.Cancels is { } cancelled)
        {
            foreach (var edge in cancelled.Count == 0 ? [$"s{node.Index} -.->|\"cancels\"| run([\"run\"])"] : cancelled.Select(c => $"s{node.Index} -.->|\"cancels\"| s{c}"))
                yield return edge;
        }
        if (node.Compensation is { } use)
            yield return $"s{node.Index} -.->|\"undone by\"| c{use.Compensation}[{Text(model.Compensations[use.Compensation].Name)}]";
    }

    private static string Shape(StepModel step) => step.Kind switch
    {
        NodeKindModel.Signal => $">{Text(step.Name)}]",
        NodeKindModel.Delay => $"{{{{{Text(step.Name)}}}}}",
        NodeKindModel.Child => $"[[{Text(step.Name)}]]",
        _ => $"[{Text(step.Name)}]",
    };

    private static IEnumerable<string> Edges(Unit unit, GraphNode node, Binding binding, ParameterModel parameter)
    {
        var (arrow, label) = binding.Kind switch
        {
            BindingKind.Previous => ("-.->", $"previous {parameter.Type.DisplayName.TrimEnd('?')}"),
            BindingKind.Element => ("==>", $"each {parameter.Type.DisplayName}"),
            BindingKind.Join when parameter.Join is { } join => ("-->", join.IsList ? $"{join.Need} of {join.Steps.Count}" : "first"),
            _ => ("-->", binding.NarrowTo is null ? null : parameter.Type.DisplayName.TrimEnd('?')),
        };
        var sources = binding.Kind == BindingKind.Previous ? [new(BindingKind.Step, unit.Graph.Previous[binding.Index].Node)] : Sources(node, binding);
        return sources.Select(s => Edge(unit.Model, node, s, arrow, label)).OfType<string>();
    }

    private static IEnumerable<Binding> Sources(GraphNode node, Binding binding) => binding.Kind switch
    {
        BindingKind.Join => node.Joins[binding.Index].Members,
        BindingKind.Element => node.Each!.Sources[binding.Index].Sources,
        _ => [binding],
    };

    // Nodes are numbered, since some words (end, default, style) mean something else in Mermaid, and an input may have a step's name.
    private static string? Edge(WorkflowModel model, GraphNode node, Binding binding, string arrow, string? label) => binding.Kind switch
    {
        BindingKind.Input => $"i{binding.Index} {arrow}|{Text(label ?? model.Inputs[binding.Index].Type.DisplayName)}| s{node.Index}",
        BindingKind.Step => $"s{binding.Index} {arrow}|{Text(label ?? Slots.HandoffOf(model.Steps[binding.Index])!.DisplayName)}| s{node.Index}",
        _ => null,
    };

    private static string Text(string text) => "\"" + text.Replace("\"", "#quot;") + "\"";
}
