using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Runs that are not driven: set aside for an operator, or cancelled before they were begun or while nobody held them.
internal sealed partial class RunActivation
{
    /// <summary>Nothing of the run is under way: it can end at once, whatever state its journal or its workflow is in.</summary>
    private async ValueTask<ExecutorEnd> CancelWithoutRunningAsync(DateTimeOffset requestedAt)
    {
        _cancelRequestedAt = requestedAt;
        RecordEnd(RunStatus.Cancelled, [], _engine.Time.GetUtcNow());
        return await CommitGatheredAsync().ConfigureAwait(false) ? ExecutorEnd.Ended : ExecutorEnd.Lost;
    }

    void IRunJournal.Parked(string reason, DateTimeOffset at)
    {
        RecordPark(JournalText.Reason(reason), at, null);
        _gathering.SignalsSeen = _executor!.SignalsSeen;
    }

    /// <summary>Whether a run that is cancelled has anything to do before it ends.</summary>
    private bool MustClose(StoredRun stored) => _workflow.Definition.MayClose && (_workflow.Definition.FinallyArray.Length > 0 || JournalScan.HasUndoLeft(stored) || JournalScan.HasChildLeft(stored));

    /// <summary>Cancelling what is being undone changes nothing: it still waits for an operator.</summary>
    private ValueTask<ExecutorEnd> ParkStuckAsync(ClosingProgress stuck) =>
        ParkAsync(UndoReason.Of(_workflow.Definition.NodeArray[stuck.Armed[^1].Key.Node].Name, stuck.Stuck!), null);

    private ValueTask<ExecutorEnd> ParkPoisonAsync(int claims) => ParkAsync(
        $"The run was taken up {claims - 1} times and nothing was committed: it may be what ends its worker every time (a crash, a step that kills the process or never returns). Find out why, then release or cancel it.",
        null);

    private ValueTask<ExecutorEnd> ParkInterruptedAsync(NodeKey key, DateTimeOffset at) => ParkAsync(
        $"Step '{_workflow.Nodes.Text(key)}' must not run twice (AtMostOnce); it was started at {at:O} and its end is not on record. Find out whether it took effect, then release the run to start it again, or cancel the run.",
        null);

    private async ValueTask<ExecutorEnd> ParkAsync(string reason, Exception? exception)
    {
        // What the executor had gathered when it failed is not to be trusted, nor is it to be told of this commit.
        _executor = null;
        _gathering.Reset(mayBeRead: false);
        RecordPark(JournalText.Reason(reason), _engine.Time.GetUtcNow(), exception);
        return await CommitGatheredAsync().ConfigureAwait(false) ? ExecutorEnd.Suspended : ExecutorEnd.Lost;
    }

    private void RecordPark(string reason, DateTimeOffset now, Exception? exception)
    {
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.RunParked(_gathering.Buffer, now, reason));
        _gathering.Head = new HeadChange { Status = RunStatus.Parked, At = now, Reason = reason };
        Outcome = new RunOutcome(RunStatus.Parked, reason, default, []);
        _engine.Log.Parked(RunId, _workflow.Definition.Name, reason, exception);
        _engine.Telemetry.RunParked(_workflow.Definition.Name);
    }
}
