namespace WorkflowGen.Patterns.Tests;

// Pattern 3: Synchronization
// A step begins when all of several branches have completed: it takes what each of them hands over.

[Workflow("synchronization")]
public sealed partial class Synchronization(Desk desk)
{
    public partial ValueTask<Offer> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Price> Calculate(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Price(request.Amount * 2);
    }

    [Step]
    private async Task<Deadline> Plan(Request request, StepContext step)
    {
        await desk.DoAsync(step);
        return new Deadline(request.Amount + 1);
    }

    [Step]
    private Offer Write(Price price, Deadline deadline) => new(price.Euros, deadline.Days);
}
