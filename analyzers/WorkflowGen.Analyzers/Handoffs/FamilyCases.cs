using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>The concrete classes below an abstract one, in its own assembly: those that the runtime finds when it serialises by reflection.</summary>
internal static class FamilyCases
{
    public static IReadOnlyList<INamedTypeSymbol> Of(INamedTypeSymbol family)
    {
        var cases = new List<INamedTypeSymbol>();
        Add(family.ContainingAssembly.GlobalNamespace, family.OriginalDefinition, cases);
        return cases;
    }

    private static void Add(INamespaceOrTypeSymbol container, INamedTypeSymbol family, List<INamedTypeSymbol> cases)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false } type && IsBelow(type, family))
                cases.Add(type);
            if (member is INamespaceOrTypeSymbol inner)
                Add(inner, family, cases);
        }
    }

    private static bool IsBelow(INamedTypeSymbol type, INamedTypeSymbol family)
    {
        for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, family))
                return true;
        }
        return false;
    }
}
