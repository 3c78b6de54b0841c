using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What the executor reports, gathered as records until it asks for a commit. All on the driver's thread.
internal sealed partial class RunActivation : IRunJournal
{
    private RecordBatch _gathering = new();
    private RecordBatch _inCommit = new();
    private int _sinceSnapshot;
    private long _bytesSinceSnapshot;
    private int _snapshotSize;

    bool IRunJournal.IsFull => _gathering.IsFull;

    bool IRunJournal.HasParent => _head?.Parent is not null;

    StepLimits IRunJournal.Limits => _engine.Limits;

    bool IRunJournal.HasPending => _gathering.NeedsCommit;

    void IRunJournal.AttemptStarted(NodeKey key, int attempt, DateTimeOffset at, bool mustCommit)
    {
        if (!mustCommit)
            return;
        _progress!.AttemptStarted(key, attempt, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.AttemptStarted(_gathering.Buffer, _workflow.Nodes.Utf8(key), attempt, at));
    }

    void IRunJournal.StepCompleted(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset completedAt, bool rides)
    {
        var node = key.Node;
        var definition = _workflow.Definition.NodeArray[node];
        var buffer = _gathering.Buffer;
        var start = JournalEncoder.BeginStepCompleted(buffer, _workflow.Nodes.Utf8(key), attempt, startedAt, completedAt);
        try
        {
            if (key.Element >= 0 && definition.HasResult)
                Payload.WriteElement(buffer, _executor!, node, key.Element, _engine.Options.MaxPayloadBytes);
            else if (definition.HasResult && definition.Each is null)
                Payload.WriteHandoff(buffer, _executor!, node, _engine.Options.MaxPayloadBytes);
            CheckJournalSize(definition, buffer.Length - start);
        }
        catch
        {
            buffer.Truncate(start);
            throw;
        }
        AddArmed();
        _progress!.Completed(key, attempt, completedAt);
        Add(start, JournalEncoder.End(buffer, start), rides);
        _engine.Telemetry.StepEnded(this, definition, attempt, startedAt, completedAt, null);
    }

    void IRunJournal.StepSkipped(NodeKey key, DateTimeOffset at)
    {
        _progress!.Skipped(key, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.NodeEvent(_gathering.Buffer, RecordKind.StepSkipped, _workflow.Nodes.Utf8(key), at), rides: true);
    }

    void IRunJournal.StepCancelled(NodeKey key, DateTimeOffset at)
    {
        var isUndone = _armedRecord.Length > 0;
        AddArmed();
        _progress!.Cancelled(key, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.NodeEvent(_gathering.Buffer, RecordKind.StepCancelled, _workflow.Nodes.Utf8(key), at), rides: !isUndone);
    }

    void IRunJournal.AttemptFailed(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt)
    {
        var definition = _workflow.Definition.NodeArray[key.Node];
        var failure = JournalEncoder.Describe(_workflow.Nodes.Text(key), attempt, exception);
        _progress!.AttemptFailed(key, attempt, startedAt, at, retryAt, failure);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.AttemptFailed(_gathering.Buffer, startedAt, at, retryAt, failure));
        _engine.Telemetry.StepEnded(this, definition, attempt, startedAt, at, exception);
        if (retryAt is { } due)
            _engine.Log.AttemptFailed(RunId, definition.Name, attempt, due, exception);
        else
            _engine.Log.StepFailed(RunId, definition.Name, attempt, exception);
    }

    void IRunJournal.RunEnded(RunStatus status, IReadOnlyList<FailedAttempt> failure, DateTimeOffset at)
    {
        var failures = new StepFailure[failure.Count];
        for (var i = 0; i < failures.Length; i++)
            failures[i] = JournalEncoder.Describe(failure[i].Step, failure[i].Attempt, failure[i].Exception);
        RecordEnd(status, failures, at);
    }

    void IRunJournal.Suspended(DateTimeOffset? wakeAt, DateTimeOffset at)
    {
        if (_engine.Suspending is { } suspending)
            suspending(RunId, _executor!.Waits());
        WakeAt = wakeAt;
        _gathering.SignalsSeen = _executor!.SignalsSeen;
        // One that waits for its children to end is not to be told over and over: that it is cancelled is in the journal from here on.
        if (_executor.IsCancelling)
            RecordCancelRequested(at);
        var takesCancel = _executor.IsCancelling || _executor.IsFailing || _progress!.ClosingOrNull?.Status is not null;
        _gathering.Head = new HeadChange { Status = RunStatus.Suspended, At = at, WakeAt = wakeAt, TakesCancel = takesCancel };
    }

    private void RecordEnd(RunStatus status, StepFailure[] failures, DateTimeOffset at)
    {
        var buffer = _gathering.Buffer;
        string? reason = null;
        if (status == RunStatus.Cancelled)
        {
            if (Undoes is { } child)
            {
                reason = $"Undid run '{child}'.";
            }
            else
            {
                reason = "Cancelled on request.";
                RecordCancelRequested(at);
            }
        }
        else if (failures.Length > 0)
        {
            reason = JournalText.Reason($"Step '{failures[0].Step}' failed at attempt {failures[0].Attempt}: {failures[0].ErrorType}: {failures[0].Message}");
        }
        _progress?.Ended();
        var start = buffer.Length;
        Add(start, JournalEncoder.RunEnded(buffer, status, at, failures));
        _gathering.Head = new HeadChange { Status = status, At = at, Reason = reason };
        EndStatus = status;
        if (IsAwaited)
            Outcome = Describe(status, reason, failures);
        if (_head?.Parent is { } parent)
            TellParent(parent, status, reason, failures, at);
    }

    private void Add(int start, int length, bool rides = false)
    {
        _gathering.Add(start, length, rides);
        _sinceSnapshot++;
        _bytesSinceSnapshot += length;
        if (_progress is not null)
            _progress.Recorded(length);
    }

    private void CheckJournalSize(NodeDefinition definition, int length)
    {
        if (_progress!.ResumeBytes + length <= _engine.Options.MaxJournalBytes)
            return;
        throw new HandoffException(
            $"Workflow '{_workflow.Definition}', step '{definition.Name}': with its result what it takes to resume run '{RunId}' grows beyond the {_engine.Options.MaxJournalBytes:N0} bytes that WorkflowGenOptions.MaxJournalBytes allows. Hand over keys or paths to large data rather than the data, or raise the limit.");
    }

    /// <summary>
    /// Adds a snapshot to the commit when enough has been recorded since the last: in number, and in size beside the snapshot itself, so that a run with much alive does not write it all over and over.
    /// </summary>
    private (int Start, int Length) TakeSnapshot(RecordBatch batch)
    {
        if (_sinceSnapshot < _engine.Options.SnapshotEvery || _bytesSinceSnapshot < _snapshotSize / 8 || batch.Head?.Status.IsTerminal() == true || _executor is null)
            return default;

        var start = batch.Buffer.Length;
        _sinceSnapshot = 0;
        _bytesSinceSnapshot = 0;
        try
        {
            _snapshotSize = SnapshotEncoder.Write(batch.Buffer, _progress!, _workflow.Nodes, _executor);
            _progress!.Folded(_snapshotSize);
            return (start, _snapshotSize);
        }
        catch (HandoffException exception)
        {
            // A value that was written before was changed by a later step and cannot be written now. The entries are all there: the run can do without.
            batch.Buffer.Truncate(start);
            _engine.Log.SnapshotFailed(RunId, exception);
            return default;
        }
    }

    /// <summary>What those who wait in this process are told; null: they have to read it from the store.</summary>
    private RunOutcome? Describe(RunStatus status, string? reason, StepFailure[] failures)
    {
        var output = status == RunStatus.Completed ? _progress!.OutputOf(_workflow.Definition) : -1;
        if (output < 0)
            return new RunOutcome(status, reason, default, failures);

        var buffer = new RecordBuffer();
        try
        {
            Payload.WriteHandoff(buffer, _executor!, output, int.MaxValue);
            return new RunOutcome(status, reason, buffer.Slice(0, buffer.Length).ToArray(), failures) { Output = _workflow.Definition.Nodes[output].Name };
        }
        catch (HandoffException)
        {
            return null;
        }
        finally
        {
            buffer.Reset(mayBeRead: false);
        }
    }
}
