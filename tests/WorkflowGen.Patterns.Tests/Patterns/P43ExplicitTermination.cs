namespace WorkflowGen.Patterns.Tests;

// Pattern 43: Explicit Termination
// When one step has completed the run is done: what still runs or waits is withdrawn.

[Workflow("explicit-termination")]
public sealed partial class ExplicitTermination(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Price> Search(Request request, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step);
        return new Price(1);
    }

    [Signal]
    private partial Closed Found();

    [Step, End, Output]
    private Receipt Stop(Closed found) => new("found");

    [Step]
    private Task Report(Price price, StepContext step) => desk.DoAsync(step);
}
