namespace WorkflowGen.Patterns.Tests;

// Pattern 1: Sequence
// One step begins when the one before it has completed.

[Workflow("sequence")]
public sealed partial class Sequence(Desk desk)
{
    public partial ValueTask<Delivered> RunAsync(Letter letter, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Stamped> Stamp(Letter letter, StepContext step)
    {
        await desk.DoAsync(step);
        return new Stamped(letter.To);
    }

    [Step]
    private async Task<Delivered> Deliver(Stamped letter, StepContext step)
    {
        await desk.DoAsync(step);
        return new Delivered(letter.To);
    }
}
