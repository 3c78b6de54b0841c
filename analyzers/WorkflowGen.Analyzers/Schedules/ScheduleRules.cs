using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Schedules;

/// <summary>The rules about what starts runs by the calendar.</summary>
internal static class ScheduleRules
{
    public static readonly DiagnosticDescriptor Unparsable = Rule(
        RuleIds.UnparsableSchedule,
        "A schedule can be read",
        "\"{0}\" is no schedule: {1}");

    public static readonly DiagnosticDescriptor NeverDue = Rule(
        RuleIds.ScheduleNeverDue,
        "A schedule comes at some time",
        "\"{0}\" never comes: no year has such a day, and '{1}' would never run");

    public static readonly DiagnosticDescriptor WithoutProgress = Rule(
        RuleIds.ScheduleWithoutProgress,
        "A schedule's steps make progress",
        "\"{0}\" is no schedule: {1}");

    public static readonly DiagnosticDescriptor StepTooLarge = Rule(
        RuleIds.ScheduleStepTooLarge,
        "A schedule's steps fit into their field",
        "\"{0}\" is hardly meant: {1}",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor UnknownTimeZone = Rule(
        RuleIds.UnknownTimeZone,
        "A schedule's time zone is known",
        "The machine that builds does not know the time zone \"{0}\" of the schedule '{1}': IANA ids are written as in \"Europe/Berlin\"",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor Inputs = Rule(
        RuleIds.ScheduleInputs,
        "A scheduled workflow takes what a schedule gives",
        "'{0}' takes {1}, which no schedule can give: with [Schedule], RunAsync takes nothing, or one ScheduleFiring");

    public static readonly DiagnosticDescriptor Duplicate = Rule(
        RuleIds.DuplicateSchedule,
        "Schedules have names of their own",
        "The schedule name '{0}' is taken by another of '{1}': give this one a Name of its own",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InvalidName = Rule(
        RuleIds.InvalidScheduleName,
        "A schedule's name is fit for a key",
        "'{0}' cannot name a schedule: it takes 1 to 100 letters, digits, '.', '_' and '-', begins with a letter or digit, and has no '..'");

    public static readonly DiagnosticDescriptor InvalidGrace = Rule(
        RuleIds.InvalidScheduleGrace,
        "MissedAfter is a duration",
        "The MissedAfter \"{0}\" of the schedule '{1}' {2}");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error, params string[] customTags) =>
        new(id, title, message, "WorkflowGen.Schedules", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id), customTags: customTags);
}
