namespace WorkflowGen.Roslyn.Graph;

/// <summary>Lists of names as messages print them.</summary>
internal static class Sentences
{
    public static string Either(IReadOnlyList<string> names) => Join(names, " or ");

    public static string Both(IReadOnlyList<string> names) => Join(names, " and ");

    /// <summary>'A' → 'B' → 'A'</summary>
    public static string Path(IEnumerable<string> names) => string.Join(" → ", names.Select(n => $"'{n}'"));

    private static string Join(IReadOnlyList<string> names, string last) => names.Count switch
    {
        0 => "",
        1 => $"'{names[0]}'",
        _ => string.Join(", ", names.Take(names.Count - 1).Select(n => $"'{n}'")) + last + $"'{names[names.Count - 1]}'",
    };
}
