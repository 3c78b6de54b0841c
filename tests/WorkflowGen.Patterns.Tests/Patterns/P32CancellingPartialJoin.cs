namespace WorkflowGen.Patterns.Tests;

// Pattern 32: Cancelling Partial Join
// What follows begins when two of three branches have completed, and the third is withdrawn.

[Workflow("cancelling-partial-join")]
public sealed partial class CancellingPartialJoin(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private Task<Approval> AskAda(Request request, StepContext step) => desk.AskAsync("Ada", step);

    [Step]
    private Task<Approval> AskGrace(Request request, StepContext step) => desk.AskAsync("Grace", step);

    [Step]
    private async Task<Approval> AskTheSlowOne(Request request, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step);
        return new Approval("nobody");
    }

    [Step]
    private Receipt Publish([AnyOf(2, nameof(AskAda), nameof(AskGrace), nameof(AskTheSlowOne))] IReadOnlyList<Approval> approvals) =>
        new($"{approvals.Count} approvals");
}
