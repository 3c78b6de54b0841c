using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Generators.Emit;

/// <summary>Values as C# source.</summary>
internal static class CSharpText
{
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    public static string Ticks(long ticks) => $"new global::System.TimeSpan({ticks.ToString(CultureInfo.InvariantCulture)}L)";

    public static string Mask(ulong bits) => $"0x{bits.ToString("X", CultureInfo.InvariantCulture)}UL";

    /// <summary>An identifier, with <c>@</c> where it is a keyword somewhere.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Unescaped(string identifier) => identifier.StartsWith("@", StringComparison.Ordinal) ? identifier.Substring(1) : identifier;

    /// <summary><c>URLCheck</c> → <c>urlCheck</c>; what begins with no capital stays as it is.</summary>
    public static string CamelCase(string name)
    {
        var capitals = 0;
        while (capitals < name.Length && char.IsUpper(name[capitals]))
            capitals++;
        if (capitals > 1 && capitals < name.Length && char.IsLower(name[capitals]))
            capitals--;
        return name.Substring(0, capitals).ToLowerInvariant() + name.Substring(capitals);
    }

    public static string XmlEscaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary><c>[1, 2, 3]</c>.</summary>
    public static string IntArray(IEnumerable<int> items) =>
        "[" + string.Join(", ", items.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]";
}
