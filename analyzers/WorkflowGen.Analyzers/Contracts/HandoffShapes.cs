using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;
using WorkflowGen.Roslyn.Shipped;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>Describes types as their values are written, each once, down to members, elements, cases and enum members.</summary>
internal sealed class HandoffShapes(SerialiserOptions options, CancellationToken cancellationToken)
{
    private static readonly SymbolDisplayFormat Label = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly ShapeMembers _members = new(options, cancellationToken);
    private readonly Dictionary<string, ShippedType> _types = new(StringComparer.Ordinal);

    /// <summary>What has been referred to so far, and what that refers to.</summary>
    public EquatableArray<ShippedType> Types => _types.Values.OrderBy(t => t.Name, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The reference to a type.</summary>
    public string Of(ITypeSymbol type) => Of(type, null, 0);

    private string Of(ITypeSymbol type, INamedTypeSymbol? converter, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mayBeNull = TypeDescriber.MayBeNull(type) ? "?" : "";
        return Bare(TypeDescriber.Unwrap(type), converter, depth) + mayBeNull;
    }

    private string Bare(ITypeSymbol type, INamedTypeSymbol? converter, int depth)
    {
        converter ??= JsonAttributes.Find(type, "JsonConverterAttribute") is { ConstructorArguments: [{ Value: INamedTypeSymbol own }] } ? own : null;
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } @enum)
            return Enum(@enum, converter);
        if (converter is not null)
            return Add($"{type.ToDisplayString(Label)} by {converter.ToDisplayString(Label)}", name => new() { Name = name, Converter = converter.ToDisplayString(Label) });
        if (UntypedTypes.IsUntyped(type) || IsJson(type) || depth > 24 || KnownTypes.IsUnknown(type))
            return Scalars.Any;
        if (IsBytes(type))
            return Scalars.Bytes;
        if (KnownData.IsScalar(type))
            return type.SpecialType is SpecialType.None or SpecialType.System_DateTime ? type.Name : type.ToDisplayString(Label);
        if (type is IArrayTypeSymbol array)
            return Of(array.ElementType, null, depth + 1) + "[]";
        if (type is not INamedTypeSymbol named)
            return Scalars.Any;
        if (!named.IsTupleType && KnownData.Dictionary(named) is { } dictionary)
            return $"{Of(dictionary.Value, null, depth + 1)}{{{Key(dictionary.Key)}}}";
        if (!named.IsTupleType && KnownData.Element(named) is { } element)
            return Of(element, null, depth + 1) + "[]";
        return Object(named, depth);
    }

    private string Key(ITypeSymbol key) => key is INamedTypeSymbol { TypeKind: TypeKind.Enum } @enum ? Enum(@enum, byName: true) : Bare(TypeDescriber.Unwrap(key), null, 0);

    private string Enum(INamedTypeSymbol type, INamedTypeSymbol? converter)
    {
        if (converter is not null && converter.Name != "JsonStringEnumConverter")
            return Add($"{type.ToDisplayString(Label)} by {converter.ToDisplayString(Label)}", name => new() { Name = name, Converter = converter.ToDisplayString(Label) });
        return Enum(type, converter is not null || options.EnumsByName);
    }

    private string Enum(INamedTypeSymbol type, bool byName) => Add(type.ToDisplayString(Label) + (byName ? " as text" : ""), name => new()
    {
        Name = name,
        Enum = byName ? ShippedEnumForm.Names : ShippedEnumForm.Numbers,
        EnumMembers = type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue)
            .Select(f => new ShippedEnumMember(byName ? NameOf(f) : f.Name, Number(f.ConstantValue!)))
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .ToEquatableArray(),
    });

    private static string NameOf(IFieldSymbol member) =>
        JsonAttributes.Find(member, "JsonStringEnumMemberNameAttribute") is { ConstructorArguments: [{ Value: string name }] } ? name : member.Name;

    private static long Number(object value) => value is ulong large ? unchecked((long)large) : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

    private string Object(INamedTypeSymbol type, int depth) => Add(type.ToDisplayString(Label), name =>
    {
        var cases = Cases(type, depth, out var discriminator);
        return new()
        {
            Name = name,
            Discriminator = discriminator,
            Cases = cases.GroupBy(c => c.Says).Select(g => g.First()).OrderBy(c => c.Says, StringComparer.Ordinal).ToEquatableArray(),
            Members = type.TypeKind == TypeKind.Interface || (type.IsAbstract && discriminator is not null)
                ? default
                : _members.Of(type).Select(m => new ShippedMember(m.Name, Of(m.Type, m.Converter, depth + 1), m.Need)).GroupBy(m => m.Name).Select(g => g.First()).OrderBy(m => m.Name, StringComparer.Ordinal).ToEquatableArray(),
            KeepsOthers = ShapeMembers.KeepsOthers(type),
        };
    });

    private List<ShippedCase> Cases(INamedTypeSymbol type, int depth, out string? discriminator)
    {
        discriminator = null;
        var said = type.GetAttributes().Where(a => a.AttributeClass is { Name: "JsonDerivedTypeAttribute" }).ToList();
        if (said.Count > 0)
        {
            var polymorphic = JsonAttributes.Find(type, "JsonPolymorphicAttribute");
            discriminator = polymorphic is not null && AttributeArguments.Named(polymorphic, "TypeDiscriminatorPropertyName")?.Value is string given ? given : "$type";
            var cases = new List<ShippedCase>();
            foreach (var attribute in said)
            {
                if (attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol derived }, ..])
                    continue;
                var says = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value?.ToString() : null;
                cases.Add(new(says ?? $"({derived.ToDisplayString(Label)})", SymbolEqualityComparer.Default.Equals(derived, type) ? CaseOfItself(type, depth) : Of(derived, null, depth + 1)));
            }
            return cases;
        }
        if (options.HasContext || !type.IsAbstract || type.TypeKind == TypeKind.Interface)
            return [];

        // As the runtime finds and names them: see ClosedFamily.
        var found = FamilyCases.Of(type);
        if (found.Count == 0)
            return [];
        discriminator = "$type";
        return found.Select(c => new ShippedCase(found.Count(o => o.Name == c.Name) == 1 ? c.Name : MetadataName(c), Of(c, null, depth + 1))).ToList();
    }

    // The base as one of its own cases: its members, without asking for its cases again.
    private string CaseOfItself(INamedTypeSymbol type, int depth) => Add(type.ToDisplayString(Label) + " itself", name => new()
    {
        Name = name,
        Members = _members.Of(type).Select(m => new ShippedMember(m.Name, Of(m.Type, m.Converter, depth + 1), m.Need)).OrderBy(m => m.Name, StringComparer.Ordinal).ToEquatableArray(),
    });

    private static string MetadataName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? MetadataName(outer) + "+" + type.MetadataName
        : type.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() + "." + type.MetadataName
        : type.MetadataName;

    private static bool IsBytes(ITypeSymbol type) =>
        type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte }
        || (type is INamedTypeSymbol { Arity: 1, Name: "Memory" or "ReadOnlyMemory" } memory && KnownTypes.IsIn(memory, "System") && memory.TypeArguments[0].SpecialType == SpecialType.System_Byte);

    private static bool IsJson(ITypeSymbol type) => type.Name is "JsonElement" or "JsonDocument" or "JsonNode" or "JsonObject" or "JsonArray" or "JsonValue"
        && type.ContainingNamespace?.ToDisplayString() is "System.Text.Json" or "System.Text.Json.Nodes";

    // Named before it is described, so that a type may reach itself.
    private string Add(string name, Func<string, ShippedType> describe)
    {
        if (!_types.ContainsKey(name))
        {
            _types.Add(name, new() { Name = name });
            _types[name] = describe(name);
        }
        return name;
    }
}
