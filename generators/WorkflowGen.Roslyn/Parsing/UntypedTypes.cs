using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Types that say nothing of what they hold: neither binding nor serialisation can go by them.</summary>
internal static class UntypedTypes
{
    private static readonly ImmutableHashSet<string> Collections = ImmutableHashSet.Create(
        StringComparer.Ordinal, "IEnumerable", "ICollection", "IList", "IDictionary", "IEnumerator", "ArrayList", "Hashtable", "Queue", "Stack", "SortedList", "CollectionBase", "DictionaryBase");

    private static readonly ImmutableHashSet<string> Json = ImmutableHashSet.Create(
        StringComparer.Ordinal, "JsonElement", "JsonDocument", "JsonNode", "JsonObject", "JsonArray", "JsonValue");

    private static readonly ImmutableHashSet<string> Data = ImmutableHashSet.Create(StringComparer.Ordinal, "DataTable", "DataSet", "DataRow");

    public static bool IsUntyped(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Dynamic || type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum or SpecialType.System_Array or SpecialType.System_Collections_IEnumerable)
            return true;
        if (type is not INamedTypeSymbol { Arity: 0 } named)
            return false;
        return (Collections.Contains(named.Name) && KnownTypes.IsIn(named, "System", "Collections"))
            || (Json.Contains(named.Name) && (KnownTypes.IsIn(named, "System", "Text", "Json") || named.ContainingNamespace is { Name: "Nodes", ContainingNamespace.Name: "Json" }))
            || (Data.Contains(named.Name) && KnownTypes.IsIn(named, "System", "Data"))
            || (named.Name == "ExpandoObject" && KnownTypes.IsIn(named, "System", "Dynamic"))
            || (named.Name is "JToken" or "JObject" or "JArray" && KnownTypes.IsIn(named, "Newtonsoft", "Json", "Linq"));
    }
}
