namespace WorkflowGen.Patterns.Tests;

// Pattern 15: Multiple Instances without a Priori Run-Time Knowledge
// More instances can be added while others are running: elements arrive as signals until one says that it was the last.

[Workflow("instances-added-while-running")]
public sealed partial class InstancesAddedWhileRunning(Desk desk)
{
    public partial ValueTask<int> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial IAsyncEnumerable<Letter> MoreMail(Request request);

    [Signal]
    private partial Closed NoMoreMail();

    [Step]
    private async Task<Delivered> Deliver([Each(CompleteOn = nameof(NoMoreMail), Rest = Rest.Ignore)] Letter letter, StepContext step)
    {
        await desk.DoAsync(step);
        return new Delivered(letter.To);
    }

    [Step]
    private int Count(IReadOnlyList<Delivered> delivered) => delivered.Count;
}
