namespace WorkflowGen.Execution;

/// <summary>What a node of a graph is.</summary>
public enum NodeKind
{
    /// <summary>A method that runs.</summary>
    Step = 0,

    /// <summary>A value from outside that is waited for.</summary>
    Signal = 1,

    /// <summary>A wait for a time.</summary>
    Delay = 2,

    /// <summary>Another workflow.</summary>
    Child = 3,

    /// <summary>A method that returns an <see cref="IAsyncEnumerable{T}"/>, taken element by element by an [Each].</summary>
    Stream = 4,
}
