using System.Text;
using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

/// <summary>The names of a definition's nodes as the journal writes them, and back. Immutable.</summary>
internal sealed class NodeNames
{
    private readonly byte[][] _utf8;
    private readonly Dictionary<string, int> _indices;

    public NodeNames(WorkflowDefinition definition)
    {
        _utf8 = new byte[definition.Nodes.Count][];
        _indices = new Dictionary<string, int>(definition.Nodes.Count, StringComparer.Ordinal);
        for (var i = 0; i < _utf8.Length; i++)
        {
            var name = definition.Nodes[i].Name;
            _utf8[i] = Encoding.UTF8.GetBytes(name);
            _indices.Add(name, i);
        }
    }

    public int Count => _utf8.Length;

    public ReadOnlySpan<byte> Utf8(int node) => _utf8[node];

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
