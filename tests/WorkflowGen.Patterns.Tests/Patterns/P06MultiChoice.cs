namespace WorkflowGen.Patterns.Tests;

// Pattern 6: Multi-Choice
// Any number of several branches is taken, each by its own guard.

[Workflow("multi-choice")]
public sealed partial class MultiChoice(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    private static bool IsLarge(Request request) => request.Amount >= 100;

    private static bool IsOdd(Request request) => request.Amount % 2 != 0;

    [Step, When(nameof(IsLarge))]
    private Task TellTheManager(Request request, StepContext step) => desk.DoAsync(step);

    [Step, When(nameof(IsOdd))]
    private Task TellAccounting(Request request, StepContext step) => desk.DoAsync(step);

    [Step]
    private Task File(Request request, StepContext step) => desk.DoAsync(step);
}
