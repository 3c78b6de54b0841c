using System.Collections;
using System.Numerics;

namespace WorkflowGen.Execution;

/// <summary>A growing set of element numbers, one bit each, that reads as an ascending list. Reading it in order costs a constant time a number. Not thread-safe, not even for readers.</summary>
internal sealed class ElementSet : IReadOnlyList<int>
{
    private ulong[] _words = [];
    private int _atIndex = -1;
    private int _at = -1;

    public int Count { get; private set; }

    /// <summary>The k-th smallest number.</summary>
    public int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            if (index < _atIndex)
                _atIndex = _at = -1;
            while (_atIndex < index)
            {
                _at = Next(_at + 1);
                _atIndex++;
            }
            return _at;
        }
    }

    public bool Contains(int element) => (element >> 6) < _words.Length && (_words[element >> 6] & (1UL << element)) != 0;

    /// <returns>False: it was there.</returns>
    public bool Add(int element)
    {
        var word = element >> 6;
        if (word >= _words.Length)
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        var bit = 1UL << element;
        if ((_words[word] & bit) != 0)
            return false;
        _words[word] |= bit;
        Count++;
        _atIndex = _at = -1;
        return true;
    }

    public void Clear()
    {
        Array.Clear(_words);
        Count = 0;
        _atIndex = _at = -1;
    }

    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0, element = -1; i < Count; i++)
            yield return element = Next(element + 1);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The smallest number in the set from one on; there must be one.</summary>
    private int Next(int from)
    {
        var word = from >> 6;
        var bits = _words[word] & (ulong.MaxValue << from);
        while (bits == 0)
            bits = _words[++word];
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
