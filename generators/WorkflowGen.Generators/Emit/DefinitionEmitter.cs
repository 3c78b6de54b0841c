using System.Globalization;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The graph as static data.</summary>
internal static class DefinitionEmitter
{
    private const int MaxLine = 140;

    public static void Emit(SourceWriter writer, Unit unit)
    {
        var (model, graph) = (unit.Model, unit.Graph);
        var inputs = string.Join(", ", model.Inputs.Select(i => CSharpText.Literal(CSharpText.Unescaped(i.Name))));
        writer.Line($"""
            internal static readonly {KnownNames.Execution}.WorkflowDefinition Graph = new(
                name: {CSharpText.Literal(model.Name)},
                version: {model.Version},
                shape: {CSharpText.Literal(graph.Shape)},
                nodes:
                [
            """);
        writer.Indent();
        writer.Indent();
        foreach (var node in graph.Nodes)
            Node(writer, model.Steps[node.Index], node);
        writer.Outdent();
        writer.Line("],");
        writer.Line($"inputs: [{inputs}],");
        writer.Line($"output: {graph.Output});");
        writer.Outdent();
    }

    private static void Node(SourceWriter writer, StepModel step, GraphNode node)
    {
        var header = $"new({CSharpText.Literal(step.Name)}, {CSharpText.IntArray(node.Dependencies)}, {CSharpText.IntArray(node.Required)})";
        var properties = Properties(step, node).ToList();
        var line = properties.Count == 0 ? header + "," : $"{header} {{ {string.Join(", ", properties)} }},";
        if (line.Length <= MaxLine)
        {
            writer.Line(line);
            return;
        }
        writer.Open(header);
        foreach (var property in properties)
            writer.Line(property + ",");
        writer.Close(",");
    }

    private static IEnumerable<string> Properties(StepModel step, GraphNode node)
    {
        if (node.Guards.Count > 0)
            yield return "HasGuard = true";
        if (step.Parameters.Any(p => p.Kind == ParameterKind.StepContext))
            yield return "TakesContext = true";
        if (step.Result is { } result)
        {
            yield return "HasResult = true";
            yield return $"ResultType = {CSharpText.Literal(result.DisplayName)}";
        }
        if (step.Retry is { } retry)
            yield return "Retry = " + Retry(retry);
        if (step.AttemptTimeout is { } attempt)
            yield return "AttemptTimeout = " + CSharpText.Ticks(attempt);
        if (step.TotalTimeout is { } total)
            yield return "TotalTimeout = " + CSharpText.Ticks(total);
        if (step.Idempotency != IdempotencyKind.Unspecified)
            yield return $"Idempotency = global::WorkflowGen.Idempotency.{step.Idempotency}";
    }

    private static string Retry(RetryModel retry)
    {
        var attempts = retry.Attempts.ToString(CultureInfo.InvariantCulture);
        var text = $"new({attempts}, {CSharpText.Ticks(retry.Delay)}, global::WorkflowGen.Backoff.{retry.Backoff})";
        var properties = new List<string>();
        if (retry.MaxDelay is { } max)
            properties.Add("MaxDelay = " + CSharpText.Ticks(max));
        if (retry.Jitter != 0)
            properties.Add("Jitter = " + CSharpText.Literal(retry.Jitter));
        if (retry.On.Count > 0 || retry.Unless.Count > 0)
            properties.Add("Handles = static exception => " + Handles(retry));
        return properties.Count == 0 ? text : $"{text} {{ {string.Join(", ", properties)} }}";
    }

    private static string Handles(RetryModel retry)
    {
        var on = string.Join(" or ", retry.On);
        var unless = string.Join(" or ", retry.Unless);
        return (on.Length, unless.Length) switch
        {
            (_, 0) => $"exception is {on}",
            (0, _) => $"exception is not ({unless})",
            _ => $"exception is {on} && exception is not ({unless})",
        };
    }
}
