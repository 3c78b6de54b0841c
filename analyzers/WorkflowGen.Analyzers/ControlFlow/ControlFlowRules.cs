using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.ControlFlow;

/// <summary>The rules about the order of steps.</summary>
internal static class ControlFlowRules
{
    public static readonly DiagnosticDescriptor Cycle = Rule(
        RuleIds.Cycle,
        "The graph has no cycle",
        "Step {0} forms a cycle in '{1}'");

    public static readonly DiagnosticDescriptor Unreachable = Rule(
        RuleIds.Unreachable,
        "Every step can run",
        "Step '{0}' of '{1}' never runs: {2}",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor SeveralResults = Rule(
        RuleIds.SeveralResults,
        "The run has one result",
        "The result of '{0}' ('{1}') could be that of {2}: mark one with [Output]");

    public static readonly DiagnosticDescriptor NoResult = Rule(
        RuleIds.NoResult,
        "The run has a result",
        "No step hands over the result of '{0}' ('{1}'){2}");

    public static readonly DiagnosticDescriptor DuplicateStepName = Rule(
        RuleIds.DuplicateStepName,
        "Step names are unique",
        "Workflow '{1}' has several steps named '{0}': the name is the step's key in the journal");

    public static readonly DiagnosticDescriptor DuplicateWorkflow = Rule(
        RuleIds.DuplicateWorkflow,
        "Workflow names are unique per version",
        "Version {1} of workflow '{0}' is declared by '{2}' too",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor StepNameCase = Rule(
        RuleIds.StepNameCase,
        "Step names differ by more than case",
        "Steps '{0}' and '{1}' of '{2}' differ by case only",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor GuardNotFound = Rule(
        RuleIds.GuardNotFound,
        "[When] names a method of the class",
        "The guard '{0}' of step '{1}' is not a method of '{2}'");

    public static readonly DiagnosticDescriptor GuardForm = Rule(
        RuleIds.GuardForm,
        "A guard is a plain bool method",
        "'{0}' cannot be a guard: {1}");

    public static readonly DiagnosticDescriptor InvalidAfter = Rule(
        RuleIds.InvalidAfter,
        "[After] names other steps, each once",
        "Step '{0}' comes after '{1}', which {2}");

    public static readonly DiagnosticDescriptor InvalidOutput = Rule(
        RuleIds.InvalidOutput,
        "[Output] marks one step with the run's result",
        "Step '{0}' cannot be the output: {1}");

    public static readonly DiagnosticDescriptor UnusedResult = Rule(
        RuleIds.UnusedResult,
        "Results are used",
        "Nobody takes the result of step '{0}' ('{1}')",
        DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error, params string[] customTags) =>
        new(id, title, message, "WorkflowGen.ControlFlow", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id), customTags: customTags);
}
