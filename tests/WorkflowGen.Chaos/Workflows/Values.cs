namespace WorkflowGen.Chaos.Workflows;

/// <summary>What every run is started with: its number, of which everything else follows.</summary>
public sealed record Job(int Number);

/// <summary>What every run comes to.</summary>
public sealed record Sum(long Value);
