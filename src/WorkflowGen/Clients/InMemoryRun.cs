using WorkflowGen.Execution;

namespace WorkflowGen;

/// <summary>
/// A run in memory, as the generated <c>Start</c> returns it: for tests, and for programs that need no store. Nothing of it outlives the process. The generator derives a class from it with a method for each signal.
/// Safe for concurrent use.
/// </summary>
public abstract class InMemoryRun
{
    private readonly WorkflowExecutor _executor;
    private readonly HashSet<(string Signal, string Key)> _keys = [];

    /// <summary>For generated code: starts a run that returns nothing, and goes on with it on the caller's thread as far as that goes.</summary>
    /// <param name="executor">An executor with the run's inputs in place. It is this run's for good: it is not given back to a pool.</param>
    /// <param name="timeProvider">The clock of delays, retries and timeouts; null: the system's.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    protected InMemoryRun(WorkflowExecutor<NoResult> executor, TimeProvider? timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executor);
        _executor = executor;
        Completion = executor.StartHeld(timeProvider, cancellationToken).AsTask();
    }

    private protected InMemoryRun(WorkflowExecutor executor, Task completion)
    {
        _executor = executor;
        Completion = completion;
    }

    /// <summary>Ends when the run has: with what the failed step threw, or cancelled. May be awaited any number of times.</summary>
    public Task Completion { get; }

    /// <summary>Waits until the run has ended.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the waiting was.</exception>
    public Task WaitAsync(CancellationToken cancellationToken = default) => Completion.WaitAsync(cancellationToken);

    /// <summary>Asks for the run to be cancelled; <see cref="Completion"/> ends when what is under way has stopped.</summary>
    /// <returns>False: it came too late, the run had ended.</returns>
    public ValueTask<bool> CancelAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Completion.IsCompleted)
            return new(false);
        _executor.RequestCancel();
        return new(true);
    }

    /// <summary>For generated code: sends a signal. One that comes before the run waits for it is kept.</summary>
    /// <param name="signal">The signal's node.</param>
    /// <param name="value">Its value, of the type that the node hands over (for a stream, of an item); null where it has none.</param>
    /// <param name="key">What tells repeats: of several with the same signal and key, the first counts. Null: each counts.</param>
    /// <returns>False: it came too late, the run had ended. A repeat is true.</returns>
    protected ValueTask<bool> SignalCoreAsync(string signal, object? value, string? key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_executor.Definition.SignalNamed(signal) < 0)
            throw new ArgumentException($"Workflow '{_executor.Definition}' has no signal '{signal}'.", nameof(signal));

        lock (_keys)
        {
            if (key is not null && _keys.Contains((signal, key)))
                return new(true);
            if (Completion.IsCompleted)
                return new(false);
            if (key is not null)
                _keys.Add((signal, key));
        }
        _executor.OnSignal(signal, value);
        return new(true);
    }
}

/// <summary>A run in memory of a workflow with a result.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public abstract class InMemoryRun<TResult> : InMemoryRun
{
    /// <summary>For generated code: starts a run, and goes on with it on the caller's thread as far as that goes.</summary>
    /// <param name="executor">An executor with the run's inputs in place. It is this run's for good: it is not given back to a pool.</param>
    /// <param name="timeProvider">The clock of delays, retries and timeouts; null: the system's.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    protected InMemoryRun(WorkflowExecutor<TResult> executor, TimeProvider? timeProvider, CancellationToken cancellationToken)
        : this(executor ?? throw new ArgumentNullException(nameof(executor)), executor.StartHeld(timeProvider, cancellationToken).AsTask())
    {
    }

    private InMemoryRun(WorkflowExecutor<TResult> executor, Task<TResult> completion)
        : base(executor, completion) => Completion = completion;

    /// <summary>Waits until the run has ended.</summary>
    /// <returns>Its result.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, or the waiting was.</exception>
    public new Task<TResult> WaitAsync(CancellationToken cancellationToken = default) => Completion.WaitAsync(cancellationToken);

    /// <summary>The run's result when it has ended; otherwise what the failed step threw, or cancelled. May be awaited any number of times.</summary>
    public new Task<TResult> Completion { get; }
}
