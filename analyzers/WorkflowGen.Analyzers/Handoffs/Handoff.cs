using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>An input or a result of a workflow: what is written to the journal.</summary>
/// <param name="Description">As messages name it: <c>Input 'order'</c>.</param>
/// <param name="Location">Where its type stands.</param>
internal sealed record Handoff(ITypeSymbol Type, string Description, Location Location)
{
    public string DisplayName => TypeDescriber.Display(TypeDescriber.Unwrap(Type));

    public static IEnumerable<Handoff> Of(WorkflowInspection inspection, CancellationToken cancellationToken)
    {
        var symbols = inspection.Symbols;
        foreach (var input in symbols.Inputs)
        {
            var location = AnchorLocator.ParameterType(input, cancellationToken) ?? input.Locations.FirstOrDefault() ?? Location.None;
            yield return new(input.Type, $"Input '{input.Name}'", location);
        }
        for (var i = 0; i < symbols.Steps.Length; i++)
        {
            // A result of a form that is refused as a whole (a stream, an awaitable) is not looked into.
            if (symbols.Results[i] is not { } result || inspection.Model.Findings.Any(f => f.RuleId == WorkflowGen.Roslyn.RuleIds.StepReturnType && f.Anchor.Index == i))
                continue;
            var step = symbols.Steps[i];
            yield return new(result, $"The result of step '{step.Name}'", AnchorLocator.ReturnType(step, cancellationToken) ?? step.Locations.FirstOrDefault() ?? Location.None);
        }
    }
}
