using WorkflowGen;

namespace Comprehensive;

public sealed record Page(int Number, IReadOnlyList<int> Readings);

public sealed record Collected(int Pages, int Sum);

public sealed record Checked(int Reading, bool IsPlausible);

public sealed record Estimate(string From, int Value);

/// <summary>
/// Repeating, and many at once: a loop over a region, a step per element, the first of several, one at a time.
/// </summary>
[Workflow("repeating")]
public sealed partial class Repeating(Office office)
{
    public partial ValueTask<string> RunAsync(int pages, CancellationToken cancellationToken = default);

    // The region from Fetch to Collect runs again while HasMore holds. [Previous] is the value of the round before.
    [Step]
    private Page Fetch([From("pages")] int pages, [Previous] Collected? last, StepContext step) =>
        office.Note(step, new Page((last?.Pages ?? 0) + 1, [step.Round, step.Round * 10, step.Round * 100]));

    // Once per element, at most two at a time. Each has its own checkpoint; the results are a list in the order of the elements.
    [Step]
    private async Task<Checked> Check([Each(MaxParallel = 2)] int reading, StepContext step)
    {
        await office.TakeAMomentAsync(step);
        return new Checked(reading, reading != 10);
    }

    // Computed from its parameters alone: it needs no checkpoint of its own.
    [Step, Pure]
    private IReadOnlyList<int> Readings(Page page) => page.Readings;

    [Step, Loop(To = nameof(Fetch), While = nameof(HasMore), Max = 100)]
    private Collected Collect(Page page, IReadOnlyList<Checked> checks, [Previous] Collected? last) =>
        new(page.Number, (last?.Sum ?? 0) + checks.Where(c => c.IsPlausible).Sum(c => c.Reading));

    private static bool HasMore(Collected collected, [From("pages")] int pages) => collected.Pages < pages;

    // Whichever is first; the other is cancelled.
    [Step]
    private async Task<Estimate> AskNorth(Collected collected, StepContext step)
    {
        await office.TakeAMomentAsync(step);
        return new Estimate("north", collected.Sum);
    }

    [Step, Delay("1m")]
    private async Task<Estimate> AskSouth(Collected collected, StepContext step)
    {
        await office.TakeAMomentAsync(step);
        return new Estimate("south", collected.Sum + 1);
    }

    // One at a time within the run; at most two at once, and fifty a second, over all runs of the process.
    [Step, Exclusive("book")]
    private Task Enter(Collected collected, StepContext step) => office.TakeAMomentAsync(step);

    [Step, Exclusive("book"), Limit("book", Concurrency = 2, PerSecond = 50)]
    private Task Sign([FirstOf(nameof(AskNorth), nameof(AskSouth))] Estimate estimate, StepContext step) => office.TakeAMomentAsync(step);

    [Step, After(nameof(Enter), nameof(Sign)), Output]
    private string Report(Collected collected, [FirstOf(nameof(AskNorth), nameof(AskSouth))] Estimate estimate) =>
        $"{collected.Pages} pages, {collected.Sum} in all, estimated {estimate.Value} by {estimate.From}";
}
