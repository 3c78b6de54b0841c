using System.Collections.Immutable;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>Types that are written as one value, by name, and which of them can be read as which.</summary>
internal static class Scalars
{
    /// <summary>Whatever JSON has.</summary>
    public const string Any = "any";

    /// <summary>Bytes in base 64.</summary>
    public const string Bytes = "bytes";

    private static readonly ImmutableHashSet<string> WrittenAsText = ImmutableHashSet.Create(
        StringComparer.Ordinal, "string", "char", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Uri", "Version", Bytes);

    // To numbers that hold each of its values. What is written as float is read as double by its digits, and means the same.
    private static readonly ImmutableDictionary<string, string[]> Wider = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["byte"] = ["short", "ushort", "int", "uint", "long", "ulong", "Int128", "UInt128", "float", "double", "decimal"],
        ["sbyte"] = ["short", "int", "long", "Int128", "float", "double", "decimal"],
        ["short"] = ["int", "long", "Int128", "float", "double", "decimal"],
        ["ushort"] = ["int", "uint", "long", "ulong", "Int128", "UInt128", "float", "double", "decimal"],
        ["int"] = ["long", "Int128", "double", "decimal"],
        ["uint"] = ["long", "ulong", "Int128", "UInt128", "double", "decimal"],
        ["long"] = ["Int128", "decimal"],
        ["ulong"] = ["Int128", "UInt128", "decimal"],
        ["Half"] = ["float", "double"],
        ["float"] = ["double"],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public static bool CanRead(string written, string today) =>
        (today == "string" && WrittenAsText.Contains(written)) || (Wider.TryGetValue(written, out var wider) && wider.Contains(today));

    /// <summary>Whether numbers from the lowest to the highest fit.</summary>
    public static bool Holds(string number, long lowest, long highest) => number switch
    {
        "byte" => lowest >= byte.MinValue && highest <= byte.MaxValue,
        "sbyte" => lowest >= sbyte.MinValue && highest <= sbyte.MaxValue,
        "short" => lowest >= short.MinValue && highest <= short.MaxValue,
        "ushort" => lowest >= ushort.MinValue && highest <= ushort.MaxValue,
        "int" => lowest >= int.MinValue && highest <= int.MaxValue,
        "uint" => lowest >= uint.MinValue && highest <= uint.MaxValue,
        "ulong" => lowest >= 0,
        "long" or "decimal" or "Int128" => true,
        _ => false,
    };
}
