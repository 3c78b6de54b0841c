using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Tests.Hosting;

/// <summary>An engine over interpreted workflows whose input is one number, on a store that may be shared with another engine.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly WorkflowDefinition _definition;
    private readonly ManualTimeProvider? _clock;

    public EngineHarness(IWorkflowStore store, InterpretedExecutor.Step[] steps, Action<WorkflowGenOptions>? configure = null, ILoggerProvider? logs = null, TimeProvider? time = null)
        : this(store, () => InterpretedExecutor.Create(steps), configure, logs, time)
    {
    }

    /// <param name="others">Further workflows: children, for instance.</param>
    public EngineHarness(
        IWorkflowStore store, Func<WorkflowExecutor> create, Action<WorkflowGenOptions>? configure = null, ILoggerProvider? logs = null, TimeProvider? time = null, params Func<WorkflowExecutor>[] others)
    {
        _definition = create().Definition;
        var services = new ServiceCollection();
        if (logs is not null)
            services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddWorkflowGen(w =>
        {
            w.Add(new RegisteredWorkflow(typeof(InterpretedExecutor), _definition, _ => create()));
            foreach (var other in others)
                w.Add(new RegisteredWorkflow(typeof(InterpretedExecutor), other().Definition, _ => other()));
            w.UseStore(_ => store is ISharedLimits or IStoreNotices ? new CapableStore(store) : new DelegatingStore(store)); // the engine disposes of its store, and ours may have another
            w.Configure(o =>
            {
                o.TimeProvider = time ?? TimeProvider.System;
                configure?.Invoke(o);
            });
        });
        _services = services.BuildServiceProvider();
        Engine = _services.GetRequiredService<WorkflowEngine>();
        Store = store;
        _clock = time as ManualTimeProvider;
    }

    public WorkflowEngine Engine { get; }

    public IWorkflowStore Store { get; }

    public static async Task<EngineHarness> StartedAsync(IWorkflowStore store, params InterpretedExecutor.Step[] steps)
    {
        var harness = new EngineHarness(store, steps);
        await harness.Engine.StartAsync();
        return harness;
    }

    public ValueTask<bool> StartRunAsync(string id, int input = 0, CancellationToken cancellationToken = default) =>
        Engine.StartRunAsync(id, _definition, input, static (writer, input) => writer.WriteNumberValue(input), cancellationToken);

    public ValueTask<bool> StartRunAsync(string id, StartOptions options) =>
        Engine.StartRunAsync(id, _definition, 0, static (writer, input) => writer.WriteNumberValue(input), options, CancellationToken.None);

    public async Task<int?> WaitAsync(string id)
    {
        var waiting = Engine.WaitAsync(id, _definition, CancellationToken.None);
        await UntilAsync(() => new(waiting.IsCompleted), _clock, TimeSpan.FromMilliseconds(100));
        var outcome = await waiting;
        return outcome.Result.IsEmpty ? null : JsonSerializer.Deserialize<int?>(outcome.Result.Span);
    }

    /// <summary>As <see cref="WaitAsync"/>, for a run that hands over a list.</summary>
    public async Task<IReadOnlyList<int>?> WaitForListAsync(string id)
    {
        var waiting = Engine.WaitAsync(id, _definition, CancellationToken.None);
        await UntilAsync(() => new(waiting.IsCompleted), _clock, TimeSpan.FromMilliseconds(100));
        var outcome = await waiting;
        return outcome.Result.IsEmpty ? null : JsonSerializer.Deserialize<int[]>(outcome.Result.Span);
    }

    public async Task<RunOutcome?> OutcomeAsync(string id) => (await Engine.ReadOutcomeAsync(id, _definition, CancellationToken.None))?.Outcome;

    public async Task<RunHead> HeadAsync(string id) => await Store.GetAsync(id, CancellationToken.None) ?? throw new InvalidOperationException($"There is no run '{id}'.");

    public ValueTask<bool> CancelAsync(string id) => Engine.CancelAsync(id, _definition.Name, CancellationToken.None);

    public ValueTask<bool> SignalAsync(string id, string signal, int value, string? key = null) =>
        Engine.SignalAsync(id, _definition, signal, value, static (writer, value) => writer.WriteNumberValue(value), key, CancellationToken.None);

    public Task UntilStatusAsync(string id, RunStatus status, TimeSpan step = default) => UntilAsync(async () => (await Store.GetAsync(id, CancellationToken.None))?.Status == status, _clock, step);

    /// <summary>Waits (in real time) for something that another thread is about to do; on a manual clock, which moves on meanwhile.</summary>
    public static async Task UntilAsync(Func<ValueTask<bool>> condition, ManualTimeProvider? clock = null, TimeSpan step = default)
    {
        for (var i = 0; i < 4000; i++)
        {
            if (await condition())
                return;
            clock?.Advance(step);
            await Task.Delay(2);
        }
        Assert.Fail("It did not come to that.");
    }

    /// <summary>Stops the engine. A manual clock goes on meanwhile, or it would wait for steps for ever.</summary>
    public async ValueTask DisposeAsync()
    {
        var disposing = _services.DisposeAsync().AsTask();
        await UntilAsync(() => new(disposing.IsCompleted), _clock, TimeSpan.FromSeconds(1));
        await disposing;
    }
}
