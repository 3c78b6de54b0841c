namespace WorkflowGen.Patterns.Tests;

// Pattern 41: Thread Merge
// Several threads of one branch become one again: what follows takes them as one list.

[Workflow("thread-merge")]
public sealed partial class ThreadMerge(Desk desk)
{
    public partial ValueTask<Receipt> RunAsync(IReadOnlyList<Letter> letters, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Stamped> Stamp([Each] Letter letter, StepContext step)
    {
        await desk.DoAsync(step);
        return new Stamped(letter.To);
    }

    [Step]
    private async Task<Receipt> Bundle(IReadOnlyList<Stamped> letters, StepContext step)
    {
        await desk.DoAsync(step);
        return new Receipt(string.Join(", ", letters.Select(l => l.To)));
    }
}
