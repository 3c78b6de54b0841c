using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Structure;

/// <summary>The rules about the class and its members.</summary>
internal static class StructureRules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule(
        RuleIds.NotPartial,
        "A workflow is partial",
        "Workflow '{0}' is not partial: the generator adds the body of RunAsync to it");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Rule(
        RuleIds.ContainingTypeNotPartial,
        "The types around a workflow are partial",
        "Workflow '{0}' is nested in '{1}', which is not partial: the generator cannot add to it");

    public static readonly DiagnosticDescriptor AbstractWorkflow = Rule(
        RuleIds.AbstractWorkflow,
        "A workflow is not abstract",
        "Workflow '{0}' is abstract: nothing could be run");

    public static readonly DiagnosticDescriptor StaticWorkflow = Rule(
        RuleIds.StaticWorkflow,
        "A workflow is not static",
        "Workflow '{0}' is static: its services come in through a constructor");

    public static readonly DiagnosticDescriptor GenericWorkflow = Rule(
        RuleIds.GenericWorkflow,
        "A workflow is not generic",
        "Workflow '{0}' is generic, or nested in a generic type: stored runs need one type per handoff");

    public static readonly DiagnosticDescriptor FileLocalWorkflow = Rule(
        RuleIds.FileLocalWorkflow,
        "A workflow is not local to its file",
        "Workflow '{0}' is local to its file: the generator adds to it from another one");

    public static readonly DiagnosticDescriptor RunMethodMissing = Rule(
        RuleIds.RunMethodMissing,
        "A workflow declares RunAsync",
        "Workflow '{0}' does not declare its contract: 'public partial ValueTask<TOut> RunAsync(TIn input, CancellationToken cancellationToken = default)'");

    public static readonly DiagnosticDescriptor RunMethodForm = Rule(
        RuleIds.RunMethodForm,
        "RunAsync has the form of a contract",
        "RunAsync of workflow '{0}' has another form than 'public partial ValueTask<TOut> RunAsync(TIn input, CancellationToken cancellationToken = default)': {1}");

    public static readonly DiagnosticDescriptor MutableState = Rule(
        RuleIds.MutableState,
        "A workflow has no mutable state",
        "{0} '{1}' of workflow '{2}' can change: one instance serves many runs, and it is not checkpointed; hand the value over from step to step");

    public static readonly DiagnosticDescriptor NoSteps = Rule(
        RuleIds.NoSteps,
        "A workflow has steps",
        "Workflow '{0}' has no method marked [Step]");

    public static readonly DiagnosticDescriptor InvalidWorkflowName = Rule(
        RuleIds.InvalidWorkflowName,
        "A workflow's name is fit for a key",
        "The name '{0}' of workflow '{1}' is not valid: 1 to 128 ASCII letters, digits, '.', '_' and '-', beginning with a letter or digit, without '..'");

    public static readonly DiagnosticDescriptor InvalidVersion = Rule(
        RuleIds.InvalidVersion,
        "Versions count from 1",
        "The version {0} of workflow '{1}' is not valid: versions count from 1");

    public static readonly DiagnosticDescriptor StepOutsideWorkflow = Rule(
        RuleIds.StepOutsideWorkflow,
        "Steps belong to workflows",
        "'{0}' is marked [Step], but '{1}' is not marked [Workflow]: it would never run");

    public static readonly DiagnosticDescriptor StepForm = Rule(
        RuleIds.StepForm,
        "A step is a plain method",
        "Step '{0}' of workflow '{1}' cannot be called: {2}");

    public static readonly DiagnosticDescriptor StepReturnType = Rule(
        RuleIds.StepReturnType,
        "A step hands over a finished value",
        "Step '{0}' returns '{1}', which is not a finished value: return nothing, a value, Task, Task<T>, ValueTask or ValueTask<T>");

    public static readonly DiagnosticDescriptor AttributeNeedsStep = Rule(
        RuleIds.AttributeNeedsStep,
        "Policies and conditions stand on steps",
        "[{0}] has no effect on '{1}', which is not a step");

    public static readonly DiagnosticDescriptor AmbiguousConstructor = Rule(
        RuleIds.AmbiguousConstructor,
        "The container can construct a workflow",
        "Workflow '{0}' {1}");

    public static readonly DiagnosticDescriptor NotSupportedYet = Rule(
        RuleIds.NotSupportedYet,
        "This version does not execute all of the language",
        "{0} is part of the language but not supported by this version of WorkflowGen (in '{1}')");

    public static readonly DiagnosticDescriptor InvalidJsonContext = Rule(
        RuleIds.InvalidJsonContext,
        "JsonContext names a JsonSerializerContext",
        "'{0}', the JsonContext of workflow '{1}', {2}");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        new(id, title, message, "WorkflowGen.Structure", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id));
}
