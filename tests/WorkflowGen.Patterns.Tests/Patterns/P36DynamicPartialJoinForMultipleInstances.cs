namespace WorkflowGen.Patterns.Tests;

// Pattern 36: Dynamic Partial Join for Multiple Instances
// More instances can be added while others are running, and a condition over the results so far says when it is enough.

[Workflow("dynamic-partial-join-for-instances")]
public sealed partial class DynamicPartialJoinForInstances(Desk desk)
{
    public partial ValueTask<int> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial IAsyncEnumerable<Request> Bids(Request request);

    [Step]
    private async Task<Price> Check([Each(Until = nameof(IsEnough))] Request bid, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(bid.Amount);
    }

    private static bool IsEnough(IReadOnlyList<Price> prices, Request request) => prices.Sum(p => p.Euros) >= request.Amount;

    [Step]
    private int Sum(IReadOnlyList<Price> prices) => prices.Sum(p => p.Euros);
}
