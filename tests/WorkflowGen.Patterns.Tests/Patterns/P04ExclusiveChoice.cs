namespace WorkflowGen.Patterns.Tests;

// Pattern 4: Exclusive Choice
// Exactly one of several branches is taken. A step decides by the type of what it hands over; each branch takes one of the cases.

public abstract record Decision
{
    private Decision()
    {
    }

    public sealed record Approved(int Amount) : Decision;

    public sealed record Rejected(string Why) : Decision;
}

[Workflow("exclusive-choice")]
public sealed partial class ExclusiveChoice(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private Decision Decide(Request request) => request.Amount < 100 ? new Decision.Approved(request.Amount) : new Decision.Rejected("too much");

    [Step]
    private Task Pay(Decision.Approved approved, StepContext step) => desk.DoAsync(step);

    [Step]
    private Task Decline(Decision.Rejected rejected, StepContext step) => desk.DoAsync(step);
}
