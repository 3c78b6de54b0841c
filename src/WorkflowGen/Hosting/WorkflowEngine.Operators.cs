using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Changes that an operator makes to a run which nobody executes: it is claimed by name, changed in one commit, and given back by that commit.
public sealed partial class WorkflowEngine
{
    internal bool Knows(RunHead head) => _workflows.ContainsKey(new WorkflowKey(head.Workflow, head.Version));

    internal async ValueTask<IWorkflowStore> OpenStoreAsync(CancellationToken cancellationToken)
    {
        await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
        return Store;
    }

    internal async ValueTask<bool> ReleaseParkedAsync(string runId, CancellationToken cancellationToken)
    {
        var changed = await ChangeAsync(
            runId,
            static (batch, now) =>
            {
                batch.Add(0, JournalEncoder.Event(batch.Buffer, RecordKind.RunReleased, now));
                batch.Head = new HeadChange { Status = RunStatus.Pending, At = now, WakeAt = now };
            },
            cancellationToken).ConfigureAwait(false);
        _wake.Set();
        return changed;
    }

    /// <summary>Whether a run that is cancelled has anything to do before it ends, which only a worker can do.</summary>
    internal async ValueTask<bool> MustCloseAsync(RunHead head, CancellationToken cancellationToken)
    {
        if (_workflows.TryGetValue(new WorkflowKey(head.Workflow, head.Version), out var workflow))
        {
            if (!workflow.Definition.MayClose)
                return false;
            if (workflow.Definition.FinallyArray.Length > 0)
                return true;
        }
        return await Store.LoadAsync(head.RunId, cancellationToken).ConfigureAwait(false) is { } stored && (JournalScan.HasUndoLeft(stored) || JournalScan.HasChildLeft(stored));
    }

    internal async ValueTask CancelUnexecutedAsync(RunHead head, CancellationToken cancellationToken)
    {
        var runId = head.RunId;
        const string Reason = "Cancelled on request.";
        var changed = await ChangeAsync(
            runId,
            (batch, now) =>
            {
                batch.Add(0, JournalEncoder.Event(batch.Buffer, RecordKind.CancelRequested, now));
                if (head.Parent is { } parent)
                    batch.Send().Signals.Add(ChildMessages.End(parent, runId, head.Workflow, new RunOutcome(RunStatus.Cancelled, Reason, default, []), now));
                var start = batch.Buffer.Length;
                batch.Add(start, JournalEncoder.RunEnded(batch.Buffer, RunStatus.Cancelled, now, []));
                batch.Head = new HeadChange { Status = RunStatus.Cancelled, At = now, Reason = Reason };
            },
            cancellationToken).ConfigureAwait(false);
        if (!changed)
            return;
        _waiters.Tell(runId, null);
        if (head.Parent is { } told)
            TellOfSignals(told.RunId);
    }

    /// <returns>False: somebody else holds the run or has ended it.</returns>
    private async ValueTask<bool> ChangeAsync(string runId, Action<RecordBatch, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var claim = new ClaimRequest { Owner = _owner, Now = now, LeaseUntil = now + Options.LeaseDuration, Limit = 1, RunId = runId };
        var heads = await Store.ClaimAsync(claim, cancellationToken).ConfigureAwait(false);
        if (heads is not [var head])
            return false;

        var batch = new RecordBatch();
        change(batch, now);
        var commit = batch.ToCommit(runId, head.Epoch, head.LastSequence, default);
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await Store.CommitAsync(commit, cancellationToken).ConfigureAwait(false) == CommitResult.Committed)
                    return true;
                // Refused after an unknown outcome: it may have been the first try that went through.
                var after = tries == 1 ? null : await Store.GetAsync(runId, cancellationToken).ConfigureAwait(false);
                return after is not null && after.Epoch == head.Epoch && after.LastSequence == head.LastSequence + commit.Entries.Count;
            }
            catch (StoreException exception) when (tries < ClientTries && exception.Failure is StoreFailure.Unavailable)
            {
                StoreTrouble.Failed(exception);
                await Task.Delay(RetryDelay(tries), Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
