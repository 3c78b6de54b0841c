using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>Reports upcasters that could not be asked.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UpcastAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ContractRules.InvalidUpcast);

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
        if (!WorkflowInspection.IsWorkflow(type))
            return;
        var found = type.GetMembers().OfType<IMethodSymbol>()
            .SelectMany(m => m.GetAttributes().Where(a => KnownTypes.LanguageAttribute(a) == "Upcast").Select(a => (Method: m, Attribute: a)))
            .ToList();
        if (found.Count == 0)
            return;
        var inspection = WorkflowInspection.Of(type, context.Compilation, context.CancellationToken);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (method, attribute) in found)
        {
            if (AttributeArguments.Name(attribute, 0) is not { } of || Complaint(context.Compilation, inspection, method, of, taken) is not { } complaint)
                continue;
            var location = attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? method.Locations[0];
            context.ReportDiagnostic(Diagnostic.Create(ContractRules.InvalidUpcast, location, method.Name, inspection.Model.Name, complaint));
        }
    }

    private static string? Complaint(Compilation compilation, WorkflowInspection inspection, IMethodSymbol method, string of, Dictionary<string, string> taken)
    {
        var symbols = inspection.Symbols;
        var step = symbols.Steps.Select(s => s.Name).ToList().IndexOf(of);
        var input = symbols.Inputs.FirstOrDefault(i => i.Name == of);
        if (step < 0 && input is null)
            return $"'{of}' is neither a step nor an input of the workflow";
        if (taken.TryGetValue(of, out var other))
            return $"'{other}' reads what '{of}' was already";
        taken.Add(of, method.Name);
        if (symbols.Steps.Contains(method, SymbolEqualityComparer.Default) || symbols.Guards.Contains(method, SymbolEqualityComparer.Default))
            return "it is a step or guard itself";
        if (!method.IsStatic || method.IsGenericMethod || method.MethodKind != MethodKind.Ordinary)
            return "it has to be a static method without type parameters";
        if (method.Parameters is not [{ RefKind: RefKind.None } parameter])
            return "it has to take what was recorded, and nothing else: a JsonElement, or a type that reads it";
        var today = step >= 0 ? symbols.Results[step] : input!.Type;
        if (today is null)
            return $"'{of}' hands nothing over";
        if (KnownTypes.IsUnknown(today) || KnownTypes.IsUnknown(method.ReturnType) || KnownTypes.IsUnknown(parameter.Type))
            return null; // the compiler says so itself
        if (method.ReturnsVoid || !compilation.ClassifyCommonConversion(method.ReturnType, today).IsImplicit || (TypeDescriber.MayBeNull(method.ReturnType) && !TypeDescriber.MayBeNull(today)))
            return $"it has to return '{TypeDescriber.Display(today)}', as '{of}' {(step >= 0 ? "does" : "is")}";
        return IsJsonElement(parameter.Type) ? null : Obstacle(symbols.Type, parameter.Type);
    }

    private static string? Obstacle(INamedTypeSymbol workflow, ITypeSymbol type)
    {
        var context = JsonContextOf.Workflow(workflow);
        var problems = HandoffTypeWalker.Walk(type, context is not null && JsonContextOf.IncludesFields(context), context is not null);
        return problems.Count == 0 ? null : $"what it takes cannot be read: '{problems.First().Path}' is {problems.First().What}";
    }

    private static bool IsJsonElement(ITypeSymbol type) => type is { Name: "JsonElement", ContainingNamespace: { Name: "Json", ContainingNamespace.Name: "Text" } };
}
