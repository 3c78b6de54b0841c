using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// What passes between parents and children: always part of a commit of the one, in the store or the inbox of the other.
internal sealed partial class RunActivation
{
    void IRunJournal.ChildStarted(NodeKey key, int attempt, DateTimeOffset at)
    {
        var definition = _workflow.Definition.NodeArray[key.Node].Child!;
        var child = definition.Workflow();
        var place = ChildMessages.Place(_workflow.Nodes.Text(key), attempt);
        var id = ChildIds.Of(RunId, ChildPlace(key, attempt), attempt);
        var run = new NewRun
        {
            RunId = id,
            Workflow = child.Name,
            Version = child.Version,
            CreatedAt = at,
            Entries = [new JournalEntry(1, WriteChildStart(child, key, at))],
            Parent = definition.Detached ? null : new RunParent(RunId, place),
        };
        _progress!.ChildStarted(key, attempt, at);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.ChildStarted(_gathering.Buffer, _workflow.Nodes.Utf8(key), attempt, at, id));
        _gathering.Send().Starts.Add(Inherit(run, child));
    }

    void IRunJournal.CancelChild(NodeKey key, int attempt)
    {
        var messages = _gathering.Send();
        messages.Cancels.Add(ChildIds.Of(RunId, ChildPlace(key, attempt), attempt));
        messages.At = _engine.Time.GetUtcNow();
    }

    void IRunJournal.ChildLeft(NodeKey key, int attempt, DateTimeOffset at)
    {
        _progress!.ChildLeft(key, attempt);
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.ChildLeft(_gathering.Buffer, _workflow.Nodes.Utf8(key), attempt, at, ChildIds.Of(RunId, ChildPlace(key, attempt), attempt)));
        ((IRunJournal)this).CancelChild(key, attempt);
    }

    void IRunJournal.ChildEnded(NodeKey key, int attempt, RunStatus status, int ordinal, DateTimeOffset at)
    {
        var buffer = _gathering.Buffer;
        if (ordinal >= 0)
        {
            _progress!.Closing.Arm(key, attempt, ordinal, default);
            var armed = JournalEncoder.BeginCompensationArmed(buffer, _workflow.Nodes.Utf8(key), attempt, ordinal);
            Add(armed, JournalEncoder.End(buffer, armed), rides: true);
        }
        _progress!.ChildEnded(key, attempt);
        var start = buffer.Length;
        Add(start, JournalEncoder.ChildEnded(buffer, _workflow.Nodes.Utf8(key), attempt, at, ChildIds.Of(RunId, ChildPlace(key, attempt), attempt), status), rides: true);
    }

    private byte[] WriteChildStart(WorkflowDefinition child, NodeKey key, DateTimeOffset at)
    {
        var record = new RecordBuffer();
        try
        {
            JournalEncoder.BeginRunStarted(record, child.Name, child.Version, child.Shape, at, Activity?.Id ?? _progress!.TraceParent);
            Payload.WriteInputs(record, child, (Executor: _executor!, Key: key), static (writer, call) => call.Executor.WriteChildInputs(call.Key.Node, call.Key.Element, writer), _engine.Options.MaxPayloadBytes);
            return record.Slice(0, JournalEncoder.End(record, 0)).ToArray();
        }
        finally
        {
            record.Reset(mayBeRead: false);
        }
    }

    private void TellParent(RunParent parent, RunStatus status, string? reason, StepFailure[] failures, DateTimeOffset at)
    {
        var outcome = new RunOutcome(status, reason, default, failures);
        if (status == RunStatus.Completed && _workflow.Definition.Output is >= 0)
        {
            try
            {
                outcome = outcome with { Result = Payload.WriteResult(_executor!, _progress!.OutputOf(_workflow.Definition)) };
            }
            catch (HandoffException exception)
            {
                // It can be written no more (a later step has changed the value), or not as what the run returns: the child's failure, as far as its parent can tell.
                outcome = new RunOutcome(RunStatus.Failed, exception.Message, default, failures);
            }
        }
        _gathering.Send().Signals.Add(ChildMessages.End(parent, RunId, _workflow.Definition.Name, outcome, at));
    }

    private ChildEnd? ReadChildEnd(StoredSignal signal) => ChildMessages.Read(signal, _workflow.Nodes);
}
