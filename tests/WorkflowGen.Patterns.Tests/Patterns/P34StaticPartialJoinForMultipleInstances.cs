namespace WorkflowGen.Patterns.Tests;

// Pattern 34: Static Partial Join for Multiple Instances
// What follows begins when a fixed number of instances has completed. The others go on, and their results are dropped.

[Workflow("static-partial-join-for-instances")]
public sealed partial class StaticPartialJoinForInstances(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(IReadOnlyList<string> reviewers, CancellationToken cancellationToken = default);

    [Step]
    private Task<Approval> Ask([Each(Enough = 2, Rest = Rest.Ignore)] string reviewer, StepContext step) => desk.AskAsync(reviewer, step);

    [Step]
    private Receipt Publish(IReadOnlyList<Approval> approvals) => new(approvals.Count >= 2 ? "published" : "dropped");
}
