using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What a run can undo, and its way to its end when it has more to do when its steps are over.
internal sealed partial class RunActivation
{
    /// <summary>Written, but not added: that comes with the completion that it belongs to, which may yet be refused. Length 0: there is none.</summary>
    private (int Start, int Length) _armedRecord;

    /// <summary>Whether the head says so.</summary>
    private bool _isCompensating;

    void IRunJournal.CompensationArmed(NodeKey key, int attempt, int ordinal, object? captured)
    {
        var definition = _workflow.Definition.NodeArray[key.Node];
        var buffer = _gathering.Buffer;
        var start = JournalEncoder.BeginCompensationArmed(buffer, _workflow.Nodes.Utf8(key), attempt, ordinal);
        var payload = buffer.Length;
        try
        {
            if (captured is not null)
                Payload.WriteCompensation(buffer, _executor!, key.Node, captured, _engine.Options.MaxPayloadBytes);
            CheckJournalSize(definition, buffer.Length - start);
        }
        catch
        {
            buffer.Truncate(start);
            throw;
        }
        // Kept as it is recorded: a later step may change what it was made of.
        _progress!.Closing.Arm(key, attempt, ordinal, buffer.Slice(payload, buffer.Length - payload).ToArray());
        _armedRecord = (start, JournalEncoder.End(buffer, start));
    }

    void IRunJournal.CompensationDisarmed(int ordinal)
    {
        _gathering.Buffer.Truncate(_armedRecord.Start);
        _armedRecord = default;
        _progress!.Closing.Disarm();
    }

    private void AddArmed()
    {
        if (_armedRecord.Length == 0)
            return;
        Add(_armedRecord.Start, _armedRecord.Length, rides: true);
        _armedRecord = default;
    }

    void IRunJournal.Compensated(NodeKey key, int ordinal, int attempt, DateTimeOffset startedAt, DateTimeOffset at)
    {
        var definition = _workflow.Definition.NodeArray[key.Node];
        var progress = _progress!.Closing;
        progress.Compensated(ordinal, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.Compensated(_gathering.Buffer, _workflow.Nodes.Utf8(key), ordinal, definition.Compensation?.Name ?? "", attempt, startedAt, at));
        SetCompensating(progress.IsUndoing, at);
        if (definition.Compensation is not null)
            _engine.Telemetry.StepEnded(this, definition.Undo, attempt, startedAt, at, null);
    }

    void IRunJournal.CompensationFailed(NodeKey key, int ordinal, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt)
    {
        var undo = _workflow.Definition.NodeArray[key.Node].Undo;
        var failure = JournalEncoder.Describe(undo.Name, attempt, exception);
        _progress!.Closing.CompensationFailed(ordinal, retryAt, failure);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.CompensationFailed(_gathering.Buffer, _workflow.Nodes.Utf8(key), ordinal, startedAt, at, retryAt, failure));
        SetCompensating(true, at);
        _engine.Telemetry.StepEnded(this, undo, attempt, startedAt, at, exception);
        if (retryAt is { } due)
            _engine.Log.AttemptFailed(RunId, undo.Name, attempt, due, exception);
        else
            _engine.Log.StepFailed(RunId, undo.Name, attempt, exception);
    }

    void IRunJournal.RunClosing(RunStatus status, DateTimeOffset at)
    {
        if (status == RunStatus.Cancelled && Undoes is null)
            RecordCancelRequested(at);
        var progress = _progress!.Closing;
        progress.Close(status, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.RunClosing(_gathering.Buffer, status, at));
        SetCompensating(progress.IsUndoing, at);
        _engine.Log.Closing(RunId, status, progress.IsUndoing ? progress.Armed.Count : 0);
    }

    /// <summary>Once, before the record that follows from it.</summary>
    private void RecordCancelRequested(DateTimeOffset at)
    {
        if (_progress?.CancelRequestedAt is not null)
            return;
        var requested = _cancelRequestedAt ?? at;
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.Event(_gathering.Buffer, RecordKind.CancelRequested, requested));
        if (_progress is not null)
            _progress.CancelRequestedAt = requested;
    }

    /// <summary>The head says so while compensations are under way. It goes along with records that are committed anyway.</summary>
    private void SetCompensating(bool value, DateTimeOffset at)
    {
        if (value == _isCompensating)
            return;
        _isCompensating = value;
        _gathering.Head = new HeadChange { Status = value ? RunStatus.Compensating : RunStatus.Running, At = at, KeepLease = true };
    }
}
