namespace WorkflowGen.Patterns.Tests;

// Pattern 9: Structured Discriminator
// What follows begins with the first branch that completes. The others go on, and their results are dropped.

[Workflow("structured-discriminator")]
public sealed partial class StructuredDiscriminator(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Price> AskNorth(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(1);
    }

    [Step, Delay("1h")]
    private async Task<Price> AskSouth(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(2);
    }

    [Step]
    private Receipt Buy([FirstOf(nameof(AskNorth), nameof(AskSouth), Rest = Rest.Ignore)] Price price) => new($"bought for {price.Euros}");
}
