using WorkflowGen;

namespace Quotes;

public readonly record struct Quote(string From, decimal Price);

/// <summary>The first of several, two of three, one at a time, and an end that does not wait for the rest.</summary>
[Workflow("racing")]
public sealed partial class RacingWorkflow
{
    public partial ValueTask<decimal> RunAsync(string item);

    [Step, Limit("carriers", Concurrency = 10, PerSecond = 2.5)]
    private Task<Quote> Road(string item) => Task.FromResult(new Quote("road", 1));

    [Step, Limit("carriers", Concurrency = 10, PerSecond = 2.5), Exclusive("desk")]
    private Task<Quote> Rail(string item) => Task.FromResult(new Quote("rail", 2));

    [Step, Exclusive("desk"), Heartbeat("30s")]
    private Task<Quote> Air(string item, StepContext step, CancellationToken cancellationToken) => Task.FromResult(new Quote("air", 3));

    [Step, Pure]
    private decimal Cheapest([AnyOf(2, nameof(Road), nameof(Rail), nameof(Air))] IReadOnlyList<Quote> quotes) => quotes.Min(q => q.Price);

    [Step]
    private string Note([FirstOf(nameof(Road), nameof(Rail), Rest = Rest.Ignore)] Quote? first) => first?.From ?? "none";

    [Step, Output]
    private decimal Settle([From(nameof(Cheapest))] decimal price, [From(nameof(Note))] string from) => price;
}
