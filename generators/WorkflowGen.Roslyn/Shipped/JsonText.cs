using System.Globalization;
using System.Text;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>A place in a text where something is not as it should be, counted from 0.</summary>
internal sealed class JsonTextException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}

/// <summary>A value of a JSON text, with its place. The compiler does not load System.Text.Json for its analyzers everywhere, and that one would not say where a value stood.</summary>
internal sealed class JsonValue(int position)
{
    public int Position { get; } = position;

    /// <summary>Set for a string.</summary>
    public string? Text { get; init; }

    /// <summary>Set for true and false.</summary>
    public bool? Truth { get; init; }

    /// <summary>Set for a whole number.</summary>
    public long? Number { get; init; }

    /// <summary>Set for an array.</summary>
    public IReadOnlyList<JsonValue>? Items { get; init; }

    /// <summary>Set for an object: in the order of the text, each name once.</summary>
    public IReadOnlyList<JsonMember>? Members { get; init; }
}

internal readonly record struct JsonMember(string Name, int Position, JsonValue Value);

/// <summary>Reads JSON as RFC 8259 has it and nothing else: no comments, no commas at the end, no name twice, numbers whole.</summary>
internal sealed class JsonText
{
    private const int Deepest = 64;
    private readonly string _text;
    private int _at;

    private JsonText(string text) => _text = text;

    /// <exception cref="JsonTextException">It is no JSON; the message says what was expected.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonText(text);
        if (text.Length > 0 && text[0] == '\uFEFF')
            reader._at = 1;
        var value = reader.ReadValue(0);
        reader.SkipBlanks();
        return reader._at == text.Length ? value : throw reader.Expected("the end");
    }

    private JsonValue ReadValue(int depth)
    {
        SkipBlanks();
        if (depth > Deepest)
            throw new JsonTextException($"values are nested more than {Deepest} deep", _at);
        var start = _at;
        return Peek() switch
        {
            '{' => ReadObject(start, depth),
            '[' => ReadArray(start, depth),
            '"' => new(start) { Text = ReadString() },
            '-' or (>= '0' and <= '9') => new(start) { Number = ReadNumber() },
            't' => ReadWord("true", new(start) { Truth = true }),
            'f' => ReadWord("false", new(start) { Truth = false }),
            'n' => ReadWord("null", new(start)),
            _ => throw Expected("a value"),
        };
    }

    private JsonValue ReadObject(int start, int depth)
    {
        _at++;
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!Skip('}'))
        {
            do
            {
                SkipBlanks();
                var position = _at;
                if (Peek() != '"')
                    throw Expected("a name in quotation marks");
                var name = ReadString();
                if (!names.Add(name))
                    throw new JsonTextException($"'{name}' is there twice", position);
                if (!Skip(':'))
                    throw Expected("':'");
                members.Add(new(name, position, ReadValue(depth + 1)));
            }
            while (Skip(','));
            if (!Skip('}'))
                throw Expected("',' or '}'");
        }
        return new(start) { Members = members };
    }

    private JsonValue ReadArray(int start, int depth)
    {
        _at++;
        var items = new List<JsonValue>();
        if (!Skip(']'))
        {
            do
                items.Add(ReadValue(depth + 1));
            while (Skip(','));
            if (!Skip(']'))
                throw Expected("',' or ']'");
        }
        return new(start) { Items = items };
    }

    private string ReadString()
    {
        _at++;
        var text = new StringBuilder();
        while (true)
        {
            var c = Peek();
            if (c < ' ')
                throw Expected("the quotation mark at the end of the string");
            _at++;
            if (c == '"')
                return text.ToString();
            text.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    private char ReadEscape()
    {
        var c = Peek();
        _at++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _text.Length && int.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default:
                _at--;
                throw Expected("an escape like \\n or \\u0041");
        }
    }

    private long ReadNumber()
    {
        var start = _at;
        if (Peek() == '-')
            _at++;
        while (Peek() is >= '0' and <= '9')
            _at++;
        var digits = _text.Substring(start, _at - start);
        if (Peek() is '.' or 'e' or 'E' || !long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || HasLeadingZero(digits))
            throw new JsonTextException("expected a whole number", start);
        return number;
    }

    private static bool HasLeadingZero(string digits) => digits.TrimStart('-') is ['0', _, ..];

    private JsonValue ReadWord(string word, JsonValue value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            throw Expected("a value");
        _at += word.Length;
        return value;
    }

    private bool Skip(char c)
    {
        SkipBlanks();
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
            _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private JsonTextException Expected(string what) =>
        new(_at < _text.Length ? $"expected {what}, and found '{_text[_at]}'" : $"expected {what}, and found the end of the file", _at);
}
