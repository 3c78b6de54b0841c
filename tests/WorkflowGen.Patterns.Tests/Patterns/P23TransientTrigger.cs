namespace WorkflowGen.Patterns.Tests;

// Pattern 23: Transient Trigger
// A signal that counts only if the run is waiting for it when it comes; otherwise it is lost.

[Workflow("transient-trigger")]
public sealed partial class TransientTrigger(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial Approval Ready(Request request);

    [Signal(Buffered = false)]
    private partial Closed DoorBell(Approval ready);

    [Step]
    private Task Open(Closed doorBell, StepContext step) => desk.DoAsync(step);
}
