namespace WorkflowGen.Execution;

/// <summary>What generated code keeps of a stream: the items that somebody still needs, by number. Not thread-safe; the driver's alone.</summary>
/// <typeparam name="T">The items.</typeparam>
public sealed class StreamItems<T>
{
    private readonly Dictionary<int, T> _items = [];
    private int _next;

    /// <summary>An item that has come and is not forgotten.</summary>
    public T this[int item]
    {
        get => _items[item];
        set => _items[item] = value;
    }

    /// <summary>Keeps one that was sent, under the next number.</summary>
    public void Add(T item) => _items[_next++] = item;

    /// <summary>Nobody needs it any more.</summary>
    public void Forget(int item) => _items.Remove(item);

    /// <summary>Forgets all, and counts from 0 again.</summary>
    public void Clear()
    {
        _items.Clear();
        _next = 0;
    }
}
