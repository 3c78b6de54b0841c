namespace WorkflowGen.Roslyn.Graph;

/// <summary>A set of small numbers, as bits.</summary>
internal sealed class NodeSet(int capacity)
{
    private readonly ulong[] _words = new ulong[(capacity + 63) / 64];

    public bool IsEmpty => Array.TrueForAll(_words, w => w == 0);

    public bool Contains(int item) => (_words[item >> 6] & (1UL << item)) != 0;

    public void Add(int item) => _words[item >> 6] |= 1UL << item;

    public NodeSet Copy()
    {
        var copy = new NodeSet(_words.Length * 64);
        Array.Copy(_words, copy._words, _words.Length);
        return copy;
    }

    public void IntersectWith(NodeSet other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= other._words[i];
    }

    public void UnionWith(NodeSet other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] |= other._words[i];
    }

    /// <summary>The members, ascending.</summary>
    public IEnumerable<int> Items
    {
        get
        {
            for (var i = 0; i < _words.Length; i++)
            {
                for (var rest = _words[i]; rest != 0; rest &= rest - 1)
                    yield return (i * 64) + LowestBit(rest);
            }
        }
    }

    private static int LowestBit(ulong word)
    {
        var bit = 0;
        while ((word & 1) == 0)
        {
            word >>= 1;
            bit++;
        }
        return bit;
    }

    /// <summary>The smallest member, or −1.</summary>
    public int First => FirstOutside(null, null);

    /// <summary>The smallest member that is in neither of the other two, or −1.</summary>
    public int FirstOutside(NodeSet? first, NodeSet? second)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            var rest = _words[i];
            if (first is not null)
                rest &= ~first._words[i];
            if (second is not null)
                rest &= ~second._words[i];
            for (var bit = 0; rest != 0; bit++, rest >>= 1)
            {
                if ((rest & 1) != 0)
                    return (i * 64) + bit;
            }
        }
        return -1;
    }
}
