namespace WorkflowGen.Execution;

/// <summary>What a record is about: a node, in which round of the loops around it, and for which element of an [Each]. In records it is written as one text: <c>Fetch</c>, <c>Fetch/2</c>, <c>Price[17]</c>, <c>Price[17]/2</c>.</summary>
/// <param name="Node">The node's place in the definition.</param>
/// <param name="Round">From 1. A node's rounds are counted through, whichever loop began them.</param>
/// <param name="Element">From 0, or −1: the node as a whole.</param>
internal readonly record struct NodeKey(int Node, int Round = 1, int Element = -1)
{
    /// <summary>The node as a whole, in its first round.</summary>
    public static implicit operator NodeKey(int node) => new(node);
}
