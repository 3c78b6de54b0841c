using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Undoing a completed child: a run of its own, which takes over from the child's journal what it can undo, and from then on has it in its own.
internal sealed partial class RunActivation
{
    /// <summary>The run that this one undoes; null: it is none of those.</summary>
    private string? Undoes => _progress?.ClosingOrNull?.Undoes;

    void IRunJournal.UndoChild(NodeKey key, int attempt, int ordinal, DateTimeOffset at)
    {
        var workflow = _workflow.Definition.NodeArray[key.Node].Child!.Workflow();
        var place = _workflow.Nodes.Text(key);
        // The children of a run that is undone are its own, not those of the run that undoes it.
        var child = ChildIds.Of(Undoes ?? RunId, ChildPlace(key, attempt), attempt);
        _gathering.Send().Starts.Add(Inherit(new NewRun
        {
            RunId = ChildIds.Undo(child),
            Workflow = workflow.Name,
            Version = workflow.Version,
            CreatedAt = at,
            Entries = WriteUndoStart(workflow, child, at),
            Parent = new RunParent(RunId, ChildMessages.UndoPlace(place, attempt)),
        }, workflow));
    }

    private JournalEntry[] WriteUndoStart(WorkflowDefinition child, string childId, DateTimeOffset at)
    {
        var buffer = new RecordBuffer();
        try
        {
            // Without inputs: what is undone takes what was kept of it.
            JournalEncoder.BeginRunStarted(buffer, child.Name, child.Version, child.Shape, at, Activity?.Id ?? _progress!.TraceParent);
            var start = JournalEncoder.End(buffer, 0);
            var requested = JournalEncoder.UndoRequested(buffer, at, childId);
            return [new JournalEntry(1, buffer.Slice(0, start).ToArray()), new JournalEntry(2, buffer.Slice(start, requested).ToArray())];
        }
        finally
        {
            buffer.Reset(mayBeRead: false);
        }
    }

    /// <summary>Takes into this run's journal what the child can undo. False: the child is gone.</summary>
    private async ValueTask<bool> TakeOverAsync(string childId)
    {
        if (await ReadAsync(childId).ConfigureAwait(false) is not { } stored)
            return false;
        var closing = _progress!.Closing;
        var undone = RunFold.Of(stored, _workflow.Definition, _workflow.Nodes);
        _progress.FormerNames = undone.Progress.FormerNames;
        foreach (var armed in undone.Progress.ClosingOrNull?.Armed ?? [])
        {
            closing.Arm(armed.Key, armed.Attempt, armed.Ordinal, armed.Payload);
            var start = JournalEncoder.BeginCompensationArmed(_gathering.Buffer, _workflow.Nodes.Utf8(armed.Key), armed.Attempt, armed.Ordinal);
            _gathering.Buffer.WriteRaw(armed.Payload.Span);
            Add(start, JournalEncoder.End(_gathering.Buffer, start), rides: true);
        }
        if (undone.IsEarlierCompensation(closing.NextOrdinal - 1))
            RecordShape(0);
        ((IRunJournal)this).RunClosing(RunStatus.Cancelled, _engine.Time.GetUtcNow());
        return true;
    }
}
