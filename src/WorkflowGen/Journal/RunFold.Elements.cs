using System.Buffers;
using System.Runtime.InteropServices;
using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Results of elements, and items of streams.
internal sealed partial class RunFold
{
    /// <summary>More than this is no journal of ours, and would only take memory.</summary>
    public const int MaxElements = 1 << 28;

    private readonly Dictionary<int, List<ReadOnlyMemory<byte>>> _results = [];
    private readonly Dictionary<int, FoldedItems> _items = [];

    public IReadOnlyDictionary<int, FoldedItems> Items => _items;

    /// <summary>The recorded result of an element; empty: there is none.</summary>
    public ReadOnlyMemory<byte> ResultOf(int node, int element) =>
        _results.TryGetValue(node, out var results) && element < results.Count ? results[element] : default;

    /// <summary>The recorded handoff of a node; of an [Each] it is in its elements, unless a snapshot has it.</summary>
    private ReadOnlyMemory<byte> HandoffOf(int node)
    {
        if (!Payloads[node].IsEmpty || _definition.NodeArray[node] is not { HasResult: true, Each: not null })
            return Payloads[node];
        var list = new ArrayBufferWriter<byte>();
        list.Write("["u8);
        foreach (var element in CompletedOf(node))
        {
            if (list.WrittenCount > 1)
                list.Write(","u8);
            list.Write(ResultOf(node, element).Span);
        }
        list.Write("]"u8);
        return list.WrittenMemory;
    }

    /// <summary>The elements whose results make the handoff of a node that has completed, in order.</summary>
    public ElementSet CompletedOf(int node) => _completed.TryGetValue(node, out var completed) ? completed : new ElementSet();

    private readonly Dictionary<int, ElementSet> _completed = [];

    internal FoldedItems ItemsOf(int node)
    {
        if (!_items.TryGetValue(node, out var items))
            _items.Add(node, items = new FoldedItems());
        return items;
    }

    internal void KeepElement(NodeKey key, ReadOnlyMemory<byte> payload)
    {
        if (key.Element >= MaxElements)
            throw RecordReader.Corrupt($"it has an element {key.Element}");
        if (!_completed.TryGetValue(key.Node, out var completed))
            _completed.Add(key.Node, completed = new ElementSet());
        completed.Add(key.Element);
        Mark(key.Node, key.Element);
        if (payload.IsEmpty)
            return;
        if (!_results.TryGetValue(key.Node, out var results))
            _results.Add(key.Node, results = []);
        if (results.Count <= key.Element)
            CollectionsMarshal.SetCount(results, key.Element + 1);
        results[key.Element] = payload;
    }

    internal void KeepItem(NodeKey key, int item, DateTimeOffset at, ReadOnlyMemory<byte> payload)
    {
        Mark(key.Node, item);
        var items = ItemsOf(key.Node);
        items.Kept[item] = (at, payload);
        items.Received = Math.Max(items.Received, item + 1);
    }

    /// <summary>Forgets what a new round of a loop begins anew.</summary>
    internal void ForgetParts(int node)
    {
        _results.Remove(node);
        _completed.Remove(node);
        _items.Remove(node);
    }
}

/// <summary>What is on record of a stream.</summary>
internal sealed class FoldedItems
{
    public int Received { get; set; }

    public Dictionary<int, (DateTimeOffset At, ReadOnlyMemory<byte> Payload)> Kept { get; } = [];
}
