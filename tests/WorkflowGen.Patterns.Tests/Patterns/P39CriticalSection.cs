namespace WorkflowGen.Patterns.Tests;

// Pattern 39: Critical Section
// Of several regions of the graph, each of more than one step, only one is active at a time.

[Workflow("critical-section")]
public sealed partial class CriticalSection(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step, Exclusive("ledger", Until = nameof(WriteCredit))]
    private async Task<Price> ReadCredit(Request request, StepContext step)
    {
        await desk.EnterAsync(step);
        return new Price(request.Amount);
    }

    [Step]
    private Task WriteCredit([From(nameof(ReadCredit))] Price credit, StepContext step) => desk.LeaveAsync(step);

    [Step, Exclusive("ledger", Until = nameof(WriteDebit))]
    private async Task<Price> ReadDebit(Request request, StepContext step)
    {
        await desk.EnterAsync(step);
        return new Price(-request.Amount);
    }

    [Step]
    private Task WriteDebit([From(nameof(ReadDebit))] Price debit, StepContext step) => desk.LeaveAsync(step);
}
