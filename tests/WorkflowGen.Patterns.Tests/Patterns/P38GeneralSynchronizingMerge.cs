namespace WorkflowGen.Patterns.Tests;

// Pattern 38: General Synchronizing Merge
// A step waits until no branch can arrive any more, although one of them is a loop and another can be withdrawn from outside.

[Workflow("general-synchronizing-merge")]
[CancelOn(nameof(NeverMind), nameof(Answered))]
public sealed partial class GeneralSynchronizingMerge(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    private static bool IsLarge(Request request) => request.Amount >= 100;

    [Signal]
    private partial Closed NeverMind();

    [Signal]
    private partial Approval Answered(Request request);

    [Step, When(nameof(IsLarge)), Loop(While = nameof(HasMore), Max = 100)]
    private async Task<Total> Collect(Request request, [Previous] Total? last, StepContext step)
    {
        await desk.DoAsync(step);
        return new Total((last?.Sum ?? 0) + 1);
    }

    private static bool HasMore(Total total) => total.Sum < 3;

    [Step]
    private Receipt Close(Approval? answered, Total? total) => new($"{answered?.By ?? "nobody"}, {total?.Sum ?? 0}");
}
