namespace WorkflowGen.Patterns.Tests;

// Pattern 14: Multiple Instances with a Priori Run-Time Knowledge
// As many instances as there are elements when the step begins, and what follows waits for all of them.

[Workflow("instances-known-at-run-time")]
public sealed partial class InstancesKnownAtRunTime(Desk desk)
{
    public partial ValueTask<int> RunAsync(IReadOnlyList<int> amounts, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Price> Calculate([Each(MaxParallel = 2)] int amount, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(amount);
    }

    [Step]
    private int Sum(IReadOnlyList<Price> prices) => prices.Sum(p => p.Euros);
}
