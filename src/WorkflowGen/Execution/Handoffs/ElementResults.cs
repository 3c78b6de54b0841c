using System.Collections;

namespace WorkflowGen.Execution;

/// <summary>What generated code keeps of the elements of an [Each]: their results, by number. Not thread-safe; the driver's alone.</summary>
/// <typeparam name="T">One element's result.</typeparam>
public sealed class ElementResults<T>
{
    private T[] _values = [];

    /// <summary>The result of an element that has completed.</summary>
    public T this[int element]
    {
        get => _values[element];
        set
        {
            if (element >= _values.Length)
                Array.Resize(ref _values, Math.Max(element + 1, Math.Max(8, _values.Length * 2)));
            _values[element] = value;
        }
    }

    /// <summary>Makes room for as many as there will be; what is there already, because the run is resumed, is kept.</summary>
    /// <param name="count">How many elements there are; <see cref="int.MaxValue"/>: not known.</param>
    /// <returns>The same.</returns>
    public int Begin(int count)
    {
        if (count != int.MaxValue && count != _values.Length)
            Array.Resize(ref _values, count);
        return count;
    }

    /// <summary>The results of the given elements, as the node hands them over.</summary>
    public IReadOnlyList<T> Complete(IReadOnlyList<int> completed)
    {
        // All of them, as it is most often: no copy. Nothing is written to it after this: a new round begins with Clear.
        if (completed.Count == _values.Length)
            return _values;
        var values = new T[completed.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _values[completed[i]];
        return values;
    }

    /// <summary>The results so far, for a guard that looks at them and keeps nothing: no copy.</summary>
    public IReadOnlyList<T> Of(IReadOnlyList<int> completed) => new View(_values, completed);

    /// <summary>Forgets them. What <see cref="Complete"/> returned stays as it is.</summary>
    public void Clear() => _values = [];

    private sealed class View(T[] values, IReadOnlyList<int> completed) : IReadOnlyList<T>
    {
        public int Count => completed.Count;

        public T this[int index] => values[completed[index]];

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var element in completed)
                yield return values[element];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
