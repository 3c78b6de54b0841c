using System.Runtime.CompilerServices;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// From records to the store: one commit at a time. Answered, it costs no allocation but the request; not answered, it is found out what became of it.
internal sealed partial class RunActivation
{
    private readonly Action _commitEnded;
    private ConfiguredValueTaskAwaitable<CommitResult>.ConfiguredValueTaskAwaiter _commitAwaiter;
    private RunCommit? _commit;
    private long _lastSequence;

    void IRunJournal.BeginCommit()
    {
        var batch = SwapBatches();
        _commit = batch.ToCommit(RunId, Epoch, _lastSequence, TakeSnapshot(batch));
        try
        {
            _commitAwaiter = (batch.Transaction?.CommitAsync(_commit, CancellationToken.None) ?? _store.CommitAsync(_commit, CancellationToken.None)).ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception exception)
        {
            _ = RecoverAsync(exception);
            return;
        }
        if (_commitAwaiter.IsCompleted)
            OnCommitEnded();
        else
            _commitAwaiter.UnsafeOnCompleted(_commitEnded);
    }

    private RecordBatch SwapBatches()
    {
        (_gathering, _inCommit) = (_inCommit, _gathering);
        return _inCommit;
    }

    private void OnCommitEnded()
    {
        CommitResult result;
        try
        {
            result = _commitAwaiter.GetResult();
        }
        catch (Exception exception)
        {
            _ = RecoverAsync(exception);
            return;
        }
        Acknowledge(result == CommitResult.Committed, mayBeRead: false);
    }

    private async Task RecoverAsync(Exception exception) =>
        Acknowledge(await (_inCommit.Transaction is null ? WasCommittedAsync(exception) : WasTransactionCommittedAsync(exception)).ConfigureAwait(false), mayBeRead: true);

    /// <summary>Takes in the outcome, and only then tells the executor, which may go on from here at once.</summary>
    private void Acknowledge(bool committed, bool mayBeRead)
    {
        var batch = _inCommit;
        if (committed)
        {
            _lastSequence += batch.Count;
            _leaseGiven |= batch.Head is { KeepLease: false };
            if (IsOnTrial)
                _engine.EndTrial(this);
            _engine.Telemetry.Committed(batch.Count);
            if (batch.Messages is { } messages)
                _engine.Sent(messages);
        }
        else if (!_abandoned)
        {
            _engine.Log.Fenced(RunId, Epoch);
        }
        if (batch.Transaction is { } transaction)
        {
            batch.Transaction = null;
            _ = StepTransaction.RollBackAsync(transaction);
        }
        _commit = null;
        batch.Reset(mayBeRead);
        _executor?.OnCommitted(committed);
    }

    /// <summary>The store has not said what became of the commit. Finds out, and commits again until that is known, the lease is lost, or the worker stops.</summary>
    private async Task<bool> WasCommittedAsync(Exception exception)
    {
        var commit = _commit!;
        for (var failures = 1; ; failures++)
        {
            if (exception is not StoreException)
            {
                _engine.Log.CommitBroken(RunId, exception);
                return false;
            }
            _engine.StoreTrouble.Failed(exception);
            if (_abandoned || !await _engine.BackOffAsync(failures).ConfigureAwait(false) || _abandoned)
                return false;
            try
            {
                var head = await _store.GetAsync(RunId, CancellationToken.None).ConfigureAwait(false);
                _engine.StoreTrouble.Answered();
                if (head is null || head.Epoch != Epoch)
                    return false;
                if (IsWritten(head, commit))
                    return true;
                if (head.Owner is null)
                    return false;

                // Not written yet, but the first try may still be on its way. Guarded by the sequence, only one of them counts; and when this one is refused because of it, the next look shows it.
                if (await _store.CommitAsync(commit, CancellationToken.None).ConfigureAwait(false) == CommitResult.Committed)
                    return true;
                head = await _store.GetAsync(RunId, CancellationToken.None).ConfigureAwait(false);
                return head is not null && head.Epoch == Epoch && IsWritten(head, commit);
            }
            catch (Exception another)
            {
                exception = another;
            }
        }
    }

    // Within an epoch only this activation writes: a journal that is as long as it should be has our entries. A suspension may come without entries; then it shows in the lease, which it gives up.
    private static bool IsWritten(RunHead head, RunCommit commit) => commit.Entries.Count > 0
        ? head.LastSequence == commit.ExpectedSequence + commit.Entries.Count
        : commit.Head is not null && head.Owner is null;

    /// <summary>Ends the lease and changes nothing else: the run is due at once, for any worker.</summary>
    public RunCommit GiveBack(DateTimeOffset now) => new()
    {
        RunId = RunId,
        Epoch = Epoch,
        ExpectedSequence = _lastSequence,
        Entries = [],
        Head = new HeadChange { Status = _isCompensating ? RunStatus.Compensating : RunStatus.Running, At = now },
    };

    /// <summary>Commits what was gathered, for a run that is not being driven.</summary>
    private async ValueTask<bool> CommitGatheredAsync()
    {
        var batch = SwapBatches();
        _commit = batch.ToCommit(RunId, Epoch, _lastSequence, default);
        bool committed;
        var mayBeRead = false;
        try
        {
            committed = await _store.CommitAsync(_commit, CancellationToken.None).ConfigureAwait(false) == CommitResult.Committed;
        }
        catch (Exception exception)
        {
            mayBeRead = true;
            committed = await WasCommittedAsync(exception).ConfigureAwait(false);
        }
        Acknowledge(committed, mayBeRead);
        return committed;
    }
}
