namespace WorkflowGen.Patterns.Tests;

// Pattern 17: Interleaved Parallel Routing
// Steps with an order among some of them run one at a time, the rest of the order being left open.

[Workflow("interleaved-parallel-routing")]
public sealed partial class InterleavedParallelRouting(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step, Exclusive("patient")]
    private Task Weigh(Request request, StepContext step) => desk.DoAloneAsync(step);

    [Step, Exclusive("patient"), After(nameof(Weigh))]
    private Task Medicate(Request request, StepContext step) => desk.DoAloneAsync(step);

    [Step, Exclusive("patient")]
    private Task TakeAnXray(Request request, StepContext step) => desk.DoAloneAsync(step);
}
