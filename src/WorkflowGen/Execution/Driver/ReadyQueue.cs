namespace WorkflowGen.Execution;

/// <summary>
/// The nodes and elements that may start, first come, first served. A ring, twice as long as there are nodes: one that was restored in another state may
/// still stand in it when it becomes ready again. It grows for elements only.
/// </summary>
internal struct ReadyQueue(int nodes)
{
    private int[] _items = new int[Math.Max(1, nodes * 2)];
    private int _head;
    private int _count;

    public readonly bool IsEmpty => _count == 0;

    public void Clear() => _head = _count = 0;

    public void Enqueue(int node)
    {
        if (_count == _items.Length)
            Grow();
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

    private void Grow()
    {
        var larger = new int[_items.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = _items[(_head + i) % _items.Length];
        _items = larger;
        _head = 0;
    }
}
