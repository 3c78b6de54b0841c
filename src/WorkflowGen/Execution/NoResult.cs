namespace WorkflowGen.Execution;

/// <summary>The result of a run that returns nothing. All values are equal.</summary>
public readonly record struct NoResult;
