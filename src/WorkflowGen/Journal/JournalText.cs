namespace WorkflowGen.Journal;

/// <summary>Makes texts that users wrote fit for one line of a log, a terminal or a reason.</summary>
internal static class JournalText
{
    public const int MaxReason = 4_000;

    /// <summary>Control characters (line breaks, escapes) as \uXXXX, so that a name or message cannot forge a log line; the same string when there are none.</summary>
    public static string Escape(string text)
    {
        var clean = true;
        foreach (var c in text)
            clean &= !IsControl(c);
        if (clean)
            return text;

        var escaped = new System.Text.StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsControl(c))
                escaped.Append($"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>A reason as a store keeps it.</summary>
    public static string Reason(string text) => JournalEncoder.Shorten(Escape(text), MaxReason);

    // Line and paragraph separators, and the marks that turn the direction of text around, count as well.
    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
