using System.Text;

namespace WorkflowGen.Generators.Emit;

/// <summary>Text with indentation. Lines end in LF whatever the machine; blank lines carry no spaces.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new(4096);
    private int _depth;

    public void Line() => _text.Append('\n');

    /// <summary>Writes one or several lines, each at the current depth.</summary>
    public void Line(string text)
    {
        var start = 0;
        while (true)
        {
            var end = text.IndexOf('\n', start);
            Single(text, start, end < 0 ? text.Length : end);
            if (end < 0)
                return;
            start = end + 1;
        }
    }

    /// <summary>Writes a line that stands one level to the left: a label.</summary>
    public void Outdented(string text)
    {
        _depth--;
        Line(text);
        _depth++;
    }

    /// <summary>Writes the header and an opening brace; what follows is one level deeper.</summary>
    public void Open(string header)
    {
        Line(header);
        Open();
    }

    public void Open()
    {
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public void Indent() => _depth++;

    public void Outdent() => _depth--;

    public override string ToString() => _text.ToString();

    private void Single(string text, int start, int end)
    {
        // A raw string literal has the line ends of the file it stands in.
        if (end > start && text[end - 1] == '\r')
            end--;
        if (end > start)
            _text.Append(' ', _depth * 4).Append(text, start, end - start);
        _text.Append('\n');
    }
}
