namespace WorkflowGen.Execution;

// A test may put delegates of its own in the place of steps.
public abstract partial class WorkflowExecutor
{
    /// <summary>By node, what runs in its place; null: the steps themselves.</summary>
    internal Delegate?[]? Replacements { get; set; }

    private bool CallStep(int node, StepContext? step, CancellationToken cancellationToken, Action continuation) =>
        Replacements?[node] is { } replacement
            ? BeginReplacement(node, -1, 0, replacement, step, cancellationToken, continuation)
            : BeginStep(node, step, cancellationToken, continuation);

    private bool CallElement(int node, int element, int window, StepContext? step, CancellationToken cancellationToken, Action continuation) =>
        Replacements?[node] is { } replacement
            ? BeginReplacement(node, element, window, replacement, step, cancellationToken, continuation)
            : BeginElement(node, element, window, step, cancellationToken, continuation);
}
