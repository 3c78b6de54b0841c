using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>The rules about runs that are under way while the code changes.</summary>
internal static class ContractRules
{
    public static readonly DiagnosticDescriptor NotRecorded = Rule(
        RuleIds.NotRecorded,
        "What runs rely on is recorded",
        "{0} of '{1}' v{2} {3}; {4}: record it in workflows.shipped.json",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor StrandsRuns = Rule(
        RuleIds.StrandsRuns,
        "An edit strands no runs",
        "{0} of '{1}' v{2} {3}; {4}");

    public static readonly DiagnosticDescriptor VersionGone = Rule(
        RuleIds.VersionGone,
        "A recorded version stays until it is retired",
        "Version {1} of workflow '{0}' is in workflows.shipped.json, and no class has it any more{2}",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnreadableRecord = Rule(
        RuleIds.UnreadableRecord,
        "workflows.shipped.json can be read",
        "Line {0}, column {1}: {2}; workflows are not compared with what runs rely on",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InvalidRenamed = Rule(
        RuleIds.InvalidRenamed,
        "[Renamed] names what a step was called",
        "[Renamed] on '{0}' in '{1}': {2}");

    public static readonly DiagnosticDescriptor InvalidUpcast = Rule(
        RuleIds.InvalidUpcast,
        "An upcaster reads what a step or input of its workflow was",
        "Upcaster '{0}' in '{1}': {2}");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error, params string[] customTags) =>
        new(id, title, message, "WorkflowGen.Contracts", severity, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id), customTags: customTags);
}
