using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>Reports [Renamed] that could mean nothing, or two things.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RenamedAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ContractRules.InvalidRenamed);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!WorkflowInspection.IsWorkflow(type) || !MayHave(type))
            return;
        var inspection = WorkflowInspection.Of(type, context.Compilation, context.CancellationToken);
        var steps = new HashSet<ISymbol>(inspection.Symbols.Steps, SymbolEqualityComparer.Default);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var attribute in method.GetAttributes())
            {
                if (KnownTypes.LanguageAttribute(attribute) != "Renamed" || AttributeArguments.Name(attribute, 0) is not { } name)
                    continue;
                if (Complaint(method, name) is { } complaint)
                {
                    var location = attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? method.Locations[0];
                    context.ReportDiagnostic(Diagnostic.Create(ContractRules.InvalidRenamed, location, method.Name, inspection.Model.Name, complaint));
                }
                else
                {
                    taken.Add(name, method.Name);
                }
            }
        }

        string? Complaint(IMethodSymbol method, string name)
        {
            if (!steps.Contains(method))
                return "it is no step";
            if (!Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name))
                return $"'{name}' is no name that a step could have had";
            if (name == method.Name)
                return "that is what it is called";
            if (inspection.Symbols.Steps.Any(s => s.Name == name))
                return $"there is a step '{name}', whose entries these are";
            return taken.TryGetValue(name, out var other) ? other == method.Name ? $"'{name}' is said twice" : $"'{other}' says that it was called '{name}', too" : null;
        }
    }

    private static bool MayHave(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IMethodSymbol method && method.GetAttributes().Any(a => KnownTypes.LanguageAttribute(a) == "Renamed"));
}
