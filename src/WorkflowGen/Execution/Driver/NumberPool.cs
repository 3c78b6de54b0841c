namespace WorkflowGen.Execution;

/// <summary>Numbers that were given back, the last one first. Allocates nothing once it is as large as it gets. The default is an empty pool.</summary>
internal struct NumberPool
{
    private int[]? _numbers;
    private int _count;

    public void Clear() => _count = 0;

    public bool TryTake(out int number)
    {
        if (_count == 0)
        {
            number = -1;
            return false;
        }
        number = _numbers![--_count];
        return true;
    }

    public void Return(int number)
    {
        if (_numbers is null || _count == _numbers.Length)
            Array.Resize(ref _numbers, Math.Max(8, _count * 2));
        _numbers[_count++] = number;
    }
}
