using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WorkflowGen.Execution;

/// <summary>
/// Judges whether JSON that another build wrote says all that a type of today asks for, and nothing that the type has no place for. What System.Text.Json does by itself would be a misreading that nobody notices.
/// </summary>
internal static class RecordedShape
{
    /// <exception cref="JsonException">It does not fit; the message names the member.</exception>
    public static void Check(JsonElement value, JsonTypeInfo type) => Check(value, type, "$");

    private static void Check(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return; // whether it may be is asked where it is declared
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                CheckObject(value, CaseOf(value, type, path), type.PolymorphismOptions?.TypeDiscriminatorPropertyName, path);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array && type.ElementType is { } element:
                var items = type.Options.GetTypeInfo(element);
                var number = 0;
                foreach (var item in value.EnumerateArray())
                    Check(item, items, $"{path}[{number++}]");
                break;
            case JsonTypeInfoKind.Dictionary when value.ValueKind == JsonValueKind.Object && type.ElementType is { } entry:
                var entries = type.Options.GetTypeInfo(entry);
                foreach (var member in value.EnumerateObject())
                    Check(member.Value, entries, $"{path}.{member.Name}");
                break;
            case JsonTypeInfoKind.None when value.ValueKind == JsonValueKind.Number && (Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true } @enum:
                CheckEnum(value, @enum, path);
                break;
        }
    }

    private static void CheckObject(JsonElement value, JsonTypeInfo type, string? discriminator, string path)
    {
        var options = type.Options;
        var names = options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var open = type.Properties.Any(static p => p.IsExtensionData);
        var seen = new HashSet<string>(names);
        foreach (var member in value.EnumerateObject())
        {
            seen.Add(member.Name);
            if (type.Properties.FirstOrDefault(p => !p.IsExtensionData && names.Equals(p.Name, member.Name)) is { } property)
                CheckMember(member.Value, property, options, $"{path}.{member.Name}");
            else if (!open && member.Name != discriminator && !(options.ReferenceHandler is not null && member.Name is ['$', ..]))
                throw new JsonException($"'{path}.{member.Name}' was recorded, and '{Name(type.Type)}' has no such member now. It may have been renamed or removed.");
        }

        foreach (var property in type.Properties)
        {
            if (!seen.Contains(property.Name) && !property.IsExtensionData && !MayBeMissing(value, type, property))
                throw new JsonException($"'{path}.{property.Name}' was not recorded, and '{Name(type.Type)}' cannot do without it. It may have been added or renamed.");
        }
    }

    private static void CheckMember(JsonElement value, JsonPropertyInfo property, JsonSerializerOptions options, string path)
    {
        if (property.Set is null && property.AssociatedParameter is null)
            return; // computed: nothing reads it
        if (value.ValueKind == JsonValueKind.Null && !MayBeNull(property))
            throw new JsonException($"'{path}' was recorded as null, which it may not be now.");
        if (property.CustomConverter is null)
            Check(value, options.GetTypeInfo(property.PropertyType), path);
        else if (value.ValueKind == JsonValueKind.Number && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: true } @enum)
            CheckEnum(value, @enum, path);
    }

    private static bool MayBeNull(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static bool MayBeMissing(JsonElement value, JsonTypeInfo type, JsonPropertyInfo property)
    {
        if (property.IsRequired)
            return false;
        if (property.AssociatedParameter is { } parameter)
            return parameter.HasDefaultValue || MayBeNull(property) || IsLeftOut(property);
        return property.Set is null || MayBeNull(property) || IsLeftOut(property) || HasInitialiser(value, type, property);
    }

    // Not written in all cases by the build of today either.
    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.ShouldSerialize is not null
        || property.Options.DefaultIgnoreCondition is not JsonIgnoreCondition.Never
        || property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: not JsonIgnoreCondition.Never }, ..];

    // Read without it, the member has a value all the same, and not the one that it would have by being forgotten.
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A struct's default needs no constructor.")]
    private static bool HasInitialiser(JsonElement value, JsonTypeInfo type, JsonPropertyInfo property)
    {
        if (property.Get is not { } get || value.Deserialize(type) is not { } read)
            return false;
        var found = get(read);
        return property.PropertyType.IsValueType ? found is not null && !found.Equals(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(property.PropertyType)) : found is not null;
    }

    private static JsonTypeInfo CaseOf(JsonElement value, JsonTypeInfo type, string path)
    {
        if (type.PolymorphismOptions is not { } family)
            return type;
        if (!value.TryGetProperty(family.TypeDiscriminatorPropertyName, out var discriminator))
        {
            return type.Type.IsAbstract
                ? throw new JsonException($"'{path}' was recorded without a '{family.TypeDiscriminatorPropertyName}', and is one of the cases of '{Name(type.Type)}' now.")
                : type;
        }
        foreach (var @case in family.DerivedTypes)
        {
            var isIt = discriminator.ValueKind == JsonValueKind.String ? discriminator.GetString() == @case.TypeDiscriminator as string : @case.TypeDiscriminator is int number && discriminator.TryGetInt32(out var recorded) && recorded == number;
            if (isIt)
                return @case.DerivedType == type.Type ? type : type.Options.GetTypeInfo(@case.DerivedType);
        }
        throw new JsonException($"'{path}' was recorded as the case '{discriminator}', which '{Name(type.Type)}' does not have now.");
    }

    private static void CheckEnum(JsonElement value, Type type, string path)
    {
        // As the numbers are: what is signed and what is not differ by their bits alone.
        ulong bits;
        if (value.TryGetInt64(out var signed))
            bits = unchecked((ulong)signed);
        else if (!value.TryGetUInt64(out bits))
            return; // no number of an enum: reading it says so
        ulong named = 0;
        foreach (var member in Enum.GetValuesAsUnderlyingType(type))
        {
            var known = Bits(member);
            if (known == bits)
                return;
            named |= known;
        }
        if (!type.IsDefined(typeof(FlagsAttribute), inherit: false) || (bits & ~named) != 0)
            throw new JsonException($"'{path}' was recorded as {value.GetRawText()}, which is no member of '{Name(type)}' now.");
    }

    private static ulong Bits(object number) => number is ulong large ? large : unchecked((ulong)Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture));

    private static string Name(Type type) => type.FullName ?? type.Name;
}
