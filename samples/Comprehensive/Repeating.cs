using WorkflowGen;

namespace Comprehensive;

public sealed record Page(int Number, IReadOnlyList<int> Readings);

public sealed record Collected(int Pages, int Sum);

public sealed record Checked(int Reading, bool IsPlausible);

public sealed record Estimate(string From, int Value);

public sealed record Vote(string By);

public sealed record Probe(int Place);

/// <summary>
/// Repeating, and many at once: a loop over a region, a step per element, the first of several, one at a time.
/// </summary>
[Workflow("repeating")]
public sealed partial class Repeating(Office office)
{
    public partial ValueTask<string> RunAsync(int pages, CancellationToken cancellationToken = default);

    // The region from Fetch to Collect runs again while HasMore holds. [Previous] is the value of the round before.
    [Step]
    private Page Fetch([From("pages")] int pages, [Previous] Collected? last, StepContext step)
    {
        var page = new Page((last?.Pages ?? 0) + 1, [step.Round, step.Round * 10, step.Round * 100]);
        return office.Note(step, page, $"page {page.Number} of {pages}");
    }

    // Computed from its parameters alone: it needs no checkpoint of its own.
    [Step, Pure]
    private IReadOnlyList<int> Readings(Page page) => page.Readings;

    // Once per element, at most two at a time. Each has its own checkpoint; the results are a list in the order of the elements.
    [Step]
    private async Task<Checked> Check([From(nameof(Readings)), Each(MaxParallel = 2)] int reading, StepContext step)
    {
        await office.TakeAMomentAsync(step, $"{reading}");
        return new Checked(reading, reading != 10);
    }

    [Step, Loop(To = nameof(Fetch), While = nameof(HasMore), Max = 100)]
    private Collected Collect(Page page, IReadOnlyList<Checked> checks, [Previous] Collected? last) =>
        new(page.Number, (last?.Sum ?? 0) + checks.Where(c => c.IsPlausible).Sum(c => c.Reading));

    private static bool HasMore(Collected collected, [From("pages")] int pages) => collected.Pages < pages;

    // Whichever is first; the other is cancelled: nobody waits for its minute.
    [Step]
    private async Task<Estimate> AskNorth(Collected collected, StepContext step)
    {
        await office.TakeAMomentAsync(step, "asked");
        return new Estimate("north", collected.Sum);
    }

    [Step, Delay("1m")]
    private async Task<Estimate> AskSouth(Collected collected, StepContext step)
    {
        await office.TakeAMomentAsync(step, "asked");
        return new Estimate("south", collected.Sum + 1);
    }

    [Step]
    private Estimate Accept([FirstOf(nameof(AskNorth), nameof(AskSouth))] Estimate estimate, StepContext step) => office.Note(step, estimate, $"from {estimate.From}");

    // Two of three are enough; the third goes on, and its result is dropped.
    [Step]
    private Vote AskAda(Collected collected) => new("Ada");

    [Step]
    private Vote AskGrace(Collected collected) => new("Grace");

    [Step]
    private Vote AskEdsger(Collected collected) => new("Edsger");

    [Step]
    private int CountVotes([AnyOf(2, nameof(AskAda), nameof(AskGrace), nameof(AskEdsger), Rest = Rest.Ignore)] IReadOnlyList<Vote> votes) => votes.Count;

    // Enough ends it after so many results, Until when a guard over the results so far holds.
    [Step]
    private static IReadOnlyList<Probe> Places(Collected collected) => [new(1), new(2), new(3), new(4)];

    [Step]
    private bool Dig([From(nameof(Places)), Each(MaxParallel = 1, Enough = 2)] Probe probe, StepContext step) => office.Note(step, true, $"at {probe.Place}");

    [Step]
    private int Weigh([From(nameof(Places)), Each(MaxParallel = 1, Until = nameof(IsHeavyEnough), Rest = Rest.Ignore)] Probe probe, StepContext step) =>
        office.Note(step, probe.Place, $"{probe.Place} kg");

    private static bool IsHeavyEnough([From(nameof(Weigh))] IReadOnlyList<int> weights) => weights.Sum() >= 5;

    // One at a time within the run: from the start of OpenBook until Sign has settled nobody else has the book.
    [Step, Exclusive("book", Until = nameof(Sign))]
    private Task OpenBook(Collected collected, StepContext step) => office.TakeAMomentAsync(step, "the book is taken");

    // At most two at once, and fifty a second, over all runs of all workers on one store.
    [Step, After(nameof(OpenBook)), Limit("pen", Concurrency = 2, PerSecond = 50)]
    private Task Sign(Collected collected, StepContext step) => office.TakeAMomentAsync(step, "signed, the book is free");

    // On a worker that serves this queue; one that is told of no queues serves all.
    [Step, Exclusive("book"), Queue("reading room")]
    private Task ReadBook(Collected collected, StepContext step) => office.TakeAMomentAsync(step, "nobody else had it");

    [Step, After(nameof(Sign), nameof(ReadBook)), Output]
    private string Report(Collected collected, [From(nameof(Accept))] Estimate accepted, [From(nameof(CountVotes))] int votes, [From(nameof(Dig))] IReadOnlyList<bool> dug, [From(nameof(Weigh))] IReadOnlyList<int> weights) =>
        $"{collected.Pages} pages, {collected.Sum} in all, estimated {accepted.Value}; {votes} votes, {dug.Count} holes, {weights.Sum()} kg";
}
