using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>Reports inputs and results for which the workflow's JsonContext has no contract.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonContextAnalyzer() : FindingAnalyzer(HandoffRules.MissingFromJsonContext)
{
    private protected override void AnalyzeWorkflow(SymbolAnalysisContext context, WorkflowInspection inspection)
    {
        if (inspection.Model.JsonContext is null || JsonContextOf.Workflow(inspection.Symbols.Type) is not { } jsonContext)
            return;
        var known = ContractsOf(jsonContext);
        var reported = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var handoff in Handoff.Of(inspection, context.CancellationToken))
        {
            var type = TypeDescriber.Unwrap(handoff.Type);
            if (!known.Contains(type) && !KnownTypes.IsUnknown(type) && reported.Add(type))
            {
                var properties = ImmutableDictionary<string, string?>.Empty.Add(Choices, TypeDescriber.Qualified(type));
                context.ReportDiagnostic(Diagnostic.Create(
                    HandoffRules.MissingFromJsonContext, handoff.Location, properties, TypeDescriber.Display(jsonContext), inspection.Model.Name, handoff.DisplayName));
            }
        }
    }

    // The serialiser's generator makes contracts for everything that a named type reaches, so these count as known.
    private static HashSet<ITypeSymbol> ContractsOf(INamedTypeSymbol context)
    {
        var known = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var attribute in context.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "JsonSerializableAttribute" && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: ITypeSymbol type })
                Reach(type, known);
        }
        return known;
    }

    private static void Reach(ITypeSymbol root, HashSet<ITypeSymbol> known)
    {
        var pending = new Stack<(ITypeSymbol Type, int Depth)>();
        pending.Push((root, 0));
        while (pending.Count > 0)
        {
            var (reached, depth) = pending.Pop();
            var type = TypeDescriber.Unwrap(reached);
            if (depth > 24 || !known.Add(type) || KnownData.IsScalar(type))
                continue;
            foreach (var next in Next(type))
                pending.Push((next, depth + 1));
        }
    }

    private static IEnumerable<ITypeSymbol> Next(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return ImmutableArray.Create(array.ElementType);
        if (type is not INamedTypeSymbol named)
            return ImmutableArray<ITypeSymbol>.Empty;
        if (KnownData.Dictionary(named) is { } dictionary)
            return ImmutableArray.Create(dictionary.Key, dictionary.Value);
        if (KnownData.Element(named) is { } element)
            return ImmutableArray.Create(element);
        return SerialisedMember.Of(named, constructor: null).Select(m => m.Type).Concat(JsonAttributes.DerivedTypes(named));
    }
}
