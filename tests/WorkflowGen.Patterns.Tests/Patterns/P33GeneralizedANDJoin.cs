namespace WorkflowGen.Patterns.Tests;

// Pattern 33: Generalized AND-Join
// Branches that fire more than once are joined pairwise, each with its own queue: the second of one waits for the second of the other.

[Workflow("generalized-and-join")]
public sealed partial class GeneralizedAndJoin(Desk desk)
{
    public partial ValueTask<int> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Signal]
    private partial IAsyncEnumerable<Letter> Mail(Request request);

    [Signal]
    private partial IAsyncEnumerable<Approval> Permits(Request request);

    [Signal]
    private partial Closed EndOfDay();

    [Step]
    private async Task<Delivered> Deliver([Each(CompleteOn = nameof(EndOfDay), Rest = Rest.Ignore)] Letter letter, [Each] Approval permit, StepContext step)
    {
        await desk.DoAsync(step);
        return new Delivered($"{letter.To} by {permit.By}");
    }

    [Step]
    private int Count(IReadOnlyList<Delivered> delivered) => delivered.Count;
}
