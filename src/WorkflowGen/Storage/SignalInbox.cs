using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace WorkflowGen.Storage;

/// <summary>A run's signals in a store that keeps them in memory: those that wait, in order, and the keys of all that ever came. Immutable, so that what a batch decides shows when it is durable and not before.</summary>
internal sealed class SignalInbox
{
    private readonly ImmutableSortedDictionary<long, StoredSignal> _waiting;
    private readonly ImmutableHashSet<(string Name, string Key)> _keys;

    private SignalInbox(ImmutableSortedDictionary<long, StoredSignal> waiting, ImmutableHashSet<(string, string)> keys) => (_waiting, _keys) = (waiting, keys);

    public static SignalInbox Empty { get; } = new(ImmutableSortedDictionary<long, StoredSignal>.Empty, []);

    public bool HasKey(RunSignal signal) => signal.Key is { } key && _keys.Contains((signal.Name, key));

    /// <summary>With one more signal.</summary>
    /// <param name="signal">It.</param>
    /// <param name="waits">Whether it waits; if not, only its key counts.</param>
    public SignalInbox Add(StoredSignal signal, bool waits = true) =>
        new(waits ? _waiting.Add(signal.Sequence, signal) : _waiting, signal.Key is { } key ? _keys.Add((signal.Name, key)) : _keys);

    /// <summary>Without a signal that was consumed; its key is kept.</summary>
    public bool TryConsume(long sequence, [NotNullWhen(true)] out StoredSignal? consumed, out SignalInbox rest)
    {
        rest = this;
        if (!_waiting.TryGetValue(sequence, out consumed))
            return false;
        rest = new(_waiting.Remove(sequence), _keys);
        return true;
    }

    /// <summary>Those that wait, after a number.</summary>
    public IReadOnlyList<StoredSignal> After(long sequence) => _waiting.IsEmpty ? [] : [.. _waiting.Values.SkipWhile(signal => signal.Sequence <= sequence)];

    /// <summary>The signal under its number, with a copy of its bytes.</summary>
    public static StoredSignal Stored(RunSignal signal, long sequence) => new(sequence, signal.Name, signal.Key, signal.At.ToUniversalTime(), signal.Payload.ToArray());
}
