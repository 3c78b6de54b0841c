using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

/// <summary>
/// The durable runtime of this process: it takes up runs that are due, drives them, and starts, watches and cancels runs for clients. A host starts and stops it; without a host, do so yourself.
/// Safe for concurrent use.
/// </summary>
public sealed partial class WorkflowEngine : IAsyncDisposable, IDisposable
{
    private readonly FrozenDictionary<WorkflowKey, RegisteredWorkflow> _workflows;
    private readonly WorkflowKey[] _keys;
    private readonly string[]? _queues;
    private readonly string _owner;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private volatile EngineState _state;
    private bool _initialized;
    private bool _disposed;

    internal WorkflowEngine(IServiceProvider services)
    {
        var builder = services.GetRequiredService<WorkflowGenBuilder>();
        Options = builder.BuildOptions();
        Time = Options.TimeProvider;
        BackgroundTime = Options.BackgroundTimeProvider ?? Time;
        Store = builder.BuildStore(services);
        Limits = new StepLimits(Time) { Shared = Store is ISharedLimits shared ? new SharedLimitLine(shared, Time, Options.PollInterval) : null };
        Scopes = services.GetRequiredService<IServiceScopeFactory>();
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        Log = new EngineLog(new QuietLogger(loggers.CreateLogger("WorkflowGen")));
        StoreTrouble = new StoreHealth(Log);
        Telemetry = new EngineTelemetry(() => ActiveCount);
        foreach (var workflow in builder.Workflows.Values)
            workflow.StepLogger = loggers.CreateLogger($"WorkflowGen.Workflows.{workflow.Definition.Name}");
        _workflows = builder.Workflows.ToFrozenDictionary();
        _keys = [.. _workflows.Keys];
        _queues = Options.Queues is null ? null : [.. Options.Queues.Distinct(StringComparer.Ordinal)];
        _owner = WorkerIdentity.Create(Options.WorkerName);
        _wake = new WakeSignal(BackgroundTime);
    }

    private enum EngineState
    {
        Idle,
        Running,
        Stopping,
    }

    internal WorkflowGenOptions Options { get; }

    internal TimeProvider Time { get; }

    private TimeProvider BackgroundTime { get; }
    /// <summary>The bounds that the steps of all its runs share.</summary>
    internal StepLimits Limits { get; }

    internal IWorkflowStore Store { get; }

    internal IServiceScopeFactory Scopes { get; }

    internal EngineLog Log { get; }

    internal StoreHealth StoreTrouble { get; }

    internal EngineTelemetry Telemetry { get; }

    /// <summary>Opens the store and begins to execute runs. Does nothing when it runs already.</summary>
    /// <exception cref="StoreException">The store cannot be used; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">A workflow cannot be made: a service that it needs is not registered.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_state == EngineState.Running)
                return;
            await CheckWorkflowsAsync().ConfigureAwait(false);
            await InitializeStoreAsync(cancellationToken).ConfigureAwait(false);
            if (!Options.ExecuteRuns)
                return;

            _ = Scheduler;
            _graceOver = new CancellationTokenSource();
            _drained = null;
            _state = EngineState.Running;
            _loop = Task.Run(LoopAsync, CancellationToken.None);
            StartSchedules();
            _renewal = Options.IsSimulated ? Task.CompletedTask : Task.Run(RenewAsync, CancellationToken.None);
            Log.Started(_owner, Options.MaxConcurrentRuns, _keys.Length);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>
    /// Takes up nothing new, waits for steps under way (at most <see cref="WorkflowGenOptions.ShutdownTimeout"/>, and until the token is cancelled), and gives all runs back so that another process can go on at once.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_state == EngineState.Running)
                await StopRunningAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (_disposed)
            return;
        _disposed = true;
        Volatile.Read(ref _notices)?.Dispose();
        _wake.Dispose();
        _scheduleWake?.Dispose();
        Telemetry.Dispose();
        await Store.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>A workflow that cannot be made would be seen run by run; it is better seen at once.</summary>
    private async ValueTask CheckWorkflowsAsync()
    {
        foreach (var workflow in Options.ExecuteRuns ? _workflows.Values : [])
        {
            CheckChildren(workflow);
            CheckTransactions(workflow);
            await using var scope = Scopes.CreateAsyncScope();
            try
            {
                workflow.CreateExecutor(scope.ServiceProvider);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"The workflow '{workflow.Definition}' ({workflow.Type}) cannot be made: {exception.Message} Register what its constructor takes, or see to it that it does not throw.", exception);
            }
        }
    }

    /// <summary>A child that nobody takes up would keep its parent waiting for ever.</summary>
    private void CheckChildren(RegisteredWorkflow workflow)
    {
        foreach (var node in workflow.Definition.NodeArray)
        {
            if (node.Child?.Workflow() is { } child && !_workflows.ContainsKey(new WorkflowKey(child.Name, child.Version)))
                throw new InvalidOperationException($"The workflow '{workflow.Definition}' starts '{child}' as a child (step '{node.Name}'), and that is not registered. Add it, too: services.AddWorkflowGen(w => w.AddWorkflow<…>()).");
        }
    }

    /// <summary>A transactional step without a transaction would be something else than it says. In a simulation it can be replaced.</summary>
    private void CheckTransactions(RegisteredWorkflow workflow)
    {
        if (Store is ITransactionalStore || Options.IsSimulated)
            return;
        foreach (var node in workflow.Definition.NodeArray)
        {
            if (node.Idempotency == Idempotency.Transactional)
                throw new InvalidOperationException($"Step '{node.Name}' of the workflow '{workflow.Definition}' is transactional, and the store ({Store.GetType().Name}) has no transactions for steps. Use one that has (PostgreSQL), or mark the step Keyed and let the other side drop repeats.");
        }
    }

    private async ValueTask InitializeStoreAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _initialized))
            return;
        // A repeat does nothing, and so do two at once: the store sees to that.
        await Store.InitializeAsync(cancellationToken).ConfigureAwait(false);
        Subscribe();
        Volatile.Write(ref _initialized, true);
    }
}
