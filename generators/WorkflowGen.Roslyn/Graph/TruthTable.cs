namespace WorkflowGen.Roslyn.Graph;

/// <summary>All combinations of the values of some facts, and for anything that depends on no others, in which of them it holds: one bit each.</summary>
internal sealed class TruthTable
{
    /// <summary>As many as twelve facts of two values have.</summary>
    public const int MaxCombinations = 4096;

    private readonly Facts _facts;
    private readonly List<(int Fact, int Stride)> _columns = [];
    private readonly int _count;
    private ulong[]? _all;

    private TruthTable(Facts facts, IEnumerable<int> concerned)
    {
        _facts = facts;
        _count = 1;
        foreach (var fact in concerned)
        {
            _columns.Add((fact, _count));
            _count *= facts.SizeOf(fact);
        }
    }

    /// <returns>Null: there are too many.</returns>
    public static TruthTable? Over(Facts facts, IReadOnlyCollection<int> concerned)
    {
        var count = 1;
        foreach (var fact in concerned)
        {
            count *= facts.SizeOf(fact);
            if (count > MaxCombinations)
                return null;
        }
        return new(facts, concerned);
    }

    /// <summary>What has been worked out of nodes before.</summary>
    public Dictionary<int, ulong[]> Behind { get; } = [];

    /// <summary>All combinations that there can be.</summary>
    public ulong[] All() => (ulong[])(_all ??= Possible()).Clone();

    private ulong[] Possible()
    {
        var all = new ulong[(_count + 63) / 64];
        for (var i = 0; i < all.Length; i++)
            all[i] = ulong.MaxValue;
        if ((_count & 63) != 0)
            all[all.Length - 1] = (1UL << (_count & 63)) - 1;
        Remove(all, _facts.IsImpossible);
        return all;
    }

    public ulong[] None() => new ulong[(_count + 63) / 64];

    /// <summary>Where none of the given values is; values of facts that are not concerned are passed over.</summary>
    public ulong[] Where(NodeSet excluded)
    {
        var rows = All();
        Remove(rows, excluded.Contains);
        return rows;
    }

    private void Remove(ulong[] rows, Func<int, bool> isRuledOut)
    {
        foreach (var (fact, stride) in _columns)
        {
            var size = _facts.SizeOf(fact);
            var ruledOut = new bool[size];
            var any = false;
            for (var value = 0; value < size; value++)
                any |= ruledOut[value] = isRuledOut(_facts.OffsetOf(fact) + value);
            if (!any)
                continue;
            for (var row = 0; row < _count; row++)
            {
                if (ruledOut[row / stride % size])
                    rows[row >> 6] &= ~(1UL << row);
            }
        }
    }

    public static void And(ulong[] rows, ulong[] other)
    {
        for (var i = 0; i < rows.Length; i++)
            rows[i] &= other[i];
    }

    public static void AndNot(ulong[] rows, ulong[] other)
    {
        for (var i = 0; i < rows.Length; i++)
            rows[i] &= ~other[i];
    }

    /// <summary>Where at least so many of them hold.</summary>
    public ulong[] AtLeast(int need, IReadOnlyList<ulong[]> members)
    {
        if (need > members.Count)
            return None();
        var reached = new ulong[need + 1][];
        reached[0] = All();
        for (var i = 1; i <= need; i++)
            reached[i] = None();
        foreach (var member in members)
        {
            for (var count = need; count > 0; count--)
            {
                for (var word = 0; word < member.Length; word++)
                    reached[count][word] |= reached[count - 1][word] & member[word];
            }
        }
        return reached[need];
    }

    /// <summary>The first row in which it holds, or −1.</summary>
    public static int First(ulong[] rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            for (var bit = 0; bit < 64 && rows[i] != 0; bit++)
            {
                if ((rows[i] >> bit & 1) != 0)
                    return (i * 64) + bit;
            }
        }
        return -1;
    }

    /// <summary>A row as part of a sentence: <c>'IsLarge' is true and 'Decide' hands over 'Rejected'</c>.</summary>
    public string Describe(int row, IReadOnlyCollection<int> facts)
    {
        var clauses = _columns.Where(c => facts.Contains(c.Fact)).Select(c => _facts.Clause(_facts.OffsetOf(c.Fact) + (row / c.Stride % _facts.SizeOf(c.Fact))));
        return string.Join(" and ", clauses);
    }
}
