using Microsoft.Extensions.DependencyInjection;

namespace WorkflowGen.Execution;

/// <summary>What the generator adds to a workflow class, so that it can be registered and run without reflection. Implemented by generated code only.</summary>
/// <typeparam name="TSelf">The workflow class.</typeparam>
public interface IWorkflow<TSelf>
    where TSelf : class, IWorkflow<TSelf>
{
    /// <summary>The compiled graph.</summary>
    static abstract WorkflowDefinition Definition { get; }

    /// <summary>Creates the class with its services from the container.</summary>
    /// <exception cref="InvalidOperationException">A service is not registered.</exception>
    static abstract TSelf Create(IServiceProvider services);

    /// <summary>Creates an executor for runs on the given instance.</summary>
    static abstract WorkflowExecutor CreateExecutor(TSelf workflow);

    /// <summary>Adds the workflow's typed client to the container.</summary>
    static abstract void AddClient(IServiceCollection services);

    /// <summary>Registers the workflows that this one starts as children: <c>workflows.AddChildWorkflow&lt;BillingWorkflow&gt;();</c> for each. Does nothing for a workflow that has none.</summary>
    static virtual void AddChildren(Hosting.WorkflowGenBuilder workflows)
    {
    }
}
