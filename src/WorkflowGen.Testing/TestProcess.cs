using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>What a test calls a process: a container, an engine and a view of the store that die together.</summary>
internal sealed class TestProcess
{
    private readonly VirtualTimeProvider _clock;
    private readonly ClockFacet[] _facets;

    public TestProcess(TestSetup setup, TestStore store, StoreTraffic traffic, VirtualTimeProvider clock)
    {
        _clock = clock;
        Store = new ProcessStore(store, traffic);
        ClockFacet steps = new(clock, ClockPurpose.Steps), runs = new(clock, ClockPurpose.Runs), worker = new(clock, ClockPurpose.Worker);
        _facets = [steps, runs, worker];
        var services = new ServiceCollection();
        foreach (var service in setup.Services)
            ((ICollection<ServiceDescriptor>)services).Add(service);
        services.TryAddSingleton<TimeProvider>(steps);
        services.AddWorkflowGen(w =>
        {
            foreach (var add in setup.Workflows)
                add(w);
            foreach (var workflow in w.Workflows.Values)
                workflow.Replacements = setup.ReplacementsOf(workflow);
            w.UseStore(_ => Store);
            w.Configure(options =>
            {
                options.MaxConcurrentRuns = 10_000;
                options.PollInterval = TimeSpan.FromDays(1);
                setup.Configure?.Invoke(options);
                options.TimeProvider = runs;
                options.BackgroundTimeProvider = worker;
                options.IsSimulated = true;
                options.ExecuteRuns = true;
            });
        });
        Services = services.BuildServiceProvider();
        Engine = Services.GetRequiredService<WorkflowEngine>();
    }

    public ServiceProvider Services { get; }

    public WorkflowEngine Engine { get; }

    public ProcessStore Store { get; }

    public bool IsDead => Store.IsDead;

    /// <summary>The worker's loop must not inherit what flows in the test that starts it.</summary>
    public void Start()
    {
        var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        try
        {
            Engine.StartAsync().GetAwaiter().GetResult();
        }
        finally
        {
            flow?.Undo();
        }
    }

    public void Vanish(bool cancelSteps)
    {
        Store.Kill();
        foreach (var facet in _facets)
            _clock.RemoveAll(facet);
        Engine.Vanish(cancelSteps);
    }
}

/// <summary>What every process of a test is made with.</summary>
internal sealed class TestSetup
{
    private readonly List<(string Step, int Node, Type? Workflow, Delegate With)> _replacements = [];

    public ServiceCollection Services { get; } = new();

    public List<Action<WorkflowGenBuilder>> Workflows { get; } = [];

    public Action<WorkflowGenOptions>? Configure { get; set; }

    public void Replace(string step, int node, Type? workflow, Delegate with) => _replacements.Add((step, node, workflow, with));

    public Delegate?[]? ReplacementsOf(RegisteredWorkflow workflow)
    {
        Delegate?[]? result = null;
        foreach (var (step, node, type, with) in _replacements)
        {
            if ((type is not null && type != workflow.Type) || node >= workflow.Definition.Nodes.Count || workflow.Definition.Nodes[node].Name != step)
                continue;
            (result ??= new Delegate?[workflow.Definition.Nodes.Count])[node] = with;
        }
        return result;
    }
}
