using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>What System.Text.Json writes as one value, and how it sees collections.</summary>
internal static class KnownData
{
    private static readonly ImmutableHashSet<string> Scalars = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Guid", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Uri", "Version", "Int128", "UInt128", "Half");

    public static bool IsScalar(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum
        || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime
        || (Scalars.Contains(type.Name) && KnownTypes.IsIn(type, "System"));

    /// <summary>Whether a dictionary's keys can be written as property names.</summary>
    public static bool IsKey(ITypeSymbol type) => IsScalar(type) || KnownTypes.IsUnknown(type);

    /// <summary>The arguments of <c>IDictionary&lt;K, V&gt;</c> or <c>IReadOnlyDictionary&lt;K, V&gt;</c>, or null.</summary>
    public static (ITypeSymbol Key, ITypeSymbol Value)? Dictionary(INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces.Prepend(type))
        {
            if (contract is { Arity: 2, Name: "IDictionary" or "IReadOnlyDictionary" } && KnownTypes.IsIn(contract, "System", "Collections", "Generic"))
                return (contract.TypeArguments[0], contract.TypeArguments[1]);
        }
        return null;
    }

    /// <summary>The argument of <c>IEnumerable&lt;T&gt;</c>, or null.</summary>
    public static ITypeSymbol? Element(INamedTypeSymbol type)
    {
        if (type is { Arity: 1, Name: "Memory" or "ReadOnlyMemory" } && KnownTypes.IsIn(type, "System"))
            return type.TypeArguments[0];
        foreach (var contract in type.AllInterfaces.Prepend(type))
        {
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
                return contract.TypeArguments[0];
        }
        return null;
    }

    /// <summary>Collections of the framework: System.Text.Json knows how to fill them, or <see cref="UnserialisableTypes"/> lists them.</summary>
    public static bool IsFrameworkCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is { } ns
        && (ns == "System" || ns.StartsWith("System.Collections", StringComparison.Ordinal));

    public static bool IsReversed(INamedTypeSymbol type) =>
        type is { Arity: 1, Name: "Stack" or "ConcurrentStack" } && type.ContainingNamespace?.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent";
}
