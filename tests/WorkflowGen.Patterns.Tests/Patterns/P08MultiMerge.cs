namespace WorkflowGen.Patterns.Tests;

// Pattern 8: Multi-Merge
// Branches come together without waiting for each other: what follows runs once for each that arrives.

[Workflow("multi-merge")]
public sealed partial class MultiMerge(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private Price Calculate(Request request) => new(request.Amount);

    [Step]
    private Price Estimate(Request request) => new(request.Amount + 1);

    [Step]
    private Task Send([Each, From(nameof(Calculate), nameof(Estimate))] Price price, StepContext step) => desk.DoAsync(step);
}
