using System.Collections.Immutable;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>What one member's code uses and calls, found once per compilation.</summary>
/// <param name="WritesOwnState">Whether it changes the instance that it is called on.</param>
internal sealed record BodySummary(ImmutableArray<Hazard> Hazards, ImmutableArray<CallEdge> Edges, bool WritesOwnState)
{
    public static BodySummary Empty { get; } = new(ImmutableArray<Hazard>.Empty, ImmutableArray<CallEdge>.Empty, false);
}
