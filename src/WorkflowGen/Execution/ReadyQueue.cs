namespace WorkflowGen.Execution;

/// <summary>
/// The nodes that may start, first come, first served: a ring that never grows. Twice as long as there are nodes: one that was restored in another state may
/// still stand in it when it becomes ready again.
/// </summary>
internal struct ReadyQueue(int nodes)
{
    private readonly int[] _items = new int[Math.Max(1, nodes * 2)];
    private int _head;
    private int _count;

    public readonly bool IsEmpty => _count == 0;

    public void Clear() => _head = _count = 0;

    public void Enqueue(int node)
    {
        var tail = _head + _count;
        if (tail >= _items.Length)
            tail -= _items.Length;
        _items[tail] = node;
        _count++;
    }

    public bool TryDequeue(out int node)
    {
        if (_count == 0)
        {
            node = -1;
            return false;
        }
        node = _items[_head];
        _count--;
        if (++_head == _items.Length)
            _head = 0;
        return true;
    }
}
