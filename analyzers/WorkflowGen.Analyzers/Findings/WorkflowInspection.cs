using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Findings;

/// <summary>A workflow as parsed and judged once per compilation, however many analyzers ask.</summary>
internal sealed record WorkflowInspection(WorkflowModel Model, WorkflowGraph Graph, WorkflowSymbols Symbols)
{
    // Weak, so that what the IDE has let go of is not kept alive.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<INamedTypeSymbol, WorkflowInspection>> Known = new();

    public static WorkflowInspection Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var inspections = Known.GetValue(compilation, static _ => new(SymbolEqualityComparer.Default));
        if (!inspections.TryGetValue(type, out var inspection))
        {
            var model = WorkflowParser.Parse(type, compilation, cancellationToken, out var symbols);
            inspection = inspections.GetOrAdd(type, new WorkflowInspection(model, WorkflowGraph.Build(model), symbols));
        }
        return inspection;
    }

    public static bool IsWorkflow(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class)
            return false;
        foreach (var attribute in type.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "Workflow")
                return true;
        }
        return false;
    }
}
