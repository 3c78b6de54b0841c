using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Structure;

/// <summary>Reports attributes of the language where there is no workflow to read them, and on local functions, which the parser does not see.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OutsideWorkflowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        StructureRules.StepOutsideWorkflow, StructureRules.StepForm, StructureRules.AttributeNeedsStep, StructureRules.NotSupportedYet);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(AnalyzeLocalFunction, SyntaxKind.LocalFunctionStatement);
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.ContainingType is not { } type || WorkflowInspection.IsWorkflow(type))
            return;
        Report(method, method, type.Name, context.ReportDiagnostic, context.CancellationToken);
        foreach (var parameter in method.Parameters)
            Report(parameter, method, type.Name, context.ReportDiagnostic, context.CancellationToken);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!WorkflowInspection.IsWorkflow(type))
            Report(type, type, type.Name, context.ReportDiagnostic, context.CancellationToken);
    }

    private static void Report(ISymbol symbol, ISymbol owner, string type, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) is not { } name || attribute.ApplicationSyntaxReference is not { } reference)
                continue;
            var location = reference.GetSyntax(cancellationToken).GetLocation();
            if (name == "Step")
                report(Diagnostic.Create(StructureRules.StepOutsideWorkflow, owner.Locations.FirstOrDefault() ?? location, owner.Name, type));
            else if (MemberChecks.IsPlanned(name))
                report(Diagnostic.Create(StructureRules.NotSupportedYet, location, $"[{name}]", type));
            else if (MemberChecks.StandsOnSteps(name))
                report(Diagnostic.Create(StructureRules.AttributeNeedsStep, location, name, owner.Name));
        }
    }

    private static void AnalyzeLocalFunction(SyntaxNodeAnalysisContext context)
    {
        var function = (LocalFunctionStatementSyntax)context.Node;
        if (function.AttributeLists.Count == 0 || context.SemanticModel.GetDeclaredSymbol(function, context.CancellationToken) is not IMethodSymbol symbol)
            return;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "Step")
                context.ReportDiagnostic(Diagnostic.Create(StructureRules.StepForm, function.Identifier.GetLocation(), symbol.Name, symbol.ContainingType?.Name ?? "", "it is a local function"));
        }
    }
}
