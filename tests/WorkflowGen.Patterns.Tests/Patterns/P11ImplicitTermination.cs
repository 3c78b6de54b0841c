namespace WorkflowGen.Patterns.Tests;

// Pattern 11: Implicit Termination
// The run ends when nothing is left to do, wherever that is.

[Workflow("implicit-termination")]
public sealed partial class ImplicitTermination(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    private static bool IsLarge(Request request) => request.Amount >= 100;

    [Step]
    private Task File(Request request, StepContext step) => desk.DoAsync(step);

    [Step, When(nameof(IsLarge))]
    private async Task<Approval> AskTheManager(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Approval("manager");
    }

    [Step]
    private Task Pay(Approval approval, StepContext step) => desk.DoAsync(step);
}
