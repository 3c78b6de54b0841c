using System.Threading.Tasks.Sources;

namespace WorkflowGen.Storage;

/// <summary>A request in a batch, and the place for its answer. Belongs to the writer until <see cref="IBatchWriter{TRequest, TResult}.Write"/> returns; it is used again for other requests after that.</summary>
/// <remarks>
/// It is the caller's <see cref="ValueTask"/>, too. Two hold it: the writer until the batch is done, and the caller until it has taken the answer; a caller that is cancelled lets go first.
/// Whoever lets go last gives it back.
/// </remarks>
public sealed class BatchItem<TRequest, TResult> : IValueTaskSource<TResult>, IThreadPoolWorkItem
{
    private const int Waiting = 0, Answered = 1, Abandoned = 2;

    private readonly GroupCommit<TRequest, TResult> _owner;
    private ManualResetValueTaskSourceCore<TResult> _core;
    private CancellationTokenRegistration _cancellation;
    private TRequest _request = default!;
    private TResult _result = default!;
    private Exception? _exception;
    private bool _set;
    private int _state;
    private int _holders;

    internal BatchItem(GroupCommit<TRequest, TResult> owner) => _owner = owner;

    /// <summary>What is asked.</summary>
    public TRequest Request => _request;

    /// <summary>Answers it; the caller gets the answer when the batch is durable.</summary>
    public void SetResult(TResult result)
    {
        _result = result;
        _set = true;
    }

    /// <summary>Fails it, and none of its neighbours; the caller gets the exception when the batch is durable.</summary>
    public void SetException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        _exception = exception;
        _set = true;
    }

    internal bool HasAnswer => _set;

    internal ValueTask<TResult> Begin(TRequest request)
    {
        _request = request;
        _set = false;
        _state = Waiting;
        _holders = 2;
        return new(this, _core.Version);
    }

    /// <summary>Called after the item is queued and its <see cref="ValueTask"/> made: the answer may come before the registration does.</summary>
    internal void CancelWith(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static (item, token) => ((BatchItem<TRequest, TResult>)item!).Abandon(token), this);

    /// <summary>The writer is done with it. The caller goes on as a work item of the thread pool: its continuation must not hold up the writer, nor its neighbours.</summary>
    internal void Complete()
    {
        if (Interlocked.CompareExchange(ref _state, Answered, Waiting) == Waiting)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            LetGo();
    }

    void IThreadPoolWorkItem.Execute()
    {
        // The caller may take the answer, and the item be used again, while SetResult runs: the writer's hold lasts until after it.
        if (_exception is { } exception)
            _core.SetException(exception);
        else
            _core.SetResult(_result);
        LetGo();
    }

    private void Abandon(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting)
            _core.SetException(new OperationCanceledException(cancellationToken));
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        try
        {
            // Waits for a callback that is under way: it must not meet the item's next use.
            _cancellation.Dispose();
            return _core.GetResult(token);
        }
        finally
        {
            LetGo();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) != 0)
            return;
        _request = default!;
        _result = default!;
        _exception = null;
        _cancellation = default;
        _core.Reset();
        _owner.Return(this);
    }
}
