namespace WorkflowGen.Patterns.Tests;

// Pattern 28: Blocking Discriminator
// In a loop: what follows begins with the first branch that completes, and no new round begins before all have arrived.

[Workflow("blocking-discriminator")]
public sealed partial class BlockingDiscriminator(Desk desk)
{
    public partial ValueTask<Total> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private Page Begin(Request request, [Previous] Total? total) => new((total?.Sum ?? 0) + 1, false);

    [Step]
    private async Task<Price> AskNorth(Page page, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(1);
    }

    [Step]
    private async Task<Price> AskSouth(Page page, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(2);
    }

    [Step, Loop(To = nameof(Begin), While = nameof(GoesOn), Max = 10)]
    private Total Buy(Page page, [FirstOf(nameof(AskNorth), nameof(AskSouth), Rest = Rest.Block)] Price price) => new(page.Number);

    private static bool GoesOn(Total total, Request request) => total.Sum < request.Amount;
}
