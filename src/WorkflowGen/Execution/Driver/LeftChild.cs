namespace WorkflowGen.Execution;

/// <summary>A child that was given up: it was told to end, and its node waits for it no more.</summary>
/// <param name="Key">The node, with round and element.</param>
/// <param name="Attempt">Which attempt of the node it was: the next one may have a child of its own, beside it.</param>
internal readonly record struct LeftChild(NodeKey Key, int Attempt);
