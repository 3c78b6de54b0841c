namespace WorkflowGen.Patterns.Tests;

// Pattern 29: Cancelling Discriminator
// What follows begins with the first branch that completes, and the others are withdrawn.

[Workflow("cancelling-discriminator")]
public sealed partial class CancellingDiscriminator(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Price> AskTheFastOne(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(1);
    }

    [Step]
    private async Task<Price> AskTheSlowOne(Request request, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step);
        return new Price(2);
    }

    [Step]
    private Receipt Buy([FirstOf(nameof(AskTheFastOne), nameof(AskTheSlowOne))] Price price) => new($"bought for {price.Euros}");
}
