using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>A decoded journal entry. Nodes are given by name (with round and element, see <see cref="Execution.NodeKey"/>): an index would mean another step after an edit of the workflow.</summary>
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
internal sealed record AttemptFailed(DateTimeOffset StartedAt, DateTimeOffset At, DateTimeOffset? RetryAt, StepFailure Failure) : JournalRecord;

internal sealed record RunEnded(RunStatus Status, DateTimeOffset At, IReadOnlyList<StepFailure> Failures) : JournalRecord;

internal sealed record RunParked(DateTimeOffset At, string Reason) : JournalRecord;

internal sealed record RunReleased(DateTimeOffset At) : JournalRecord;

internal sealed record CancelRequested(DateTimeOffset At) : JournalRecord;

/// <param name="Loop">The loop's last node, with the round that ended.</param>
internal sealed record RoundStarted(string Loop, DateTimeOffset At) : JournalRecord;

internal sealed record StepCancelled(string Node, DateTimeOffset At) : JournalRecord;

/// <param name="Payload">The item as one JSON value.</param>
internal sealed record ItemReceived(string Node, int Item, DateTimeOffset At, ReadOnlyMemory<byte> Payload) : JournalRecord;

internal sealed record StreamClosed(string Node, DateTimeOffset At) : JournalRecord;

internal sealed record ChildStarted(string Node, int Attempt, DateTimeOffset At, string ChildId) : JournalRecord;

internal sealed record ChildLeft(string Node, int Attempt, DateTimeOffset At, string ChildId) : JournalRecord;

/// <param name="Status">How it ended: Completed, if it was faster than the request to end.</param>
internal sealed record ChildEnded(string Node, int Attempt, DateTimeOffset At, string ChildId, RunStatus Status) : JournalRecord;

/// <param name="Attempt">The one in which the node completed.</param>
/// <param name="Ordinal">Its place in the order of completion, from 0.</param>
/// <param name="Payload">What the compensation will need, as one JSON value; empty for a child.</param>
internal sealed record CompensationArmed(string Node, int Attempt, int Ordinal, ReadOnlyMemory<byte> Payload) : JournalRecord;

/// <param name="Node">What was undone.</param>
/// <param name="Compensation">The compensating method; empty for a child.</param>
internal sealed record Compensated(string Node, int Ordinal, string Compensation, int Attempt, DateTimeOffset StartedAt, DateTimeOffset At) : JournalRecord;

/// <param name="Node">What was to be undone; the failure names the compensation.</param>
/// <param name="RetryAt">When the next attempt is due; null: it has failed for good.</param>
internal sealed record CompensationFailed(string Node, int Ordinal, DateTimeOffset StartedAt, DateTimeOffset At, DateTimeOffset? RetryAt, StepFailure Failure) : JournalRecord;

internal sealed record Heartbeat(string Node, int Attempt, ReadOnlyMemory<byte> Progress) : JournalRecord;

/// <param name="Status">How the run will end, after compensations and [Finally] steps.</param>
internal sealed record RunClosing(RunStatus Status, DateTimeOffset At) : JournalRecord;

/// <param name="Shape">What the records from here on are written in.</param>
/// <param name="Signals">The number of the last signal that had come by then.</param>
internal sealed record ShapeMet(DateTimeOffset At, string Shape, long Signals) : JournalRecord;

/// <param name="ChildId">The run that is to be undone.</param>
internal sealed record UndoRequested(DateTimeOffset At, string ChildId) : JournalRecord;

/// <param name="OwnQueue">The queue of its start, where steps that name none run.</param>
/// <param name="Queue">Where it waits now.</param>
internal sealed record RunMoved(DateTimeOffset At, string OwnQueue, string Queue) : JournalRecord;

/// <summary>The state of a run after some entry: everything that is needed to go on without reading that entry or any before it.</summary>
/// <param name="JournalBytes">The size of all entries folded into it.</param>
/// <param name="Nodes">The nodes that have begun or settled; the others are pending.</param>
internal sealed record RunSnapshot(
    string Workflow, int Version, string Shape, DateTimeOffset StartedAt, string TraceParent, DateTimeOffset? CancelRequestedAt, long JournalBytes,
    ReadOnlyMemory<byte> Inputs, IReadOnlyList<SnapshotNode> Nodes) : JournalRecord
{
    /// <summary>What follows the nodes. Snapshots of earlier versions have none.</summary>
    public IReadOnlyDictionary<SnapshotSection, ReadOnlyMemory<byte>> Sections { get; init; } = new Dictionary<SnapshotSection, ReadOnlyMemory<byte>>();

    /// <summary>For each node its place in the order of settlement; 0: it has not settled.</summary>
    /// <exception cref="JournalException">The section is damaged.</exception>
    public long[] Orders()
    {
        var orders = new long[Nodes.Count];
        if (Sections.TryGetValue(SnapshotSection.Order, out var section))
        {
            var reader = new RecordReader(section);
            for (var i = 0; i < orders.Length; i++)
                orders[i] = reader.ReadInt64();
            reader.End();
            return orders;
        }

        // Written by a version in which the order did not matter: any that could have been.
        var order = 0L;
        foreach (var i in Enumerable.Range(0, orders.Length).Where(i => Nodes[i].HasSettled).OrderBy(i => Nodes[i].At))
            orders[i] = ++order;
        return orders;
    }
}

/// <param name="At">When it completed or was skipped or failed; when the next attempt is due; when the attempt started.</param>
/// <param name="Failure">Why the node failed for good; null: it did not.</param>
/// <param name="Payload">The handoff as JSON; empty: there is none, or nobody needs it any more.</param>
internal readonly record struct SnapshotNode(string Name, Execution.NodeStatus Status, int Attempt, DateTimeOffset At, StepFailure? Failure, ReadOnlyMemory<byte> Payload)
{
    public bool HasSettled => Status is Execution.NodeStatus.Completed or Execution.NodeStatus.Skipped or Execution.NodeStatus.Failed or Execution.NodeStatus.Cancelled;
}
