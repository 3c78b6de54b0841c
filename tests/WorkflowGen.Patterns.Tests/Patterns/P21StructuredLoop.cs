namespace WorkflowGen.Patterns.Tests;

// Pattern 21: Structured Loop
// A region runs again while a condition holds. It has one way in and one way out.

[Workflow("structured-loop")]
public sealed partial class StructuredLoop(Desk desk)
{
    public partial ValueTask<int> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Page> Fetch(Request request, [Previous] Total? total, StepContext step)
    {
        await desk.DoAsync(step);
        return new Page(step.Round, step.Round == request.Amount);
    }

    [Step, Loop(To = nameof(Fetch), While = nameof(HasMore), Max = 1000)]
    private Total Add(Page page, [Previous] Total? total) => new((total?.Sum ?? 0) + page.Number);

    private static bool HasMore(Page page) => !page.IsLast;

    [Step]
    private int Result(Total total) => total.Sum;
}
