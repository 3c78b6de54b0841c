using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.ControlFlow;

/// <summary>Reports two workflows of a compilation that are stored under the same name and version.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateWorkflowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ControlFlowRules.DuplicateWorkflow);

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
                    if (WorkflowInspection.IsWorkflow(type))
                        workflows.Add(WorkflowInspection.Of(type, symbol.Compilation, symbol.CancellationToken));
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => Report(end, workflows));
        });
    }

    // Stores compare names by their bytes, file systems often without regard to case: a name that differs by case only would be a trap.
    private static void Report(CompilationAnalysisContext context, IEnumerable<WorkflowInspection> workflows)
    {
        foreach (var same in workflows.GroupBy(w => (Name: w.Model.Name.ToUpperInvariant(), w.Model.Version)).Where(g => g.Count() > 1))
        {
            var ordered = same.OrderBy(w => w.Symbols.Type.ToDisplayString(), StringComparer.Ordinal).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                var other = ordered[i == 0 ? 1 : 0].Symbols.Type;
                context.ReportDiagnostic(Diagnostic.Create(
                    ControlFlowRules.DuplicateWorkflow,
                    ordered[i].Symbols.Type.Locations.FirstOrDefault() ?? Location.None,
                    ordered[i].Model.Name,
                    ordered[i].Model.Version.ToString(CultureInfo.InvariantCulture),
                    other.ToDisplayString()));
            }
        }
    }
}
