using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism;

internal static class SymbolFacts
{
    // Asked for at nearly every operation. Held as long as the symbol lives, and no longer.
    private static readonly ConditionalWeakTable<ITypeSymbol, string> s_fullNames = new();

    public static bool HasAttribute(this ISymbol symbol, string fullName) => symbol.GetAttributes().Any(a => a.AttributeClass.IsNamed(fullName));

    public static IEnumerable<AttributeData> AttributesNamed(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Where(a => a.AttributeClass.IsNamed(fullName));

    public static bool IsNamed(this ITypeSymbol? type, string fullName) =>
        type is not null && fullName.EndsWith(type.Name, StringComparison.Ordinal) && type.FullName() == fullName;

    /// <summary>Namespace and name without type arguments: <c>System.Collections.Generic.Dictionary</c>; a nested type after its own, with a dot.</summary>
    public static string FullName(this ITypeSymbol type) => s_fullNames.GetValue(type.OriginalDefinition, static definition => MakeFullName(definition));

    private static string MakeFullName(ITypeSymbol type)
    {
        var name = type.Name;
        for (var around = type.ContainingType; around is not null; around = around.ContainingType)
        {
            name = $"{around.Name}.{name}";
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name = $"{space.Name}.{name}";
        }

        return name;
    }

    public static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceSymbol root)
    {
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(root);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol nested)
                {
                    open.Push(nested);
                }

                if (member is INamedTypeSymbol type)
                {
                    yield return type;
                }
            }
        }
    }

    /// <summary>The type and those it derives from; ends on code in which a type derives from itself.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        var steps = 0;
        for (var current = type as INamedTypeSymbol ?? type.BaseType; current is not null && steps < 100; current = current.BaseType, steps++)
        {
            yield return current;
        }
    }

    public static bool DerivesFrom(this ITypeSymbol type, ITypeSymbol ancestor) =>
        type.SelfAndBases().Any(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, ancestor.OriginalDefinition));

    /// <summary><c>extension(int n) { … }</c>. The compiler that these rules are built against has no name for the kind yet.</summary>
    public static bool IsExtensionBlock(this ITypeSymbol type) => (int)type.TypeKind == 14;

    public static bool IsDelegate(this ITypeSymbol type) => type.TypeKind == TypeKind.Delegate;
}
