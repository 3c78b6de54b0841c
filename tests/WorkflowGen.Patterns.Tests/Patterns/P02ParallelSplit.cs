namespace WorkflowGen.Patterns.Tests;

// Pattern 2: Parallel Split
// One step is followed by several that run side by side: they take what it hands over.

[Workflow("parallel-split")]
public sealed partial class ParallelSplit(Desk desk)
{
    public partial ValueTask RunAsync(Letter letter, CancellationToken cancellationToken = default);

    [Step]
    private Stamped Stamp(Letter letter) => new(letter.To);

    [Step]
    private Task Deliver(Stamped letter, StepContext step) => desk.DoAsync(step);

    [Step]
    private Task Archive(Stamped letter, StepContext step) => desk.DoAsync(step);
}
