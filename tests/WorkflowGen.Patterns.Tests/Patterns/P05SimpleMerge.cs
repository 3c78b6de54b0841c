namespace WorkflowGen.Patterns.Tests;

// Pattern 5: Simple Merge
// Several branches of which only one runs come together, without waiting for the others. That exactly one runs is proven by the compiler.

[Workflow("simple-merge")]
public sealed partial class SimpleMerge(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    private static bool IsSmall(Request request) => request.Amount < 100;

    [Step, When(nameof(IsSmall))]
    private Approval ApproveAtOnce(Request request) => new("nobody");

    [Step, Unless(nameof(IsSmall))]
    private async Task<Approval> AskTheManager(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval("manager");
    }

    [Step]
    private Receipt Pay([From(nameof(ApproveAtOnce), nameof(AskTheManager))] Approval approval) => new($"approved by {approval.By}");
}
