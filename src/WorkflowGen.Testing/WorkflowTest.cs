using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>
/// Runs workflows durably, on a store in memory and a clock that skips waits, with no host: <c>await using var test = WorkflowTest.For&lt;OrderWorkflow&gt;(services => …)</c>. Nothing moves on by itself but steps:
/// <see cref="RunUntilIdleAsync"/> and <see cref="AdvanceAsync"/> do, so that a test sends its signals when it wants to.
/// </summary>
/// <remarks>Its members are for one caller at a time. Which test framework calls does not matter.</remarks>
public sealed partial class WorkflowTest : IAsyncDisposable
{
    private readonly TestSetup _setup = new();
    private readonly TestStore _stores = new();
    private readonly Type _main;
    private readonly WorkflowDefinition _mainDefinition;
    private StoreTraffic _traffic = new();
    private TestProcess? _process;

    private IWorkflowStore Store => _stores.Current;

    private WorkflowTest(Type main, WorkflowDefinition definition) => (_main, _mainDefinition) = (main, definition);

    /// <summary>A test of a workflow.</summary>
    /// <param name="services">Registers what the workflow and its fakes take. Instances are the outside world: they survive a crash. What the container makes is made anew by each process.</param>
    public static WorkflowTest For<TWorkflow>(Action<IServiceCollection>? services = null)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        var test = new WorkflowTest(typeof(TWorkflow), TWorkflow.Definition);
        test._setup.Services.AddSingleton(test.Effects).AddSingleton(test.Time);
        services?.Invoke(test._setup.Services);
        return test.AddWorkflow<TWorkflow>();
    }

    /// <summary>The clock. Fakes that wait should wait on it (or on the <see cref="TimeProvider"/> of the container, which is the same).</summary>
    public VirtualTimeProvider Time { get; } = new();

    /// <summary>What steps have done to the world, as far as fakes count it. Also in the container.</summary>
    public Effects Effects { get; } = new();

    /// <summary>Whether <see cref="RunUntilIdleAsync"/> skips waits that end by themselves; true by default. If not, the clock stands still until <see cref="AdvanceAsync"/>.</summary>
    public bool SkipsWaits { get; set; } = true;

    /// <summary>How long, in real time, a step may be under way without anything happening before the clock goes on over it; 100 ms by default. Fakes that answer at once, or wait on the test's clock, are not waited for.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long, in real time, the runs may take to come to rest before the test fails; 30 s by default.</summary>
    public TimeSpan RealTimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The container of the process that is alive.</summary>
    public IServiceProvider Services => Process.Services;

    /// <summary>What operators ask for: releasing parked runs, lists, counts.</summary>
    public WorkflowAdministration Administration => Services.GetRequiredService<WorkflowAdministration>();

    /// <summary>The schedules: lists, pausing, triggering. They fire as <see cref="AdvanceAsync"/> moves the clock.</summary>
    public ScheduleAdministration Schedules => Services.GetRequiredService<ScheduleAdministration>();

    /// <summary>All runs, children included, by when they were created, and then by id.</summary>
    public IReadOnlyList<RunHead> Runs
    {
        get
        {
            var runs = new List<RunHead>();
            for (var query = new RunQuery { Limit = StoreRequestChecks.MaxPageSize }; ;)
            {
                var page = Now(Store.ListAsync(query, CancellationToken.None));
                runs.AddRange(page.Runs);
                if (page.Next is null)
                    break;
                query = query with { After = page.Next };
            }
            runs.Reverse();
            return runs;
        }
    }

    /// <summary>Adds another workflow, for one that is started beside this one. Children of a workflow come with it.</summary>
    public WorkflowTest AddWorkflow<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        ThrowIfStarted();
        _setup.Workflows.Add(static w => w.AddWorkflow<TWorkflow>());
        return this;
    }

    /// <summary>Changes options of the runtime. Its clock and its store are the test's.</summary>
    public WorkflowTest Configure(Action<WorkflowGenOptions> configure)
    {
        ThrowIfStarted();
        _setup.Configure += configure;
        return this;
    }

    /// <summary>
    /// Keeps the runs in a store of your choice instead of in memory: <c>test.UseStore(folder => new SqliteWorkflowStore($"Data Source={folder}/runs.db"))</c>. It is closed when the process dies, and opened anew by the next.
    /// </summary>
    /// <param name="open">Opens the store; called for each process. It is handed a folder of the test's own, which is deleted at its end.</param>
    public WorkflowTest UseStore(Func<string, IWorkflowStore> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        ThrowIfStarted();
        _stores.Use(open);
        return this;
    }

    /// <summary>Puts a delegate in the place of a step: <c>test.Replace(OrderWorkflow.Steps.Charge, (order, step) => …)</c>. Its policies (retries, timeouts) stay.</summary>
    /// <exception cref="ArgumentException">The workflow under test has no such step; name the workflow, see the other overload.</exception>
    public WorkflowTest Replace<TDelegate>(StepReference<TDelegate> step, TDelegate replacement)
        where TDelegate : Delegate => Replace(_main, _mainDefinition, step, replacement);

    /// <summary>Puts a delegate in the place of a step of another workflow: <c>test.Replace(typeof(BillingWorkflow), BillingWorkflow.Definition, …)</c> in one call.</summary>
    /// <param name="workflow">Names the workflow; <c>new WorkflowReference&lt;BillingWorkflow&gt;()</c>.</param>
    public WorkflowTest Replace<TWorkflow, TDelegate>(WorkflowReference<TWorkflow> workflow, StepReference<TDelegate> step, TDelegate replacement)
        where TWorkflow : class, IWorkflow<TWorkflow>
        where TDelegate : Delegate => Replace(typeof(TWorkflow), TWorkflow.Definition, step, replacement);

    private WorkflowTest Replace<TDelegate>(Type workflow, WorkflowDefinition definition, StepReference<TDelegate> step, TDelegate replacement)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(replacement);
        ThrowIfStarted();
        if (step.Node < 0 || step.Node >= definition.Nodes.Count || definition.Nodes[step.Node].Name != step.Name)
            throw new ArgumentException($"The workflow '{definition}' has no step '{step.Name}'. For a step of another workflow, name that: Replace(new WorkflowReference<OtherWorkflow>(), …).", nameof(step));
        _setup.Replace(step.Name, step.Node, workflow, replacement);
        return this;
    }

    /// <summary>The generated client of a workflow, for starts and signals: <c>test.Client&lt;OrderWorkflowClient&gt;()</c>.</summary>
    public TClient Client<TClient>()
        where TClient : WorkflowClient
    {
        var process = Process;
        // Who asks for a client is outside of all processes, and what it asks for by the client as well.
        _traffic.IsFromOutside = true;
        return process.Services.GetRequiredService<TClient>();
    }

    /// <summary>What the store knows of a run.</summary>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public RunHead Run(string runId) => Now(Store.GetAsync(runId, CancellationToken.None)) ?? throw new RunNotFoundException(runId);

    /// <summary>A run's journal: what happened, in order.</summary>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public IReadOnlyList<RunEvent> Journal(string runId) => RunJournal.Read(Store, Run(runId));

    /// <summary>A run's journal as a readable story.</summary>
    /// <exception cref="RunNotFoundException">There is no run of that id.</exception>
    public string Story(string runId)
    {
        var head = Run(runId);
        return Testing.Story.Of(head, RunJournal.Read(Store, head), head.Status.IsTerminal() ? [] : DescribeWaits(runId, head));
    }

    /// <summary>The stories of all runs.</summary>
    public string Story() => string.Join(Environment.NewLine, Runs.Select(r => Story(r.RunId)));

    /// <summary>The signals that a run waits for, by name, as of when it last came to rest.</summary>
    public IReadOnlyList<string> WaitsFor(string runId)
    {
        var head = Run(runId);
        return head.Status.IsTerminal() ? [] : [.. WaitsOf(runId).Where(static w => w.IsSignal).Select(w => NodeName(head, w.Node))];
    }

    /// <summary>Kills the process, as it stands: nothing of it is told to stop, and nothing is given back. The next thing that is asked of the test starts another on the same store.</summary>
    public void Crash() => Process.Store.Kill();

    /// <summary>Ends the test: steps that are still under way are told to stop.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Vanish(cancelSteps: true);
            await process.Services.DisposeAsync().ConfigureAwait(false);
        }
        _process = null;
        WaitForStore();
        _stores.Dispose();
    }

    private void ThrowIfStarted()
    {
        if (_process is not null)
            throw new InvalidOperationException("The test has been started: workflows, options and replacements are named before the first client is asked for.");
    }

    /// <summary>The store in memory answers at once; another is waited for.</summary>
    private static T Now<T>(ValueTask<T> answer) => answer.IsCompleted ? answer.Result : answer.AsTask().GetAwaiter().GetResult();
}

/// <summary>Names a workflow where a type alone cannot.</summary>
/// <typeparam name="TWorkflow">It.</typeparam>
public readonly struct WorkflowReference<TWorkflow>
    where TWorkflow : class, IWorkflow<TWorkflow>;
