namespace WorkflowGen.Patterns.Tests;

// Pattern 31: Blocking Partial Join
// In a loop: what follows begins when two of three branches have completed, and no new round begins before the third has arrived.

[Workflow("blocking-partial-join")]
public sealed partial class BlockingPartialJoin(Desk desk)
{
    public partial ValueTask<Total> RunAsync(Request request, CancellationToken cancellationToken = default);

    [Step]
    private Page Begin(Request request, [Previous] Total? total) => new((total?.Sum ?? 0) + 1, false);

    [Step]
    private Task<Approval> AskAda(Page page, StepContext step) => desk.AskAsync("Ada", step);

    [Step]
    private Task<Approval> AskGrace(Page page, StepContext step) => desk.AskAsync("Grace", step);

    [Step]
    private Task<Approval> AskEdsger(Page page, StepContext step) => desk.AskAsync("Edsger", step);

    [Step, Loop(To = nameof(Begin), While = nameof(GoesOn), Max = 10)]
    private Total Publish(
        Page page,
        [AnyOf(2, nameof(AskAda), nameof(AskGrace), nameof(AskEdsger), Rest = Rest.Block)] IReadOnlyList<Approval> approvals) =>
        new(page.Number);

    private static bool GoesOn(Total total, Request request) => total.Sum < request.Amount;
}
