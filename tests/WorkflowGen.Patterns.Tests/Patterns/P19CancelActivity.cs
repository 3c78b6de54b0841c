namespace WorkflowGen.Patterns.Tests;

// Pattern 19: Cancel Activity
// A signal withdraws one step that has not completed; what does not need it goes on.

[Workflow("cancel-activity")]
[CancelOn(nameof(NeverMind), nameof(Inspect))]
public sealed partial class CancelActivity(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed NeverMind();

    [Delay("1h")]
    private partial Task WaitForTheInspector(Request request);

    [Step, After(nameof(WaitForTheInspector))]
    private async Task<Approval> Inspect(Request request, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step);
        return new Approval("inspector");
    }

    [Step]
    private Receipt Close(Approval? approval) => new(approval is null ? "not inspected" : "inspected");
}
