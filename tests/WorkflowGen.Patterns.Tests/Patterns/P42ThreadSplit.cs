namespace WorkflowGen.Patterns.Tests;

// Pattern 42: Thread Split
// One thread becomes several of the same branch: a list is handed over, and each step that follows runs once per element.

[Workflow("thread-split")]
public sealed partial class ThreadSplit(Desk desk)
{
    public partial ValueTask RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private IReadOnlyList<Letter> Address(Request request) => [.. Enumerable.Range(1, request.Amount).Select(n => new Letter($"house {n}"))];

    [Step]
    private async Task<Stamped> Stamp([Each] Letter letter, StepContext step)
    {
        await desk.DoAsync(step);
        return new Stamped(letter.To);
    }

    [Step]
    private Task Deliver([Each] Stamped letter, StepContext step) => desk.DoAsync(step);
}
