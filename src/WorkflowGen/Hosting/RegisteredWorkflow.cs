using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

/// <summary>A workflow that this process can execute.</summary>
internal sealed class RegisteredWorkflow
{
    private readonly Func<IServiceProvider, WorkflowExecutor> _createExecutor;

    public RegisteredWorkflow(Type type, WorkflowDefinition definition, Func<IServiceProvider, WorkflowExecutor> createExecutor)
    {
        Type = type;
        Definition = definition;
        Key = new WorkflowKey(definition.Name, definition.Version);
        Nodes = new NodeNames(definition);
        _createExecutor = createExecutor;
    }

    public Type Type { get; }

    public WorkflowDefinition Definition { get; }

    public WorkflowKey Key { get; }

    public NodeNames Nodes { get; }

    /// <summary>What steps log to.</summary>
    public ILogger StepLogger { get; set; } = NullLogger.Instance;

    /// <summary>By node, what a test runs in place of the step; null: nothing.</summary>
    public Delegate?[]? Replacements { get; set; }

    public static RegisteredWorkflow Of<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow> =>
        new(typeof(TWorkflow), TWorkflow.Definition, static services => TWorkflow.CreateExecutor(TWorkflow.Create(services)));

    /// <summary>Makes an instance of the workflow, with services of the given scope, and an executor on it.</summary>
    public WorkflowExecutor CreateExecutor(IServiceProvider services)
    {
        var executor = _createExecutor(services);
        executor.Replacements = Replacements;
        return executor;
    }
}
