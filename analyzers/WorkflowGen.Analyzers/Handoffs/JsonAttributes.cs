using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>The attributes of System.Text.Json that change what is serialised.</summary>
internal static class JsonAttributes
{
    public static bool Has(ISymbol symbol, string name) => Find(symbol, name) is not null;

    public static AttributeData? Find(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (IsNamed(attribute, name))
                return attribute;
        }
        return null;
    }

    /// <summary>[JsonIgnore] without a condition, or with Always.</summary>
    public static bool IsIgnored(ISymbol symbol)
    {
        if (Find(symbol, "JsonIgnoreAttribute") is not { } ignore)
            return false;
        foreach (var argument in ignore.NamedArguments)
        {
            if (argument.Key == "Condition")
                return argument.Value.Value is 1;
        }
        return true;
    }

    /// <summary>The cases named by [JsonDerivedType].</summary>
    public static IEnumerable<ITypeSymbol> DerivedTypes(ITypeSymbol type) =>
        type.GetAttributes()
            .Where(a => IsNamed(a, "JsonDerivedTypeAttribute"))
            .Select(a => a.ConstructorArguments.FirstOrDefault())
            .Where(a => a.Kind == TypedConstantKind.Type)
            .Select(a => a.Value)
            .OfType<ITypeSymbol>();

    private static bool IsNamed(AttributeData attribute, string name) =>
        attribute.AttributeClass is { ContainingNamespace: { Name: "Serialization", ContainingNamespace.Name: "Json" } } type && type.Name == name;
}
