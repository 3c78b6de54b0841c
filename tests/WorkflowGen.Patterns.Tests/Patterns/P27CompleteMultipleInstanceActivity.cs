namespace WorkflowGen.Patterns.Tests;

// Pattern 27: Complete Multiple Instance Activity
// A signal ends a step with many instances with those that have completed; the others are withdrawn.

[Workflow("complete-instances")]
public sealed partial class CompleteInstances(Desk desk)
{
    public partial ValueTask<int> RunAsync(IReadOnlyList<int> amounts, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed Enough();

    [Step]
    private async Task<Price> Ask([Each(CompleteOn = nameof(Enough))] int amount, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step, unless: amount == 0);
        return new Price(amount);
    }

    [Step]
    private int Count(IReadOnlyList<Price> prices) => prices.Count;
}
