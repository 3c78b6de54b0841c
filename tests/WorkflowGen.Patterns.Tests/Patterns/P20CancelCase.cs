namespace WorkflowGen.Patterns.Tests;

// Pattern 20: Cancel Case
// The whole run is withdrawn, by a signal or by the client. What it has done can be undone.

[Workflow("cancel-case")]
[CancelOn(nameof(Withdraw))]
public sealed partial class CancelCase(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed Withdraw();

    [Step, CompensateWith(nameof(Free))]
    private async Task<Price> Reserve(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(request.Amount);
    }

    private Task Free(Price reserve, StepContext step) => desk.DoAsync(step);

    [Signal]
    private partial Approval Paid(Price price);

    [Step]
    private Task Deliver(Approval paid, StepContext step) => desk.DoAsync(step);
}
