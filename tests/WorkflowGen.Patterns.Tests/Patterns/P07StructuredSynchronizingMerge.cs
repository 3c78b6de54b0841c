namespace WorkflowGen.Patterns.Tests;

// Pattern 7: Structured Synchronizing Merge
// After a multi-choice, a step waits for exactly those branches that were taken: a parameter that may be missing is nullable, and waits until its producer has completed or was skipped.

[Workflow("structured-synchronizing-merge")]
public sealed partial class StructuredSynchronizingMerge(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(Request request, CancellationToken cancellationToken = default);

    private static bool IsLarge(Request request) => request.Amount >= 100;

    private static bool IsOdd(Request request) => request.Amount % 2 != 0;

    [Step, When(nameof(IsLarge))]
    private async Task<Approval> AskTheManager(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval("manager");
    }

    [Step, When(nameof(IsOdd))]
    private async Task<Price> AskAccounting(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(request.Amount + 1);
    }

    [Step]
    private Receipt Pay(Approval? approval, Price? price) => new($"{approval?.By ?? "nobody"}, {price?.Euros}");
}
