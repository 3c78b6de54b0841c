namespace WorkflowGen.Patterns.Tests;

// Pattern 37: Local Synchronizing Merge
// In a graph that is not nested blocks, a step waits for exactly those of its branches that can still arrive, as each says itself: completed, or skipped.

[Workflow("local-synchronizing-merge")]
public sealed partial class LocalSynchronizingMerge(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    private static bool IsLarge(Request request) => request.Amount >= 100;

    private static bool IsOdd(Request request) => request.Amount % 2 != 0;

    [Step, When(nameof(IsLarge))]
    private Task<Approval> AskTheManager(Request request, StepContext step) => desk.AskAsync("manager", step);

    [Step, When(nameof(IsOdd))]
    private async Task<Price> AskAccounting(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(request.Amount);
    }

    [Step, When(nameof(IsOdd))]
    private async Task<Deadline> Plan(Approval? approval, Price price, StepContext step)
    {
        await desk.DoAsync(step);
        return new Deadline(approval is null ? 1 : 2);
    }

    [Step]
    private Receipt Answer(Approval? approval, Deadline? deadline) => new($"{approval?.By ?? "nobody"}, {deadline?.Days ?? 0} days");
}
