using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>
/// Follows steps and decisions through every call whose code is in the compilation, and reports what would differ when they are run again. A finding is shown in the step's own file,
/// at the use itself or at the call that leads to it, so that an editor shows it where it is made; the use is the additional location.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeterminismAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DeterminismDescriptors.Followed;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownAttributes.Workflow) is null)
            {
                return;
            }

            var graph = new CallGraph(start.Compilation);
            start.RegisterSymbolAction(symbol => Analyze(symbol, graph), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, CallGraph graph)
    {
        if (context.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type || !type.HasAttribute(KnownAttributes.Workflow))
        {
            return;
        }

        foreach (var root in DeterminismRoots.Of(type).Where(r => !Allowance.Covers(r.Member)))
        {
            foreach (var diagnostic in new RootReport(graph, type, root, context.CancellationToken).Diagnostics())
            {
                context.ReportDiagnostic(diagnostic);
            }
        }
    }
}
