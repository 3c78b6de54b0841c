namespace WorkflowGen.Roslyn.Shipped;

/// <summary>
/// How it is written where a value comes from: <c>Charge</c>, <c>input order</c>, <c>Decide as Accepted</c>, <c>previous Fetch</c>, <c>each Split</c>, <c>1 of Fast, Slow</c>; and a guard on such: <c>IsLarge(input order, Charge)</c>.
/// </summary>
internal static class ShippedSources
{
    public const string Input = "input ";

    /// <summary>The same with other names for nodes.</summary>
    public static string Rename(string text, Func<string, string> name)
    {
        var open = text.IndexOf('(');
        if (open >= 0 && text.EndsWith(")", StringComparison.Ordinal))
            return text.Substring(0, open + 1) + RenameAll(text.Substring(open + 1, text.Length - open - 2), name) + ")";
        return RenameAll(text, name);
    }

    /// <summary>The nodes that are named.</summary>
    public static IReadOnlyCollection<string> Nodes(string text)
    {
        var nodes = new List<string>();
        Rename(text, node =>
        {
            nodes.Add(node);
            return node;
        });
        return nodes;
    }

    private static string RenameAll(string text, Func<string, string> name)
    {
        if (text.Length == 0)
            return text;
        var parts = text.Split([", "], StringSplitOptions.None);
        for (var i = 0; i < parts.Length; i++)
            parts[i] = RenameOne(parts[i], name);
        return string.Join(", ", parts);
    }

    private static string RenameOne(string text, Func<string, string> name)
    {
        if (text.StartsWith(Input, StringComparison.Ordinal) || text is "failure" or "results" or "workflow")
            return text;
        var narrow = text.IndexOf(" as ", StringComparison.Ordinal) is >= 0 and var at ? text.Substring(at) : "";
        var head = text.Substring(0, text.Length - narrow.Length);
        var space = head.LastIndexOf(' ');
        var node = head.Substring(space + 1);
        if (space > 5 && head.Substring(0, space + 1).EndsWith(" " + Input, StringComparison.Ordinal))
            return text; // each input lines
        return head.Substring(0, space + 1) + name(node) + narrow;
    }
}
