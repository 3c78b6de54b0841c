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
            yield return $"s{i}[{Text(model.Steps[i].Name)}]";

        foreach (var node in graph.Nodes)
        {
            foreach (var edge in node.Bindings.Select(b => Edge(model, node, b, "-->", label: null)).OfType<string>())
                yield return edge;
            foreach (var use in node.Guards)
            {
                foreach (var edge in use.Bindings.Select(b => Edge(model, node, b, "-.->", model.Guards[use.Guard].Name + "?")).OfType<string>())
                    yield return edge;
            }
            foreach (var before in node.Dependencies.Where(d => model.Steps[node.Index].After.Contains(model.Steps[d].Name)))
                yield return $"s{before} -.->|\"after\"| s{node.Index}";
        }
        if (graph.Output >= 0)
            yield return $"s{graph.Output} -->|{Text(model.Run!.Result!.DisplayName)}| result([\"result\"])";
    }

    // Nodes are numbered, since some words (end, default, style) mean something else in Mermaid, and an input may have a step's name.
    private static string? Edge(WorkflowModel model, GraphNode node, Binding binding, string arrow, string? label) => binding.Kind switch
    {
        BindingKind.Input => $"i{binding.Index} {arrow}|{Text(label ?? model.Inputs[binding.Index].Type.DisplayName)}| s{node.Index}",
        BindingKind.Step => $"s{binding.Index} {arrow}|{Text(label ?? model.Steps[binding.Index].Result!.DisplayName)}| s{node.Index}",
        _ => null,
    };

    private static string Text(string text) => "\"" + text.Replace("\"", "#quot;") + "\"";
}
