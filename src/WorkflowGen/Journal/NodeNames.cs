using System.Globalization;
using System.Text;
using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>The names of a definition's nodes as the journal writes them, and back. Immutable.</summary>
internal sealed class NodeNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;
    private readonly Dictionary<string, int> _indices;

    public NodeNames(WorkflowDefinition definition)
    {
        _names = new string[definition.Nodes.Count];
        _utf8 = new byte[definition.Nodes.Count][];
        _indices = new Dictionary<string, int>(definition.Nodes.Count, StringComparer.Ordinal);
        for (var i = 0; i < _utf8.Length; i++)
        {
            var name = _names[i] = definition.Nodes[i].Name;
            _utf8[i] = Encoding.UTF8.GetBytes(name);
            _indices.Add(name, i);
        }
        for (var i = 0; i < _utf8.Length; i++)
        {
            foreach (var former in definition.Nodes[i].FormerNames)
                _indices.TryAdd(former, i); // a node of today has its own name
        }
    }

    public int Count => _utf8.Length;

    public ReadOnlySpan<byte> Utf8(int node) => _utf8[node];

    /// <summary>The text of a key: see <see cref="NodeKey"/>.</summary>
    public ReadOnlySpan<byte> Utf8(NodeKey key) => key is { Round: 1, Element: < 0 } ? _utf8[key.Node] : Encoding.UTF8.GetBytes(Text(key));

    public string Text(NodeKey key)
    {
        var name = _names[key.Node];
        return (key.Element >= 0, key.Round > 1) switch
        {
            (false, false) => name,
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"{name}[{key.Element}]"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"{name}/{key.Round}"),
            (true, true) => string.Create(CultureInfo.InvariantCulture, $"{name}[{key.Element}]/{key.Round}"),
        };
    }

    /// <summary>The text of a key as it would be in the first round.</summary>
    public static string WithoutRound(string text) => text.LastIndexOf('/') is >= 0 and var slash ? text[..slash] : text;

    /// <summary>Reads what <see cref="Text"/> wrote. False: the definition has no such node, or it is no key.</summary>
    public bool TryParse(string text, out NodeKey key)
    {
        key = default;
        var name = text.AsSpan();
        int round = 1, element = -1;
        if (name.LastIndexOf('/') is >= 0 and var slash)
        {
            if (!int.TryParse(name[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out round) || round < 1)
                return false;
            name = name[..slash];
        }
        if (name is [.., ']'] && name.IndexOf('[') is >= 0 and var bracket)
        {
            if (!int.TryParse(name[(bracket + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out element))
                return false;
            name = name[..bracket];
        }
        if (!_indices.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var node))
            return false;
        key = new NodeKey(node, round, element);
        return true;
    }

    /// <summary>Takes the round off a key's text: <c>Price[17]/2</c> is <c>Price[17]</c> in round 2.</summary>
    public static (string Name, int Round) SplitRound(string text) =>
        text.LastIndexOf('/') is > 0 and var slash && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var round)
            ? (text[..slash], round)
            : (text, 1);

    /// <returns>The node's index, or −1: the definition has none of that name.</returns>
    public int IndexOf(string name) => _indices.GetValueOrDefault(name, -1);

    /// <summary>Finds a node without making a string of its name.</summary>
    /// <returns>The node's index, or −1: the definition has none of that name.</returns>
    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[256];
        if (utf8.Length <= chars.Length && Encoding.UTF8.TryGetChars(utf8, chars, out var written))
        {
            return _indices.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars[..written], out var node) ? node : -1;
        }
        return IndexOf(Encoding.UTF8.GetString(utf8));
    }
}
