namespace WorkflowGen.Execution;

// Transactional steps: the attempt begins when its transaction is open, and its end is on record by the commit of that transaction. A commit has one transaction: of two steps that end together the second is in the next.
public abstract partial class WorkflowExecutor
{
    private StepTransaction? _openedTransactions;
    private Queue<StepTransaction>? _awaitingCommit;

    /// <summary>A transaction is open. Any thread.</summary>
    internal void OnTransactionOpen(StepTransaction transaction)
    {
        var drives = Interlocked.Increment(ref _events) == 1;
        StepTransaction? head;
        do
        {
            head = Volatile.Read(ref _openedTransactions);
            transaction.Next = head;
        }
        while (Interlocked.CompareExchange(ref _openedTransactions, transaction, head) != head);
        if (drives)
            DriveInContext();
    }

    /// <summary>Whether the attempt can begin: it needs no transaction, or has it. If not, it was asked for, and the node is held until it is open.</summary>
    private bool HasTransaction(int index)
    {
        ref var node = ref _nodes[index];
        if (index == _undoing || node.Transaction?.Opened is not null || !_journal!.HasTransactions)
            return true;
        node.Transaction = new StepTransaction(this, index);
        node.Status = NodeStatus.Held;
        _inLine++;
        _journal.BeginTransaction(node.Transaction);
        return false;
    }

    private void TakeOpenedTransactions()
    {
        var opened = Interlocked.Exchange(ref _openedTransactions, null);
        while (opened is not null)
        {
            var rest = opened.Next;
            opened.Next = null;
            _taken++;
            ref var node = ref _nodes[opened.Index];
            if (ReferenceEquals(node.Transaction, opened) && node.Status == NodeStatus.Held)
            {
                _inLine--;
                node.Status = NodeStatus.Ready;
                _ready.Enqueue(opened.Index);
            }
            opened = rest;
        }
    }

    private int DiscardOpenedTransactions()
    {
        var count = 0;
        for (var opened = Interlocked.Exchange(ref _openedTransactions, null); opened is not null; opened = opened.Next)
            count++;
        return count;
    }

    /// <summary>The attempt is over without success, or is not to begin: what it has written is rolled back.</summary>
    private void LeaveTransaction(int index)
    {
        ref var node = ref _nodes[index];
        node.Transaction!.Leave();
        node.Transaction = null;
        if (node.Ticket is null && node.Status == NodeStatus.Held)
            _inLine--;
    }

    /// <summary>An attempt with a transaction has succeeded. Recorded now, or when the commit has begun that has a transaction already.</summary>
    private void TransactionSucceeded(int index)
    {
        ref var node = ref _nodes[index];
        var transaction = node.Transaction!;
        if (_journal!.HasTransaction)
        {
            (_awaitingCommit ??= []).Enqueue(transaction);
            return;
        }

        node.Transaction = null;
        var owner = node.Owner;
        AttemptRecorded(index);
        // A result that cannot be written is a failure, and an element that nobody waits for any more does not count: then the step has not happened.
        if (_nodes[index].Status == NodeStatus.Committing && _nodes[index].Owner == owner && transaction.Take() is { } opened)
            _journal.CommitWith(opened);
        else
            transaction.Leave();
    }

    /// <summary>A commit has begun: the next of those whose transaction it could not have is in the one after it.</summary>
    private void TakeAwaitingCommit()
    {
        while (_awaitingCommit!.TryDequeue(out var transaction))
        {
            // It may have taken too long, or been cancelled, since.
            if (ReferenceEquals(_nodes[transaction.Index].Transaction, transaction) && _nodes[transaction.Index].Status == NodeStatus.Running)
            {
                AttemptSucceeded(transaction.Index);
                return;
            }
        }
    }
}
