using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

/// <summary>What a child tells its parent at its end.</summary>
/// <param name="Key">The parent's node, with round and element.</param>
/// <param name="Attempt">Which attempt of the node it was.</param>
/// <param name="IsUndo">Whether it is the run that undoes the child which has ended.</param>
/// <param name="ChildId">The child's run.</param>
/// <param name="Workflow">The child's workflow.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Result">Its result as JSON; <c>null</c> where it has none.</param>
/// <param name="Failures">The steps that failed for good.</param>
/// <param name="Reason">Why, in words; null: it completed.</param>
internal sealed record ChildEnd(
    NodeKey Key, int Attempt, bool IsUndo, string ChildId, string Workflow, RunStatus Status, ReadOnlyMemory<byte> Result, IReadOnlyList<StepFailure> Failures, string? Reason);
