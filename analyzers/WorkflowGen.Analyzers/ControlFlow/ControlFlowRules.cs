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

    public static readonly DiagnosticDescriptor InvalidLoop = Rule(
        RuleIds.InvalidLoop,
        "A loop goes back to a step before it",
        "[Loop] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor EndlessLoop = Rule(
        RuleIds.EndlessLoop,
        "A loop ends",
        "The loop of step '{0}' in '{1}' never ends: {2}; say Max, or a guard over what the loop computes");

    public static readonly DiagnosticDescriptor JoinNeverFires = Rule(
        RuleIds.JoinNeverFires,
        "A join can fire",
        "'{0}' of step '{1}' waits for what never comes: {2}");

    public static readonly DiagnosticDescriptor InvalidCatch = Rule(
        RuleIds.InvalidCatch,
        "[Catch] handles the failure of another step",
        "Step '{0}' catches nothing: {1}");

    public static readonly DiagnosticDescriptor InvalidFinally = Rule(
        RuleIds.InvalidFinally,
        "[Finally] comes last",
        "[Finally] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidEnd = Rule(
        RuleIds.InvalidEnd,
        "[End] ends the run with its result",
        "[End] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidSignal = Rule(
        RuleIds.InvalidSignal,
        "A signal is a partial method with a result",
        "Signal '{0}' does not fit: {1}");

    public static readonly DiagnosticDescriptor SignalUnused = Rule(
        RuleIds.SignalUnused,
        "Somebody waits for a signal",
        "Nobody waits for signal '{0}' of '{1}': take its value, or name it in [After], [CancelOn] or CompleteOn",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor InvalidDelay = Rule(
        RuleIds.InvalidDelay,
        "A delay says how long",
        "Delay '{0}' does not fit: {1}");

    public static readonly DiagnosticDescriptor InvalidChild = Rule(
        RuleIds.InvalidChild,
        "A child is another workflow with the inputs it takes",
        "Child '{0}' does not fit: {1}");

    public static readonly DiagnosticDescriptor InvalidCancelOn = Rule(
        RuleIds.InvalidCancelOn,
        "[CancelOn] names a signal and steps",
        "[CancelOn] does not fit '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidOnly = Rule(
        RuleIds.InvalidOnly,
        "A milestone opens before it closes",
        "[Only] does not fit '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidExclusive = Rule(
        RuleIds.InvalidExclusive,
        "[Exclusive] is released by a later step",
        "[Exclusive] does not fit step '{0}': {1}");

    public static readonly DiagnosticDescriptor WaitWithoutTimeout = Rule(
        RuleIds.WaitWithoutTimeout,
        "A wait has an end",
        "'{0}' of '{1}' may be waited for without end: a timeout makes sure that the run goes on",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor TooManyFacts = Rule(
        RuleIds.TooManyFacts,
        "Alternatives depend on few facts",
        "Whether {2} exclude each other for '{0}' of {1} depends on {3} facts, more than can be tried: decide in a step that hands over a case of a closed family");

    public static readonly DiagnosticDescriptor LoopsWaitForEachOther = Rule(
        RuleIds.LoopsWaitForEachOther,
        "One of two loops can end first",
        "The loops of {0} in '{1}' wait for each other and never end: {2}");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error, params string[] customTags) =>
        new(id, title, message, "WorkflowGen.ControlFlow", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id), customTags: customTags);
}
