namespace WorkflowGen.Execution;

/// <summary>A node or element that completed and can be undone.</summary>
/// <param name="Key">What completed, in which round.</param>
/// <param name="Attempt">The attempt in which it did: says which run of a child's.</param>
/// <param name="Ordinal">Its place in the order of completion, from 0.</param>
/// <param name="Captured">What the compensation takes; null for a child, which is undone by a run of its own.</param>
internal sealed record ArmedCompensation(NodeKey Key, int Attempt, int Ordinal, object? Captured);
