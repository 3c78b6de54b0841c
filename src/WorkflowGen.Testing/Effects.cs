using System.Collections.Concurrent;

namespace WorkflowGen.Testing;

/// <summary>
/// What the steps of a test have done to the world, counted: a fake payment service says <c>effects.Count("charge", step.IdempotencyKey)</c> where the real one would charge. In the container of every <see cref="WorkflowTest"/>.
/// Safe for concurrent use.
/// </summary>
public sealed class Effects
{
    private readonly ConcurrentDictionary<(string Name, string Key), Counter> _counts = new();
    private readonly ConcurrentQueue<Effect> _order = new();

    /// <summary>Everything that was counted, in order.</summary>
    public IReadOnlyList<Effect> All => [.. _order];

    /// <summary>Counts an effect that may happen again with the same key: of a safe or keyed step.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="key">What tells repeats from new ones: <see cref="StepContext.IdempotencyKey"/>, or what identifies it for the world.</param>
    /// <returns>How often it has happened by now.</returns>
    public int Count(string name, string key = "") => Add(name, key, atMostOnce: false);

    /// <summary>Counts an effect that must never happen twice, whatever crashes: of an at-most-once step.</summary>
    /// <returns>How often it has happened by now.</returns>
    public int CountAtMostOnce(string name, string key = "") => Add(name, key, atMostOnce: true);

    /// <summary>How often it has happened, with any key.</summary>
    public int Of(string name) => _counts.Where(c => c.Key.Name == name).Sum(static c => c.Value.Times);

    /// <summary>How often it has happened with a key.</summary>
    public int Of(string name, string key) => _counts.TryGetValue((name, key), out var counter) ? counter.Times : 0;

    internal IReadOnlyDictionary<(string Name, string Key), (int Times, bool AtMostOnce)> Snapshot() =>
        _counts.ToDictionary(static c => c.Key, static c => (c.Value.Times, c.Value.AtMostOnce));

    private int Add(string name, string key, bool atMostOnce)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        _order.Enqueue(new Effect(name, key));
        var counter = _counts.GetOrAdd((name, key), static (_, once) => new Counter(once), atMostOnce);
        return counter.Add();
    }

    private sealed class Counter(bool atMostOnce)
    {
        private int _times;

        public int Times => Volatile.Read(ref _times);

        public bool AtMostOnce => atMostOnce;

        public int Add() => Interlocked.Increment(ref _times);
    }
}

/// <summary>Something that a step has done to the world.</summary>
/// <param name="Name">What.</param>
/// <param name="Key">To what, or for what.</param>
public readonly record struct Effect(string Name, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => Key.Length == 0 ? Name : $"{Name} {Key}";
}
