namespace WorkflowGen.Patterns.Tests;

// Pattern 24: Persistent Trigger
// A signal that comes early is kept until the run waits for it.

[Workflow("persistent-trigger")]
public sealed partial class PersistentTrigger(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial Approval Ready(Request request);

    [Signal]
    private partial Letter Mail(Approval ready);

    [Step]
    private Task Read(Letter mail, StepContext step) => desk.DoAsync(step);
}
