using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>A property or field as System.Text.Json sees it with its default options.</summary>
/// <param name="Lost">Why its value does not come back, as the end of a sentence; null: it does.</param>
/// <param name="IsTrusted">A converter of its own writes it.</param>
/// <param name="IsField">A field, which is written where the serialiser is told to write fields.</param>
internal readonly record struct SerialisedMember(string Name, ITypeSymbol Type, string? Lost, bool IsTrusted, bool IsField = false)
{
    /// <summary>The members of a type and its bases, the most derived first, each name once.</summary>
    /// <param name="constructor">The constructor that reading calls, or null for the one without parameters.</param>
    public static IEnumerable<SerialisedMember> Of(INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member.IsStatic || member.IsImplicitlyDeclared || JsonAttributes.IsIgnored(member) || JsonAttributes.Has(member, "JsonExtensionDataAttribute"))
                    continue;
                if (Read(member, constructor) is { } serialised && seen.Add(serialised.Name))
                    yield return serialised;
            }
        }
    }

    private static SerialisedMember? Read(ISymbol member, IMethodSymbol? constructor)
    {
        var included = JsonAttributes.Has(member, "JsonIncludeAttribute");
        var trusted = JsonAttributes.Has(member, "JsonConverterAttribute");
        switch (member)
        {
            case IPropertySymbol { IsIndexer: false, GetMethod: { } getter } property when getter.DeclaredAccessibility == Accessibility.Public || included:
                return new(property.Name, property.Type, LossOf(property, constructor, included), trusted);
            case IFieldSymbol { IsConst: false, AssociatedSymbol: null, DeclaredAccessibility: Accessibility.Public } field:
                return new(field.Name, field.Type, included || IsParameter(constructor, field.Name) ? null : "is a field, which is not serialised without [JsonInclude]", trusted, IsField: true);
            case IFieldSymbol { IsConst: false, AssociatedSymbol: null } field when included:
                return new(field.Name, field.Type, null, trusted);
            default:
                return null;
        }
    }

    // A computed property is written and not read back, and nothing is lost by that: only one with a field of its own holds a value.
    private static string? LossOf(IPropertySymbol property, IMethodSymbol? constructor, bool included)
    {
        if (IsParameter(constructor, property.Name) || JsonAttributes.Has(property, "JsonObjectCreationHandlingAttribute"))
            return null;
        if (property.SetMethod is { } setter && (setter.DeclaredAccessibility == Accessibility.Public || included))
            return null;
        var holdsValue = property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));
        if (!holdsValue)
            return null;
        return property.SetMethod is null
            ? "has neither a setter nor a constructor parameter, so it is not read back"
            : "has a setter that is not public, so it is not read back without [JsonInclude]";
    }

    private static bool IsParameter(IMethodSymbol? constructor, string name) =>
        constructor is not null && constructor.Parameters.Any(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}
