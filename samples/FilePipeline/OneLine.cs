using System.Globalization;
using System.Text;

namespace FilePipeline;

/// <summary>Makes a name fit for a line of a log or a terminal: a file's name can hold line breaks and escape sequences.</summary>
internal static class OneLine
{
    public static string Of(string text)
    {
        if (!text.Any(MustEscape))
            return text;
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (MustEscape(c))
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                result.Append(c);
        }
        return result.ToString();
    }

    /// <summary>The same, with the middle left out where it is long.</summary>
    public static string Short(string text, int longest = 100)
    {
        var line = Of(text);
        return line.Length <= longest ? line : $"{line[..(longest / 3)]} … {line[^(longest - (longest / 3) - 3)..]}";
    }

    private static bool MustEscape(char c) =>
        c == '\\' || char.IsControl(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
