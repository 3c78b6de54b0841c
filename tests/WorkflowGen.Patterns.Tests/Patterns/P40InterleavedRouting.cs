namespace WorkflowGen.Patterns.Tests;

// Pattern 40: Interleaved Routing
// Steps run one at a time, in any order.

[Workflow("interleaved-routing")]
public sealed partial class InterleavedRouting(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step, Exclusive("car")]
    private Task ChangeOil(Request request, StepContext step) => desk.DoAloneAsync(step);

    [Step, Exclusive("car")]
    private Task ChangeTyres(Request request, StepContext step) => desk.DoAloneAsync(step);

    [Step, Exclusive("car")]
    private Task Wash(Request request, StepContext step) => desk.DoAloneAsync(step);
}
