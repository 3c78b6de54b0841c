namespace WorkflowGen.Execution;

/// <summary>One step in a compiled graph. Immutable once its <see cref="WorkflowDefinition"/> is built.</summary>
public sealed class NodeDefinition
{
    /// <summary>Describes a node.</summary>
    /// <param name="name">The step's stable name.</param>
    /// <param name="dependencies">The nodes that must have settled before this one may start: producers, those named in [After], and what its guards read.</param>
    /// <param name="required">The subset of <paramref name="dependencies"/> whose being skipped skips this node: producers of parameters that are not nullable.</param>
    public NodeDefinition(string name, int[] dependencies, int[] required)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        DependencyArray = dependencies;
        RequiredArray = required;
    }

    /// <summary>The step's stable name.</summary>
    public string Name { get; }

    /// <summary>The nodes that must have settled before this one may start.</summary>
    public IReadOnlyList<int> Dependencies => DependencyArray;

    /// <summary>The dependencies whose being skipped skips this node.</summary>
    public IReadOnlyList<int> Required => RequiredArray;

    /// <summary>Whether guards decide if the node runs.</summary>
    public bool HasGuard { get; init; }

    /// <summary>Whether the step takes a <see cref="StepContext"/>.</summary>
    public bool TakesContext { get; init; }

    /// <summary>Whether the step hands a value over.</summary>
    public bool HasResult { get; init; }

    /// <summary>The type of the value that the step hands over, as written in C#; for messages only. Null: not known, or no value.</summary>
    public string? ResultType { get; init; }

    /// <summary>The retry policy, or null: one attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The bound of each attempt; null: none.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>The bound over all attempts and waits; null: none.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>What a repeat of the step would do.</summary>
    public Idempotency Idempotency { get; init; }

    /// <summary>The node's place in <see cref="WorkflowDefinition.Nodes"/>.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>The nodes that depend on this one.</summary>
    public IReadOnlyList<int> Successors => SuccessorArray;

    internal int[] DependencyArray { get; }

    internal int[] RequiredArray { get; }

    internal int[] SuccessorArray { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
