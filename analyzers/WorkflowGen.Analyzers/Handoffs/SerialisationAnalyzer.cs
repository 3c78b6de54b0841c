using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>Reports inputs and results that would not survive a checkpoint.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SerialisationAnalyzer() : FindingAnalyzer(
        HandoffRules.NotSerialisable,
        HandoffRules.LostInHandoff,
        HandoffRules.UntypedHandoff)
{
    private protected override void AnalyzeWorkflow(SymbolAnalysisContext context, WorkflowInspection inspection)
    {
        var jsonContext = JsonContextOf.Workflow(inspection.Symbols.Type);
        var includeFields = jsonContext is not null && JsonContextOf.IncludesFields(jsonContext);
        foreach (var handoff in Handoff.Of(inspection, context.CancellationToken))
        {
            foreach (var problem in HandoffTypeWalker.Walk(handoff.Type, includeFields, jsonContext is not null))
            {
                var where = problem.Rule == HandoffRules.UntypedHandoff ? Untyped(handoff, problem) : problem.Path;
                context.ReportDiagnostic(Diagnostic.Create(problem.Rule, handoff.Location, handoff.Description, inspection.Model.Name, where, problem.What));
            }
        }
    }

    private static string Untyped(Handoff handoff, HandoffProblem problem) =>
        problem.Path == handoff.DisplayName ? $"'{problem.What}'" : $"'{problem.What}' at '{problem.Path}'";
}
