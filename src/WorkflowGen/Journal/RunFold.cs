using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Folds what the store has of a run (its latest snapshot and the entries after it) into the run's state, for the definition that is to go on with it.</summary>
internal sealed partial class RunFold
{
    private readonly string _runId;
    private readonly WorkflowDefinition _definition;
    private readonly NodeNames _names;
    private RunProgress? _progress;

    private RunFold(string runId, WorkflowDefinition definition, NodeNames names)
    {
        _runId = runId;
        _definition = definition;
        _names = names;
        Payloads = new ReadOnlyMemory<byte>[names.Count];
        PreviousPayloads = new ReadOnlyMemory<byte>[definition.Previous.Count];
    }

    public RunProgress Progress => _progress ?? throw Broken(JournalFailure.Corrupt, "there is no record of its start");

    public ReadOnlyMemory<byte> Inputs { get; private set; }

    /// <summary>The recorded handoff of each node; empty where there is none, or it was folded away.</summary>
    public ReadOnlyMemory<byte>[] Payloads { get; }

    /// <exception cref="JournalException">The journal is damaged, newer, or does not fit the definition. The message names the run and the place.</exception>
    public static RunFold Of(StoredRun run, WorkflowDefinition definition, NodeNames names)
    {
        var fold = new RunFold(run.Head.RunId, definition, names);
        var sequence = 0L;
        if (run.Snapshot is { } snapshot)
        {
            sequence = snapshot.Sequence;
            fold.Apply(snapshot);
            fold.Progress.Folded(snapshot.Data.Length);
        }
        foreach (var entry in run.Entries)
        {
            if (entry.Sequence != sequence + 1)
                throw fold.Broken(JournalFailure.Corrupt, $"entry {entry.Sequence} follows entry {sequence}");
            sequence = entry.Sequence;
            fold.Apply(entry);
            fold.Progress.Recorded(entry.Data.Length);
        }
        if (sequence != run.Head.LastSequence)
            throw fold.Broken(JournalFailure.Corrupt, $"it should have {run.Head.LastSequence} entries, and the last one found is {sequence}");
        _ = fold.Progress;
        return fold;
    }

    private void Apply(JournalEntry entry)
    {
        try
        {
            Apply(JournalDecoder.Decode(entry.Data));
        }
        catch (JournalException exception) when (!exception.NamesRun)
        {
            throw Broken(exception.Failure, $"entry {entry.Sequence}: {exception.Message}", exception);
        }
    }

    private void Apply(JournalRecord record)
    {
        if (record is RunStarted or RunSnapshot)
        {
            if (_progress is not null)
                throw Broken(JournalFailure.Corrupt, "it starts twice");
        }
        switch (record)
        {
            case RunStarted started:
                CheckWorkflow(started.Workflow, started.Version);
                _progress = RunProgress.For(_definition, started.Shape, started.At, started.TraceParent);
                Inputs = started.Inputs;
                BeginShape(started.Shape);
                break;
            case RunSnapshot snapshot:
                Apply(snapshot);
                break;
            case AttemptStarted started:
                Progress.AttemptStarted(Key(started.Node), started.Attempt, started.At);
                break;
            case ChildStarted child:
                Progress.ChildStarted(Key(child.Node), child.Attempt, child.At);
                KeepFormerName(child.Node, child.Attempt);
                break;
            case ChildLeft left:
                Progress.ChildLeft(Key(left.Node), left.Attempt);
                break;
            case ChildEnded ended:
                Progress.ChildEnded(Key(ended.Node), ended.Attempt);
                break;
            case StepCompleted completed:
                var key = Key(completed.Node);
                Progress.Completed(key, completed.Attempt, completed.CompletedAt);
                if (key.Element < 0)
                    KeepHandoff(key.Node, completed.Payload);
                else
                    KeepElement(key, completed.Payload);
                break;
            case StepSkipped skipped:
                Progress.Skipped(Key(skipped.Node), skipped.At);
                break;
            case StepCancelled cancelled:
                Progress.Cancelled(Key(cancelled.Node), cancelled.At);
                break;
            case AttemptFailed failed:
                Progress.AttemptFailed(Key(failed.Failure.Step), failed.Failure.Attempt, failed.StartedAt, failed.At, failed.RetryAt, failed.Failure);
                break;
            case ItemReceived received:
                KeepItem(Key(received.Node), received.Item, received.At, received.Payload);
                break;
            case StreamClosed closed:
                Progress.StreamClosed(Key(closed.Node), closed.At);
                break;
            case RoundStarted started:
                Apply(started);
                break;
            case Heartbeat heartbeat:
                Progress.Reports(Key(heartbeat.Node), heartbeat.Attempt, heartbeat.Progress);
                break;
            case CancelRequested requested:
                Progress.CancelRequestedAt ??= requested.At;
                break;
            case RunMoved moved:
                Progress.OwnQueue = moved.OwnQueue;
                break;
            case RunReleased released:
                Progress.Released(_definition, released.At);
                break;
            case CompensationArmed armed:
                Progress.Closing.Arm(Key(armed.Node), armed.Attempt, armed.Ordinal, armed.Payload);
                if (IsEarlier)
                    Progress.Shapes.Armed = armed.Ordinal + 1;
                break;
            case Compensated compensated:
                Progress.Closing.Compensated(compensated.Ordinal, compensated.At);
                break;
            case CompensationFailed failed:
                Progress.Closing.CompensationFailed(failed.Ordinal, failed.RetryAt, failed.Failure);
                break;
            case UndoRequested requested:
                Progress.Closing.Undoes = requested.ChildId;
                break;
            case ShapeMet met:
                Meet(met);
                break;
            case RunClosing closing:
                Progress.Closing.Close(closing.Status, closing.At);
                break;
            case RunEnded:
                Progress.Ended();
                break;
        }
    }

    private void Apply(RunSnapshot snapshot)
    {
        CheckWorkflow(snapshot.Workflow, snapshot.Version);
        _progress = RunProgress.For(_definition, snapshot.Shape, snapshot.StartedAt, snapshot.TraceParent);
        _progress.CancelRequestedAt = snapshot.CancelRequestedAt;
        _progress.JournalBytes = snapshot.JournalBytes;
        Inputs = snapshot.Inputs;
        ApplyShapes(snapshot);
        var orders = snapshot.Orders();
        for (var i = 0; i < orders.Length; i++)
        {
            var recorded = snapshot.Nodes[i];
            var key = Key(recorded.Name);
            _progress.Restore(key, recorded, orders[i]);
            if (recorded.Status == NodeStatus.Running && _definition.NodeArray[key.Node].Kind == NodeKind.Child)
                _progress.Nodes[key.Node].AwaitsChild = true;
            KeepHandoff(key.Node, recorded.Payload);
        }
        ApplyLoops(snapshot);
        if (snapshot.Sections.TryGetValue(SnapshotSection.Closing, out var closing))
            _progress.Closing = ClosingProgress.Read(closing, Key);
        ApplyReported(snapshot);
        ApplyLeft(snapshot);
        ApplyOwnQueue(snapshot);
        if (snapshot.Sections.TryGetValue(SnapshotSection.Elements, out var elements))
            SnapshotElements.Read(elements, this);
        if (snapshot.Sections.TryGetValue(SnapshotSection.Streams, out var streams))
            SnapshotStreams.Read(streams, this);
    }

    private void CheckWorkflow(string workflow, int version)
    {
        if (workflow != _definition.Name || version != _definition.Version)
            throw Broken(JournalFailure.DefinitionChanged, $"it was started on '{workflow} v{version}', which '{_definition}' cannot go on with");
    }

    /// <summary>The only place where the names in records are read: node, round and element.</summary>
    internal NodeKey Key(string name) => _names.TryParse(name, out var key)
        ? key
        : throw Broken(JournalFailure.DefinitionChanged, $"the journal names a step '{name}', which '{_definition}' no longer has. Run a build that has it, or restore the step (or its name), and release the run");

    private JournalException Broken(JournalFailure failure, string what, Exception? inner = null) =>
        new(failure, $"Run '{_runId}' of workflow '{_definition}' cannot be resumed: {what}{(what.EndsWith('.') ? "" : ".")}", inner) { NamesRun = true };
}
