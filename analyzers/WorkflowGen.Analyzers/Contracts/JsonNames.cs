using System.Text;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>Names of members as the naming policies of System.Text.Json write them.</summary>
internal static class JsonNames
{
    public const int CamelCase = 1;

    /// <param name="policy">The number of a JsonKnownNamingPolicy.</param>
    public static string Of(string name, int policy) => policy switch
    {
        CamelCase => Camel(name),
        2 => Separated(name, '_', upper: false),
        3 => Separated(name, '_', upper: true),
        4 => Separated(name, '-', upper: false),
        5 => Separated(name, '-', upper: true),
        _ => name,
    };

    // URLValue → urlValue, ID → id: the capitals at the beginning, but for the one that begins the next word.
    private static string Camel(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]))
                break;
            letters[i] = char.ToLowerInvariant(letters[i]);
        }
        return new string(letters);
    }

    private static string Separated(string name, char separator, bool upper)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = i > 0 && char.IsUpper(name[i])
                && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins && name[i - 1] != separator)
                text.Append(separator);
            text.Append(upper ? char.ToUpperInvariant(name[i]) : char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
