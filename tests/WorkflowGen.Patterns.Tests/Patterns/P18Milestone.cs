namespace WorkflowGen.Patterns.Tests;

// Pattern 18: Milestone
// A step can begin only while the run is in a certain state: after one step has completed, and before another has.

[Workflow("milestone")]
public sealed partial class Milestone(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Price> Accept(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(request.Amount);
    }

    [Signal, Only(After = nameof(Accept), Before = nameof(Ship))]
    private partial Letter ChangeAddress();

    [Step]
    private Task Readdress(Letter address, StepContext step) => desk.DoAsync(step);

    [Signal]
    private partial Closed Packed(Price price);

    [Step]
    private Task Ship(Closed packed, StepContext step) => desk.DoAsync(step);
}
