namespace WorkflowGen.Patterns.Tests;

// Pattern 22: Recursion
// A workflow is a step of itself.

[Workflow("recursion")]
public sealed partial class Recursion(Desk desk)
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    private static bool IsDone(int n) => n <= 1;

    [Step, Unless(nameof(IsDone))]
    private Smaller Shrink(int n) => new(n - 1);

    [Step]
    private int Inner(Smaller smaller) => smaller.N;

    [Child]
    private partial Task<int> Below(Recursion workflow, [From(nameof(Inner))] int n);

    [Step, Output]
    private async Task<int> Multiply([From("n")] int n, [From(nameof(Below))] int? below, StepContext step)
    {
        await desk.DoAsync(step);
        return n * (below ?? 1);
    }
}
