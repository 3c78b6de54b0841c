using Microsoft.CodeAnalysis.Text;

namespace WorkflowGen.Roslyn.TestKit;

/// <summary>A place where a diagnostic is expected.</summary>
public readonly record struct MarkedSpan(string Id, TextSpan Span);

/// <summary>Source text with the expected diagnostics written into it: <c>{|WFG1001:DateTime.Now|}</c>. Marks may nest.</summary>
public sealed class MarkedSource
{
    private MarkedSource(string text, IReadOnlyList<MarkedSpan> spans)
    {
        Text = text;
        Spans = spans;
    }

    /// <summary>The source without its marks.</summary>
    public string Text { get; }

    public IReadOnlyList<MarkedSpan> Spans { get; }

    public static MarkedSource Parse(string markup)
    {
        var text = new System.Text.StringBuilder(markup.Length);
        var open = new Stack<(string Id, int Start)>();
        var spans = new List<MarkedSpan>();
        for (var i = 0; i < markup.Length; i++)
        {
            if (OpensAt(markup, i) is { } id)
            {
                open.Push((id, text.Length));
                i += id.Length + 2;
            }
            else if (open.Count > 0 && markup[i] == '|' && i + 1 < markup.Length && markup[i + 1] == '}')
            {
                var (opened, start) = open.Pop();
                spans.Add(new(opened, TextSpan.FromBounds(start, text.Length)));
                i++;
            }
            else
            {
                text.Append(markup[i]);
            }
        }

        if (open.Count > 0)
        {
            throw new FormatException($"The mark {{|{open.Peek().Id}: is not closed.");
        }

        return new(text.ToString(), spans);
    }

    // `{|` alone is C# (a property pattern cannot begin so, but a string can hold it): only an id followed by a colon makes it a mark.
    private static string? OpensAt(string markup, int at)
    {
        if (markup[at] != '{' || at + 2 >= markup.Length || markup[at + 1] != '|')
        {
            return null;
        }

        var end = at + 2;
        while (end < markup.Length && char.IsAsciiLetterOrDigit(markup[end]))
        {
            end++;
        }

        return end > at + 2 && end < markup.Length && markup[end] == ':' ? markup[(at + 2)..end] : null;
    }
}
