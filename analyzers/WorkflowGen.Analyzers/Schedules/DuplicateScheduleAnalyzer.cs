using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Analyzers.Schedules;

/// <summary>Reports two schedules of one name: of one class, or of different workflows. Versions of one workflow share theirs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateScheduleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ScheduleRules.Duplicate);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var workflows = new ConcurrentBag<WorkflowInspection>();
            start.RegisterSymbolAction(
                symbol =>
                {
                    var type = (INamedTypeSymbol)symbol.Symbol;
                    if (WorkflowInspection.IsWorkflow(type) && WorkflowInspection.Of(type, symbol.Compilation, symbol.CancellationToken) is var inspection && HasSchedule(inspection))
                        workflows.Add(inspection);
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => Report(end, workflows));
        });
    }

    private static bool HasSchedule(WorkflowInspection inspection) =>
        inspection.Model.Schedules.Count > 0 || inspection.Model.Findings.Any(static f => f.RuleId == RuleIds.DuplicateSchedule);

    private static void Report(CompilationAnalysisContext context, IEnumerable<WorkflowInspection> workflows)
    {
        var ordered = workflows.OrderBy(static w => w.Symbols.Type.ToDisplayString(), StringComparer.Ordinal).ToList();
        foreach (var workflow in ordered)
        {
            foreach (var finding in workflow.Model.Findings.Where(static f => f.RuleId == RuleIds.DuplicateSchedule))
                Report(context, workflow, finding.Anchor, finding.Arguments[0], finding.Arguments[1]);
        }

        // Compared as names of workflows are: one that differs by case only would be a trap.
        var schedules = ordered.SelectMany(static w => w.Model.Schedules.Select(s => (Workflow: w, Schedule: s)));
        foreach (var same in schedules.GroupBy(static s => s.Schedule.Name, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var (workflow, schedule) in same)
            {
                var other = same.FirstOrDefault(s => s.Workflow.Model.Name != workflow.Model.Name).Workflow;
                if (other is not null)
                    Report(context, workflow, Anchor.Class.On("Schedule", schedule.HasName ? "Name" : null) with { Occurrence = schedule.Occurrence }, schedule.Name, other.Symbols.Type.Name);
            }
        }
    }

    private static void Report(CompilationAnalysisContext context, WorkflowInspection workflow, Anchor anchor, string name, string other) =>
        context.ReportDiagnostic(Diagnostic.Create(ScheduleRules.Duplicate, AnchorLocator.Locate(workflow.Symbols, anchor, context.CancellationToken), name, other));
}
