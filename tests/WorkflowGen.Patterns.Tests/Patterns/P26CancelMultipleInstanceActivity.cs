namespace WorkflowGen.Patterns.Tests;

// Pattern 26: Cancel Multiple Instance Activity
// A signal withdraws all instances that have not completed, and the step as a whole.

[Workflow("cancel-instances")]
[CancelOn(nameof(NeverMind), nameof(Ask))]
public sealed partial class CancelInstances(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(IReadOnlyList<int> amounts, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed NeverMind();

    [Step]
    private async Task<Price> Ask([Each] int amount, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step, unless: amount == 0);
        return new Price(amount);
    }

    [Step]
    private Receipt Close(IReadOnlyList<Price>? prices) => new(prices is null ? "cancelled" : "all there");
}
