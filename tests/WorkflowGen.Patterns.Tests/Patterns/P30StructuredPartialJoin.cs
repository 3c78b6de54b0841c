namespace WorkflowGen.Patterns.Tests;

// Pattern 30: Structured Partial Join
// What follows begins when two of three branches have completed. The third goes on, and its result is dropped.

[Workflow("structured-partial-join")]
public sealed partial class StructuredPartialJoin(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Approval> AskAda(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval("Ada");
    }

    [Step]
    private async Task<Approval> AskGrace(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval("Grace");
    }

    [Step]
    private async Task<Approval> AskEdsger(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval("Edsger");
    }

    [Step]
    private Receipt Publish([AnyOf(2, nameof(AskAda), nameof(AskGrace), nameof(AskEdsger), Rest = Rest.Ignore)] IReadOnlyList<Approval> approvals) =>
        new($"{approvals.Count} approvals");
}
