using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.Shipped;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>A member as it is written.</summary>
/// <param name="Converter">A converter of its own, or null.</param>
internal readonly record struct ShapeMember(ISymbol Symbol, string Name, ITypeSymbol Type, ShippedNeed Need, INamedTypeSymbol? Converter);

/// <summary>The members of a type that System.Text.Json writes, under the names that it writes, and whether it can read without them.</summary>
internal sealed class ShapeMembers(SerialiserOptions options, CancellationToken cancellationToken)
{
    private const int Never = 0;
    private const int Always = 1;
    private const int WhenWritingDefault = 2;
    private const int WhenWritingNull = 3;
    private const int WhenWriting = 4;
    private const int WhenReading = 5;

    public IEnumerable<ShapeMember> Of(INamedTypeSymbol type)
    {
        Creation.Choose(type, out var constructor, out _);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member.IsStatic || member.IsImplicitlyDeclared || JsonAttributes.Has(member, "JsonExtensionDataAttribute"))
                    continue;
                var ignored = Condition(member);
                if (Read(member, constructor, ignored) is { } shape && seen.Add(member.Name) && ignored is not (Always or WhenWriting))
                    yield return shape;
            }
        }
    }

    public static bool KeepsOthers(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.GetMembers().Any(m => JsonAttributes.Has(m, "JsonExtensionDataAttribute")))
                return true;
        }
        return false;
    }

    private ShapeMember? Read(ISymbol member, IMethodSymbol? constructor, int ignored)
    {
        var included = JsonAttributes.Has(member, "JsonIncludeAttribute");
        ITypeSymbol type;
        bool isRead;
        bool isRequired;
        switch (member)
        {
            case IPropertySymbol { IsIndexer: false, GetMethod: { } getter } property when getter.DeclaredAccessibility == Accessibility.Public || included:
                (type, isRequired) = (property.Type, property.IsRequired);
                isRead = property.SetMethod is { } setter && (setter.DeclaredAccessibility == Accessibility.Public || included);
                break;
            case IFieldSymbol { IsConst: false, AssociatedSymbol: null } field when included || (options.IncludeFields && field.DeclaredAccessibility == Accessibility.Public):
                (type, isRequired, isRead) = (field.Type, field.IsRequired, !field.IsReadOnly);
                break;
            default:
                return null;
        }
        var parameter = constructor?.Parameters.FirstOrDefault(p => string.Equals(p.Name, member.Name, StringComparison.OrdinalIgnoreCase));
        isRequired |= JsonAttributes.Has(member, "JsonRequiredAttribute");
        var mayBeNull = WorkflowGen.Roslyn.Parsing.TypeDescriber.MayBeNull(type);
        var hasDefault = parameter is not null ? parameter.HasExplicitDefaultValue : HasInitialiser(member);
        var need = (!isRead && parameter is null) || ignored == WhenReading ? ShippedNeed.Computed
            : ignored == WhenWritingDefault || (ignored == WhenWritingNull && mayBeNull) ? ShippedNeed.Omitted
            : isRequired || (options.RequiresConstructorParameters && parameter is { HasExplicitDefaultValue: false }) ? (mayBeNull ? ShippedNeed.Required : ShippedNeed.ByType)
            : hasDefault && !mayBeNull ? ShippedNeed.Optional
            : ShippedNeed.ByType;
        return new(member, NameOf(member), type, need, ConverterOf(member));
    }

    private int Condition(ISymbol member)
    {
        if (JsonAttributes.Find(member, "JsonIgnoreAttribute") is not { } ignore)
            return options.Ignoring;
        foreach (var argument in ignore.NamedArguments)
        {
            if (argument is { Key: "Condition", Value.Value: int condition })
                return condition;
        }
        return ignore.NamedArguments.IsEmpty ? Always : Never;
    }

    private string NameOf(ISymbol member) =>
        JsonAttributes.Find(member, "JsonPropertyNameAttribute") is { ConstructorArguments: [{ Value: string name }] } ? name : JsonNames.Of(member.Name, options.Naming);

    private static INamedTypeSymbol? ConverterOf(ISymbol member) =>
        JsonAttributes.Find(member, "JsonConverterAttribute") is { ConstructorArguments: [{ Value: INamedTypeSymbol converter }] } ? converter : null;

    private bool HasInitialiser(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
    {
        PropertyDeclarationSyntax property => property.Initializer is not null,
        VariableDeclaratorSyntax field => field.Initializer is not null,
        _ => false,
    };
}
