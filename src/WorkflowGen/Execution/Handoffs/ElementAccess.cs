namespace WorkflowGen.Execution;

/// <summary>How generated code reaches the elements of an [Each], whatever type they are handed over in, and keeps the awaiters of those under way.</summary>
public static class ElementAccess
{
    /// <summary>How many elements a collection has.</summary>
    public static int Count<T>(IReadOnlyList<T> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return elements.Count;
    }

    /// <summary>One element.</summary>
    public static T At<T>(IReadOnlyList<T> elements, int element)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return elements[element];
    }

    /// <summary>Keeps an awaiter under the number of its window, making room where there is none.</summary>
    public static void Keep<TAwaiter>(ref TAwaiter[]? awaiters, int window, TAwaiter awaiter)
    {
        if (awaiters is null || window >= awaiters.Length)
            Array.Resize(ref awaiters, Math.Max(window + 1, Math.Max(4, (awaiters?.Length ?? 0) * 2)));
        awaiters[window] = awaiter;
    }
}
