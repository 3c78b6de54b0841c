using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Tests;
using WorkflowGen.Tests.Execution;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// One seed: a random workflow, a few runs of it, one or two workers on a store that fails and lets them die, until every run has ended. Time is simulated; what happens in it is decided by the seed, call by call.
/// </summary>
internal sealed partial class Simulation
{
    private readonly SeededChoice _choice;
    private readonly RandomWorkflow _workflow;
    private readonly WorkflowDefinition _definition;
    private readonly ManualTimeProvider _clock = new();
    private readonly IWorkflowStore _store;
    private readonly List<Worker> _workers = [];
    private readonly List<ClientRun> _runs = [];
    private readonly ConcurrentDictionary<(DelegatingStore.Call, string?), int> _calls = new();
    private readonly double _faultRate;
    private readonly (Fault Fault, int Call)? _only;
    private int _callCount;
    private int _activity;
    private int _crashes;

    /// <param name="store">What lies behind the faults; null: memory.</param>
    /// <param name="only">The one fault to inject, and at which store call from 0; null: as the seed says.</param>
    public Simulation(int seed, IWorkflowStore? store = null, (Fault Fault, int Call)? only = null)
    {
        Seed = seed;
        _only = only;
        _choice = new SeededChoice(seed);
        _workflow = new RandomWorkflow(seed);
        _definition = _workflow.CreateExecutor(static (_, _, _, _) => default, static (_, _) => default).Definition;
        _store = store ?? new InMemoryWorkflowStore();
        _faultRate = _choice.Of("rate", 4) switch { 0 => 0.01, 1 => 0.05, 2 => 0.15, _ => 0.3 };
        for (var i = 0; i < 1 + _choice.Of("runs", 3); i++)
            _runs.Add(new ClientRun($"r{i}"));
        for (var i = 0; i < 1 + _choice.Of("workers", 2); i++)
            _workers.Add(new Worker());
    }

    public int Seed { get; }

    public FaultCount Faults { get; } = new();

    public void Touch() => Interlocked.Increment(ref _activity);

    /// <summary>How many store calls there were.</summary>
    public int Calls => Volatile.Read(ref _callCount);

    public Fault NextFault(DelegatingStore.Call call, string? runId)
    {
        var index = Interlocked.Increment(ref _callCount) - 1;
        if (_only is { } only)
            return index == only.Call ? Inject(only.Fault) : Fault.None;
        var number = _calls.AddOrUpdate((call, runId), 0, static (_, n) => n + 1);
        if (_choice.Of($"fault {call} {runId} {number}") >= _faultRate || Faults.Total >= 80)
            return _choice.Of($"slow {call} {runId} {number}") < 0.2 ? Inject(Fault.Slow) : Fault.None;
        var kind = _choice.Of($"kind {call} {runId} {number}");
        if (kind < 0.35)
            return Inject(Fault.Before);
        if (kind < 0.7 || Interlocked.Increment(ref _crashes) > 12)
            return Inject(Fault.After);
        return Inject(kind < 0.85 ? Fault.CrashBefore : Fault.CrashAfter);
    }

    private Fault Inject(Fault fault)
    {
        Interlocked.Increment(ref Faults.Of(fault));
        return fault;
    }

    public void Run()
    {
        var rounds = 0;
        while (!IsOver())
        {
            if (++rounds > 20_000)
                throw Violation("I2", $"the simulation does not come to an end: {Describe()}");
            foreach (var worker in _workers)
                worker.Revive(this);
            foreach (var run in _runs)
                run.Step(this);
            ReleaseParked();
            WaitForQuiet();
            Advance();
            _violation?.Throw();
        }
        foreach (var worker in _workers)
            worker.Kill();
        CheckEnd();
    }

    private bool IsOver() => _runs.All(run => run.IsStarted && run.IsCancelDecided && HeadOf(run.Id)?.Status.IsTerminal() == true);

    /// <summary>An operator who looks at parked runs and lets them go on; only reasons that faults can lead to are in order.</summary>
    private void ReleaseParked()
    {
        foreach (var run in _runs)
        {
            if (HeadOf(run.Id) is not { Status: RunStatus.Parked } head)
                continue;
            if (head.Reason is not { } reason || !(reason.Contains("must not run twice") || reason.Contains("nothing was committed")))
                throw Violation("I2", $"run {run.Id} is parked for no good reason: {head.Reason}");
            if (run.Release is { IsCompleted: false } && run.Releasing is { IsDead: false })
                continue;
            if (_workers.Find(w => w.Process is { IsDead: false }) is { Engine: { } engine } worker)
            {
                run.Releasing = worker.Process;
                run.Release = Ignoring(new WorkflowAdministration(engine).ReleaseAsync(run.Id).AsTask());
            }
        }
    }

    private static async Task Ignoring(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Lets threads come to rest. Only progress depends on it: time that goes on too early is a slow worker, and that is in order, too.</summary>
    private void WaitForQuiet()
    {
        var calm = 0;
        var seen = Volatile.Read(ref _activity);
        for (var i = 0; i < 400 && calm < 4; i++)
        {
            Thread.Yield();
            Thread.SpinWait(300);
            var now = Volatile.Read(ref _activity);
            calm = now == seen && ThreadPool.PendingWorkItemCount == 0 ? calm + 1 : 0;
            seen = now;
        }
    }

    private void Advance()
    {
        var next = _clock.NextTimer;
        _clock.Advance(next is { } due && due > _clock.GetUtcNow() ? due - _clock.GetUtcNow() : TimeSpan.FromMilliseconds(10));
    }

    private RunHead? HeadOf(string runId) => _store.GetAsync(runId, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private string Describe() => string.Join("; ", _runs.Select(r => $"{r.Id}: started {r.IsStarted}, {HeadOf(r.Id)}"));

    /// <summary>A process that is started again whenever it has died.</summary>
    private sealed class Worker
    {
        private FaultyStore? _store;
        private Task? _starting;

        public WorkflowEngine? Engine { get; private set; }

        public void Revive(Simulation simulation)
        {
            if (_store is { IsDead: false } && _starting is not { IsFaulted: true })
                return;
            var store = _store = new FaultyStore(simulation._store, simulation);
            var services = new ServiceCollection();
            services.AddWorkflowGen(w =>
            {
                w.Add(new RegisteredWorkflow(
                    typeof(InterpretedExecutor),
                    simulation._definition,
                    _ => simulation._workflow.CreateExecutor((plan, inputs, step, token) => simulation.RunStepAsync(store, plan, inputs, step, token), (plan, step) => simulation.UndoAsync(store, plan, step))));
                w.UseStore(_ => store);
                w.Configure(o =>
                {
                    o.TimeProvider = simulation._clock;
                    o.SnapshotEvery = 1 + simulation._choice.Of("snapshot", 6);
                    o.MaxConcurrentRuns = 1 + simulation._choice.Of("slots", 4);
                });
            });
            Engine = services.BuildServiceProvider().GetRequiredService<WorkflowEngine>();
            _starting = Engine.StartAsync();
        }

        /// <summary>The store as the process that lives now sees it.</summary>
        public FaultyStore? Process => _store;

        public void Kill() => _store?.Kill();
    }

    /// <summary>Somebody who wants a run started, and in some seeds cancelled, and asks again until that is acknowledged.</summary>
    private sealed class ClientRun(string id)
    {
        private FaultyStore? _asked;
        private Task<bool>? _start;
        private Task<bool>? _cancel;
        private int _steps;

        public string Id => id;

        public bool IsStarted { get; private set; }

        public bool WasCancelled { get; private set; }

        public bool IsCancelDecided { get; private set; }

        /// <summary>An operator's attempt to release the run, and the process by way of which it is made.</summary>
        public Task? Release { get; set; }

        public FaultyStore? Releasing { get; set; }

        public void Step(Simulation simulation)
        {
            if (!IsStarted)
                IsStarted = Ask(simulation, ref _start, engine => engine.StartRunAsync(id, simulation._definition, 0, static (writer, input) => writer.WriteNumberValue(input), default).AsTask());
            else if (!IsCancelDecided && ++_steps > simulation._choice.Of($"cancel when {id}", 60))
                IsCancelDecided = simulation._choice.Of($"cancel {id}") > 0.15 || (WasCancelled = Ask(simulation, ref _cancel, engine => engine.CancelAsync(id, null, default).AsTask()));
        }

        private bool Ask(Simulation simulation, ref Task<bool>? asked, Func<WorkflowEngine, Task<bool>> ask)
        {
            if (asked is { IsCompletedSuccessfully: true })
                return true;
            if (asked is { IsFaulted: true, Exception.InnerException: not StoreException })
                throw simulation.Violation("I1", $"a client was told {asked.Exception!.InnerException}");
            if (asked is null or { IsFaulted: true } || _asked is { IsDead: true })
            {
                var worker = simulation._workers.Find(w => w.Process is { IsDead: false });
                _asked = worker?.Process;
                asked = worker?.Engine is { } engine ? ask(engine) : null;
            }
            return false;
        }
    }
}
