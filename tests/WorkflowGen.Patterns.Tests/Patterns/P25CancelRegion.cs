namespace WorkflowGen.Patterns.Tests;

// Pattern 25: Cancel Region
// A signal withdraws several steps at once; the rest of the run goes on.

[Workflow("cancel-region")]
[CancelOn(nameof(OutOfStock), nameof(Paid), nameof(Pack))]
public sealed partial class CancelRegion(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed OutOfStock();

    [Signal]
    private partial Approval Paid(Request request);

    [Step]
    private async Task<Delivered> Pack(Approval paid, StepContext step)
    {
        await desk.DoAsync(step);
        return new Delivered("packed");
    }

    [Step]
    private Receipt Answer(Delivered? packed, Request request) => new(packed is null ? "sorry" : "on its way");
}
