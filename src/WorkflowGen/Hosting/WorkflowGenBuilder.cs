using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

/// <summary>What <c>AddWorkflowGen</c> is told: which workflows, which store, which options.</summary>
public sealed class WorkflowGenBuilder
{
    private readonly Dictionary<WorkflowKey, RegisteredWorkflow> _workflows = [];
    private readonly HashSet<Type> _children = [];
    private readonly List<Action<WorkflowGenOptions>> _configure = [];

    internal WorkflowGenBuilder(IServiceCollection services) => Services = services;

    /// <summary>The container's services, for extensions.</summary>
    public IServiceCollection Services { get; }

    internal Func<IServiceProvider, IWorkflowStore>? Store { get; private set; }

    internal IReadOnlyDictionary<WorkflowKey, RegisteredWorkflow> Workflows => _workflows;

    /// <summary>Registers a workflow, its typed client, and the workflows that it starts as children. Each run is executed on an instance of its own, made in a scope of its own.</summary>
    /// <exception cref="InvalidOperationException">A workflow of that name and version is registered already.</exception>
    public WorkflowGenBuilder AddWorkflow<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        if (_children.Remove(typeof(TWorkflow)))
            return this; // another has brought it along
        Add(RegisteredWorkflow.Of<TWorkflow>());
        TWorkflow.AddClient(Services);
        TWorkflow.AddChildren(this);
        return this;
    }

    /// <summary>For generated code: registers a workflow that another starts as a child, unless it is registered. It may be added by itself, too, before or after.</summary>
    public void AddChildWorkflow<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        if (_workflows.Values.Any(static w => w.Type == typeof(TWorkflow)))
            return;
        AddWorkflow<TWorkflow>();
        _children.Add(typeof(TWorkflow));
    }

    /// <summary>Says where runs lie. For store packages, whose own methods (<c>UseSqlite</c>, …) call it; the engine owns what the factory makes and disposes of it.</summary>
    /// <exception cref="InvalidOperationException">A store is configured already.</exception>
    public WorkflowGenBuilder UseStore(Func<IServiceProvider, IWorkflowStore> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (Store is not null)
            throw new InvalidOperationException("A store is configured already. Keep one of the calls of UseInMemory(), UseSqlite(…), UseStore(…).");
        Store = factory;
        return this;
    }

    /// <summary>Changes options. Several calls apply in order.</summary>
    public WorkflowGenBuilder Configure(Action<WorkflowGenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configure.Add(configure);
        return this;
    }

    /// <summary>Keeps runs in memory: for tests, and where they need not outlive the process.</summary>
    public WorkflowGenBuilder UseInMemory() => UseStore(static _ => new InMemoryWorkflowStore());

    internal void Add(RegisteredWorkflow workflow)
    {
        if (!_workflows.TryAdd(workflow.Key, workflow))
        {
            var other = _workflows[workflow.Key];
            throw new InvalidOperationException(other.Type == workflow.Type
                ? $"The workflow '{workflow.Definition}' ({workflow.Type}) is registered twice. Remove one of the calls of AddWorkflow<{workflow.Type.Name}>()."
                : $"The workflows {other.Type} and {workflow.Type} are both named '{workflow.Definition}'. Give one another name or version with [Workflow(\"…\", Version = n)].");
        }
    }

    internal WorkflowGenOptions BuildOptions()
    {
        var options = new WorkflowGenOptions();
        foreach (var configure in _configure)
            configure(options);
        options.Validate();
        return options;
    }

    internal IWorkflowStore BuildStore(IServiceProvider services) =>
        (Store ?? throw new InvalidOperationException(
            "WorkflowGen has no store to keep runs in. Name one: services.AddWorkflowGen(w => w.UseSqlite(\"Data Source=workflows.db\")), or w.UseInMemory() where runs need not outlive the process."))(services);
}
