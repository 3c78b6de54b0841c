namespace WorkflowGen.Patterns.Tests;

// Pattern 13: Multiple Instances with a Priori Design-Time Knowledge
// A number of instances that is known when the workflow is written, and what follows waits for all of them.

[Workflow("instances-known-at-design-time")]
public sealed partial class InstancesKnownAtDesignTime(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private IReadOnlyList<string> Reviewers(Request request) => ["Ada", "Grace", "Edsger"];

    [Step]
    private async Task<Approval> Review([Each] string reviewer, Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval(reviewer);
    }

    [Step]
    private Receipt Publish(IReadOnlyList<Approval> approvals) => new(string.Join(", ", approvals.Select(a => a.By)));
}
