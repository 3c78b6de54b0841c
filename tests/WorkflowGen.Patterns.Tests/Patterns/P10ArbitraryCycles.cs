namespace WorkflowGen.Patterns.Tests;

// Pattern 10: Arbitrary Cycles
// Cycles with more than one way in or out: two loops that overlap. Draft, Review and Print may be repeated from either end.

[Workflow("arbitrary-cycles")]
public sealed partial class ArbitraryCycles(Desk desk)
{
    public partial ValueTask<Printed> RunAsync(Letter letter, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Draft> Write(Letter letter, [Previous] Draft? last, StepContext step)
    {
        await desk.DoAsync(step);
        return new Draft((last?.Version ?? 0) + 1);
    }

    [Step, Loop(To = nameof(Write), While = nameof(NeedsWork), Max = 10)]
    private Reviewed Review(Draft draft) => new(draft.Version);

    private static bool NeedsWork(Reviewed reviewed) => reviewed.Version % 3 != 0;

    [Step, Loop(To = nameof(Review), While = nameof(IsSmudged), Max = 3)]
    private async Task<Printed> Print(Reviewed reviewed, [Previous] Printed? last, StepContext step)
    {
        await desk.DoAsync(step);
        return new Printed(reviewed.Version, (last?.Copies ?? 0) + 1);
    }

    private static bool IsSmudged(Printed printed) => printed.Copies < 2;
}
