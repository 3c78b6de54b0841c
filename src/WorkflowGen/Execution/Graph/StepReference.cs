namespace WorkflowGen.Execution;

/// <summary>A step, named by generated code (<c>OrderWorkflow.Steps.Charge</c>), so that a test can put something in its place with the compiler's help.</summary>
/// <typeparam name="TDelegate">The step's parameters and what it returns.</typeparam>
/// <param name="Name">The step's name.</param>
/// <param name="Node">Its place in the definition.</param>
public readonly record struct StepReference<TDelegate>(string Name, int Node)
    where TDelegate : Delegate
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
