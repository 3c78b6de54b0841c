using System.Threading.Tasks.Sources;

namespace WorkflowGen.Execution;

/// <summary>An executor that can also be awaited as a run in memory, at no allocation: it is the source of the task that <c>RunAsync</c> returns, and goes back to its pool when that was awaited.</summary>
/// <typeparam name="TResult">The run's result; <see cref="NoResult"/> where it returns nothing.</typeparam>
public abstract class WorkflowExecutor<TResult> : WorkflowExecutor, IValueTaskSource<TResult>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<TResult> _source;

    /// <summary>Creates an idle executor.</summary>
    protected WorkflowExecutor(WorkflowDefinition definition)
        : base(definition)
    {
    }

    /// <summary>The run's result, from the handoff of the output node: null where that was skipped.</summary>
    protected abstract TResult TakeResult();

    /// <summary>Gives the executor, which holds nothing of a run any more, back to its pool.</summary>
    protected abstract void ReturnToPool();

    /// <summary>Goes on from what was adopted. The task must be awaited once, as every <see cref="ValueTask"/>.</summary>
    protected ValueTask<TResult> Continue()
    {
        var task = new ValueTask<TResult>(this, _source.Version);
        DriveInMemory();
        return task;
    }

    /// <summary>As <see cref="Continue"/>, for a run that returns nothing.</summary>
    protected ValueTask ContinueWithoutResult()
    {
        var task = new ValueTask(this, _source.Version);
        DriveInMemory();
        return task;
    }

    /// <summary>Starts a run whose handle somebody keeps. The inputs are in place.</summary>
    internal ValueTask<TResult> StartHeld(TimeProvider? time, CancellationToken cancellationToken)
    {
        BeginHeld(time ?? TimeProvider.System, cancellationToken);
        return Continue();
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        RefuseEarly(token);
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        RefuseEarly(token);
        try
        {
            _source.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _source.GetStatus(Current(token));

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(Current(token));

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private protected override void OnOver()
    {
        if (EndUndo())
            return;
        if (IsDurable)
        {
            base.OnOver();
            return;
        }

        var failure = Outcome;
        if (failure is null)
            _source.SetResult(TakeResult());
        else
            _source.SetException(failure);
    }

    /// <summary>A task that is awaited twice, or asked for its result before there is one, must not end the run that is using the executor.</summary>
    private void RefuseEarly(short token)
    {
        if (_source.GetStatus(Current(token)) == ValueTaskSourceStatus.Pending)
            throw new InvalidOperationException("The run has not ended. Await the task that RunAsync returned, once.");
    }

    private short Current(short token) => token == _source.Version
        ? token
        : throw new InvalidOperationException("The task that RunAsync returned was awaited before, and its run is over. Await it once, or take AsTask() of it and await that.");

    private void Release()
    {
        _source.Reset();
        if (Recycle())
            ReturnToPool();
    }
}
