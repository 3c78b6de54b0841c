using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Analyzers.Findings;

/// <summary>Reports those findings of the parser and the graph whose rules it owns. The rules themselves are in the graph, where the generator sees them too.</summary>
public abstract class FindingAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The key under which a diagnostic carries what its fix needs, separated by line feeds.</summary>
    internal const string Choices = "choices";

    private readonly ImmutableDictionary<string, DiagnosticDescriptor> _rules;

    private protected FindingAnalyzer(params DiagnosticDescriptor[] rules)
    {
        SupportedDiagnostics = ImmutableArray.Create(rules);
        _rules = rules.ToImmutableDictionary(r => r.Id);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!WorkflowInspection.IsWorkflow(type))
            return;
        var inspection = WorkflowInspection.Of(type, context.Compilation, context.CancellationToken);
        foreach (var finding in inspection.Graph.Findings)
        {
            if (_rules.TryGetValue(finding.RuleId, out var rule))
                context.ReportDiagnostic(ToDiagnostic(rule, finding, inspection, context.CancellationToken));
        }
        AnalyzeWorkflow(context, inspection);
    }

    /// <summary>What needs symbols and does not touch the graph.</summary>
    private protected virtual void AnalyzeWorkflow(SymbolAnalysisContext context, WorkflowInspection inspection)
    {
    }

    private static Diagnostic ToDiagnostic(DiagnosticDescriptor rule, Finding finding, WorkflowInspection inspection, CancellationToken cancellationToken)
    {
        var properties = finding.Choices.Count == 0
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty.Add(Choices, string.Join("\n", finding.Choices));
        var location = AnchorLocator.Locate(inspection.Symbols, finding.Anchor, cancellationToken);
        return Diagnostic.Create(rule, location, properties, [.. finding.Arguments]);
    }
}
