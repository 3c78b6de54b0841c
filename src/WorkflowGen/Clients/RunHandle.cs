namespace WorkflowGen;

/// <summary>A run that was started, or was there already. Safe for concurrent use, and worth no more than its id: it may be dropped at any time.</summary>
public sealed class RunHandle
{
    private readonly Func<string, CancellationToken, Task> _wait;

    internal RunHandle(string id, bool alreadyExisted, Func<string, CancellationToken, Task> wait)
    {
        Id = id;
        AlreadyExisted = alreadyExisted;
        _wait = wait;
    }

    /// <summary>The run's id.</summary>
    public string Id { get; }

    /// <summary>Whether a run of this id was there before, so that nothing was started. Also true, rarely, when the first answer of the store was lost and the start was repeated.</summary>
    public bool AlreadyExisted { get; }

    /// <summary>Waits until the run has ended.</summary>
    /// <exception cref="WorkflowFailedException">It failed.</exception>
    /// <exception cref="WorkflowCancelledException">It was cancelled.</exception>
    /// <exception cref="WorkflowParkedException">It is parked.</exception>
    public Task WaitAsync(CancellationToken cancellationToken = default) => _wait(Id, cancellationToken);
}

/// <summary>A run that was started, or was there already, of a workflow with a result. Safe for concurrent use, and worth no more than its id: it may be dropped at any time.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public sealed class RunHandle<TResult>
{
    private readonly Func<string, CancellationToken, Task<TResult>> _wait;

    internal RunHandle(string id, bool alreadyExisted, Func<string, CancellationToken, Task<TResult>> wait)
    {
        Id = id;
        AlreadyExisted = alreadyExisted;
        _wait = wait;
    }

    /// <summary>The run's id.</summary>
    public string Id { get; }

    /// <summary>Whether a run of this id was there before, so that nothing was started. Also true, rarely, when the first answer of the store was lost and the start was repeated.</summary>
    public bool AlreadyExisted { get; }

    /// <summary>Waits until the run has ended.</summary>
    /// <returns>Its result.</returns>
    /// <exception cref="WorkflowFailedException">It failed.</exception>
    /// <exception cref="WorkflowCancelledException">It was cancelled.</exception>
    /// <exception cref="WorkflowParkedException">It is parked.</exception>
    public Task<TResult> WaitAsync(CancellationToken cancellationToken = default) => _wait(Id, cancellationToken);
}
