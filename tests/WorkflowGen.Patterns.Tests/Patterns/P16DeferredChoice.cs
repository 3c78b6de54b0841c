namespace WorkflowGen.Patterns.Tests;

// Pattern 16: Deferred Choice
// Several branches are offered, and what happens first decides: the other signal is then no longer waited for.

[Workflow("deferred-choice")]
[CancelOn(nameof(Accepted), nameof(Declined))]
[CancelOn(nameof(Declined), nameof(Accepted))]
public sealed partial class DeferredChoice(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial Approval Accepted();

    [Signal]
    private partial Refusal Declined();

    [Step]
    private Task Deliver(Approval accepted, StepContext step) => desk.DoAsync(step);

    [Step]
    private Task Close(Refusal declined, StepContext step) => desk.DoAsync(step);
}
