namespace WorkflowGen.Patterns.Tests;

// Pattern 35: Cancelling Partial Join for Multiple Instances
// What follows begins when a fixed number of instances has completed, and the others are withdrawn.

[Workflow("cancelling-partial-join-for-instances")]
public sealed partial class CancellingPartialJoinForInstances(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(IReadOnlyList<string> reviewers, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Approval> Ask([Each(Enough = 2, Rest = Rest.Cancel)] string reviewer, StepContext step)
    {
        await desk.DoUntilCancelledAsync(step, unless: reviewer != "nobody");
        return new Approval(reviewer);
    }

    [Step]
    private Receipt Publish(IReadOnlyList<Approval> approvals) => new($"{approvals.Count} approvals");
}
