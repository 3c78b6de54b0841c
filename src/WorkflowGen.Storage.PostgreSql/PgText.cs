using System.Diagnostics.CodeAnalysis;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>Text as PostgreSQL can hold it: without U+0000 and without halves of surrogate pairs. Both become U+FFFD; a message of an exception may hold anything, and must not keep a run from being parked.</summary>
internal static class PgText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null || IsClean(text))
            return text;
        return string.Create(text.Length, text, static (span, text) =>
        {
            text.CopyTo(span);
            for (int i = 0; i < span.Length; i++)
            {
                if (char.IsHighSurrogate(span[i]) && i + 1 < span.Length && char.IsLowSurrogate(span[i + 1]))
                    i++;
                else if (span[i] == '\0' || char.IsSurrogate(span[i]))
                    span[i] = '\uFFFD';
            }
        });
    }

    private static bool IsClean(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return false;
        return !text.Contains('\0', StringComparison.Ordinal);
    }
}
