using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>A decoded journal entry. Nodes are given by name: an index would mean another step after an edit of the workflow.</summary>
internal abstract record JournalRecord;

/// <param name="Inputs">The inputs as one JSON array.</param>
/// <param name="TraceParent">The W3C trace context in which the run was started; empty: none.</param>
internal sealed record RunStarted(string Workflow, int Version, string Shape, DateTimeOffset At, string TraceParent, ReadOnlyMemory<byte> Inputs) : JournalRecord;

/// <summary>Written only for steps that must not run twice, before they begin.</summary>
internal sealed record AttemptStarted(string Node, int Attempt, DateTimeOffset At) : JournalRecord;

/// <param name="Payload">The handoff as one JSON value; empty: the step hands nothing over.</param>
internal sealed record StepCompleted(string Node, int Attempt, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, ReadOnlyMemory<byte> Payload) : JournalRecord;

internal sealed record StepSkipped(string Node, DateTimeOffset At) : JournalRecord;

/// <param name="RetryAt">When the next attempt is due; null: the step has failed for good.</param>
internal sealed record AttemptFailed(DateTimeOffset StartedAt, DateTimeOffset At, DateTimeOffset? RetryAt, FailedStep Failure) : JournalRecord;

internal sealed record RunEnded(RunStatus Status, DateTimeOffset At, IReadOnlyList<FailedStep> Failures) : JournalRecord;

internal sealed record RunParked(DateTimeOffset At, string Reason) : JournalRecord;

internal sealed record RunReleased(DateTimeOffset At) : JournalRecord;

internal sealed record CancelRequested(DateTimeOffset At) : JournalRecord;

/// <summary>The state of a run after some entry: everything that is needed to go on without reading that entry or any before it.</summary>
/// <param name="JournalBytes">The size of all entries folded into it.</param>
/// <param name="Nodes">The nodes that have begun or settled; the others are pending.</param>
internal sealed record RunSnapshot(
    string Workflow, int Version, string Shape, DateTimeOffset StartedAt, string TraceParent, DateTimeOffset? CancelRequestedAt, long JournalBytes,
    ReadOnlyMemory<byte> Inputs, IReadOnlyList<SnapshotNode> Nodes) : JournalRecord;

/// <param name="At">When it completed or was skipped or failed; when the next attempt is due; when the attempt started.</param>
/// <param name="Failure">Why the node failed for good; null: it did not.</param>
/// <param name="Payload">The handoff as JSON; empty: there is none, or nobody needs it any more.</param>
internal readonly record struct SnapshotNode(string Name, Execution.NodeStatus Status, int Attempt, DateTimeOffset At, FailedStep? Failure, ReadOnlyMemory<byte> Payload);
