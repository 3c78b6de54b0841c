using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>The rules about values that go from one step to the next.</summary>
internal static class HandoffRules
{
    public static readonly DiagnosticDescriptor NoProducer = Rule(
        RuleIds.NoProducer,
        "Every parameter has a producer",
        "Parameter '{0}' of {1} has no producer: no input and no other step of '{3}' hands over '{2}'{4}");

    public static readonly DiagnosticDescriptor AmbiguousHandoff = Rule(
        RuleIds.AmbiguousHandoff,
        "Every parameter has one producer",
        "Parameter '{0}' of {1} could come from {3}: say which with [From], or name the parameter after it ('{2}' in '{4}')");

    public static readonly DiagnosticDescriptor UntypedHandoff = Rule(
        RuleIds.UntypedHandoff,
        "Handoffs are typed",
        "{0} of '{1}' is untyped: {2} says nothing of what is handed over");

    public static readonly DiagnosticDescriptor PossiblyMissing = Rule(
        RuleIds.PossiblyMissing,
        "A value that may be missing is nullable",
        "'{0}' of {1} may be missing: '{2}' is skipped when {3}, while '{4}' may still run; make the parameter nullable");

    public static readonly DiagnosticDescriptor ResultPossiblyMissing = Rule(
        RuleIds.ResultPossiblyMissing,
        "A result that may be missing is nullable",
        "The result of '{0}' may be missing: '{2}' is skipped when {3}, and '{1}' with it; let RunAsync return '{4}?'");

    public static readonly DiagnosticDescriptor NotSerialisable = Rule(
        RuleIds.NotSerialisable,
        "Handoffs can be serialised",
        "{0} of '{1}' cannot be serialised: '{2}' is {3}");

    public static readonly DiagnosticDescriptor LostInHandoff = Rule(
        RuleIds.LostInHandoff,
        "Nothing is lost in a handoff",
        "{0} of '{1}' loses a value when it is serialised: '{2}' {3}");

    public static readonly DiagnosticDescriptor MissingFromJsonContext = Rule(
        RuleIds.MissingFromJsonContext,
        "The JsonContext knows every handoff",
        "'{0}' of '{1}' lacks the handoff type '{2}': add [JsonSerializable(typeof({2}))]");

    public static readonly DiagnosticDescriptor UnknownSource = Rule(
        RuleIds.UnknownSource,
        "[From] names a source",
        "Parameter '{0}' of {1} takes its value from '{2}', which {3}");

    public static readonly DiagnosticDescriptor SourceTypeMismatch = Rule(
        RuleIds.SourceTypeMismatch,
        "[From] names a source of the right type",
        "Parameter '{0}' of {1} is of type '{2}', but '{3}' hands over '{4}'");

    public static readonly DiagnosticDescriptor UnusedInput = Rule(
        RuleIds.UnusedInput,
        "Inputs are used",
        "No step and no guard of '{1}' takes the input '{0}'",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor UnhandledCase = Rule(
        RuleIds.UnhandledCase,
        "Every case of a decision is handled",
        "No step of '{3}' handles {0}, though '{2}' may hand over any case of '{1}': take it, or take '{1}' as a whole",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor AlternativesNotExclusive = Rule(
        RuleIds.AlternativesNotExclusive,
        "Alternatives exclude each other",
        "'{0}' of {1} could come from both '{2}' and '{3}': they run together when {4}; let them exclude each other, or say [FirstOf]");

    public static readonly DiagnosticDescriptor AlternativesNotExhaustive = Rule(
        RuleIds.AlternativesNotExhaustive,
        "Alternatives leave no gap, or the parameter is nullable",
        "'{0}' of {1} may be missing: none of {2} runs when {3}; make the parameter '{4}?'");

    public static readonly DiagnosticDescriptor InvalidPrevious = Rule(
        RuleIds.InvalidPrevious,
        "[Previous] takes a value of the round before",
        "[Previous] does not fit '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidEach = Rule(
        RuleIds.InvalidEach,
        "[Each] has elements to run for",
        "[Each] does not fit '{0}' of {1}: {2}");

    public static readonly DiagnosticDescriptor InvalidJoin = Rule(
        RuleIds.InvalidJoin,
        "[FirstOf] and [AnyOf] name several producers",
        "The join '{0}' does not fit: {1}");

    public static readonly DiagnosticDescriptor InvalidCompensation = Rule(
        RuleIds.InvalidCompensation,
        "A compensation takes what its step took and gave",
        "'{1}' cannot undo step '{0}': {2}");

    public static readonly DiagnosticDescriptor OpenFamily = Rule(
        RuleIds.OpenFamily,
        "A case belongs to a closed family",
        "'{0}' of {1} takes '{2}', and '{3}' hands over '{4}', of which not all cases are known: close the family (an abstract type with a private constructor), or take '{4}'");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        new(id, title, message, "WorkflowGen.Handoffs", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id));
}
