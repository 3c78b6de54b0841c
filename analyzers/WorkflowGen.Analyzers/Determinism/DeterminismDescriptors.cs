using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>The determinism rules. {0} is the call chain, {1} what to do instead.</summary>
internal static class DeterminismDescriptors
{
    private const string Category = "WorkflowGen.Determinism";

    public static readonly DiagnosticDescriptor AmbientClock = new(
        RuleIds.AmbientClock,
        "Steps and decisions do not read the ambient clock",
        "{0} reads the ambient clock, which shows another time when the step is run again; {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A step that is run again after a crash must see what it saw before. StepContext.UtcNow is derived from the journal.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.AmbientClock));
}
