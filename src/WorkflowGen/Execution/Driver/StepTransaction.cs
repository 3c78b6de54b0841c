using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

/// <summary>The database transaction of one attempt of a transactional step: asked for, open, and in the end committed with the step's record or rolled back. Safe for concurrent use.</summary>
internal sealed class StepTransaction(WorkflowExecutor executor, int index)
{
    private readonly Lock _gate = new();
    private StoreTransaction? _opened;
    private bool _left;

    /// <summary>Which node or element of the executor.</summary>
    public int Index { get; } = index;

    /// <summary>Links those that wait to be taken by the driver.</summary>
    public StepTransaction? Next { get; set; }

    /// <summary>What the step writes through; null: not open yet, or not any more.</summary>
    public StoreTransaction? Opened
    {
        get
        {
            lock (_gate)
                return _opened;
        }
    }

    /// <summary>Whether nobody wants it any more.</summary>
    public bool IsLeft
    {
        get
        {
            lock (_gate)
                return _left;
        }
    }

    /// <summary>It is open: the attempt can begin, unless it was given up meanwhile.</summary>
    public void Open(StoreTransaction opened)
    {
        lock (_gate)
        {
            if (!_left)
                _opened = opened;
        }
        if (Opened is null)
            _ = RollBackAsync(opened);
        else
            executor.OnTransactionOpen(this);
    }

    /// <summary>Rolls back: the attempt has not succeeded, or is not to begin.</summary>
    public void Leave()
    {
        if (Take() is { } opened)
            _ = RollBackAsync(opened);
    }

    /// <summary>It is the caller's from here on.</summary>
    public StoreTransaction? Take()
    {
        lock (_gate)
        {
            _left = true;
            var opened = _opened;
            _opened = null;
            return opened;
        }
    }

    /// <summary>Ends what was not committed. Nobody waits for it: the server does it by itself when the connection is gone.</summary>
    public static async Task RollBackAsync(StoreTransaction transaction)
    {
        try
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It has ended all the same.
        }
    }
}
