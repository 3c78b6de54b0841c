using System.Runtime.CompilerServices;

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

    /// <summary>For <see cref="BeginReplacement"/>: what runs in a step's place is under way, and its awaiter in its place. True: it was done at once, and its result has been taken.</summary>
    protected bool EndAtOnce<TAwaiter>(int node, int element, int window, TAwaiter awaiter, bool isCompleted, Action continuation)
        where TAwaiter : ICriticalNotifyCompletion
    {
        if (!isCompleted)
        {
            awaiter.UnsafeOnCompleted(continuation);
            return false;
        }
        if (element < 0)
            EndStep(node);
        else
            EndElement(node, element, window);
        return true;
    }
}
