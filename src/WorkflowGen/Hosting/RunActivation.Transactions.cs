using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Transactional steps: a transaction of the store for each attempt, and the commit of its end through it.
internal sealed partial class RunActivation
{
    bool IRunJournal.HasTransactions => _store is ITransactionalStore;

    bool IRunJournal.HasTransaction => _gathering.Transaction is not null;

    void IRunJournal.BeginTransaction(StepTransaction transaction) => _ = BeginAsync(transaction);

    void IRunJournal.CommitWith(StoreTransaction transaction) => _gathering.Transaction = transaction;

    /// <summary>A store that does not answer is tried again, as for commits: the attempt has not begun.</summary>
    private async Task BeginAsync(StepTransaction transaction)
    {
        for (var failures = 1; !_abandoned && !transaction.IsLeft; failures++)
        {
            try
            {
                var opened = await ((ITransactionalStore)_store).BeginAsync(new LeaseKey(RunId, Epoch), CancellationToken.None).ConfigureAwait(false);
                _engine.StoreTrouble.Answered();
                transaction.Open(opened);
                return;
            }
            catch (Exception exception)
            {
                _engine.StoreTrouble.Failed(exception);
                if (!await _engine.BackOffAsync(failures).ConfigureAwait(false))
                    return;
            }
        }
    }

    /// <summary>
    /// Nobody has said what became of a transaction. It cannot be committed again: its connection is gone, and what the step has written with it. If it was not committed, the run is given back; one that is still on its way is fenced off by that,
    /// or has come before it, and whoever takes up the run sees which.
    /// </summary>
    private async Task<bool> WasTransactionCommittedAsync(Exception exception)
    {
        for (var failures = 1; ; failures++)
        {
            _engine.StoreTrouble.Failed(exception);
            if (_abandoned || !await _engine.BackOffAsync(failures).ConfigureAwait(false) || _abandoned)
                return false;
            try
            {
                var head = await _store.GetAsync(RunId, CancellationToken.None).ConfigureAwait(false);
                _engine.StoreTrouble.Answered();
                if (head is null || head.Epoch != Epoch)
                    return false;
                if (IsWritten(head, _commit!))
                    return true;
                await _store.ReleaseAsync([new LeaseKey(RunId, Epoch)], CancellationToken.None).ConfigureAwait(false);
                return false;
            }
            catch (Exception another)
            {
                exception = another;
            }
        }
    }
}
