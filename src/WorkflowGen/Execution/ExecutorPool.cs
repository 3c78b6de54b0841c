using System.Collections.Concurrent;

namespace WorkflowGen.Execution;

/// <summary>Keeps idle executors for the next run. Lock-free; holds at most 256, the rest is left to the garbage collector.</summary>
/// <typeparam name="T">The generated executor.</typeparam>
public sealed class ExecutorPool<T>
    where T : class
{
    private const int Capacity = 256;

    private readonly ConcurrentQueue<T> _items = new();
    private T? _first;
    private int _count;

    /// <summary>Takes an idle executor, or null where there is none.</summary>
    public T? TryRent()
    {
        var item = _first;
        if (item is not null && Interlocked.CompareExchange(ref _first, null, item) == item)
            return item;
        if (!_items.TryDequeue(out item))
            return null;
        Interlocked.Decrement(ref _count);
        return item;
    }

    /// <summary>Gives an executor back; it must not be used by the caller any more.</summary>
    public void Return(T item)
    {
        if (_first is null && Interlocked.CompareExchange(ref _first, item, null) is null)
            return;
        if (Interlocked.Increment(ref _count) <= Capacity)
            _items.Enqueue(item);
        else
            Interlocked.Decrement(ref _count);
    }
}
