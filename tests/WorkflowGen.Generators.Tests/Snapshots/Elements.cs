using System.Collections.Immutable;
using WorkflowGen;

namespace Orders;

public sealed record Line(string Article, int Count);

public readonly record struct Price(decimal Value);

public sealed record Stop;

/// <summary>Steps that run once per element: of lists, of streams, of arrivals.</summary>
[Workflow("elements")]
public sealed partial class ElementsWorkflow
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<Line> lines, ImmutableArray<int> discounts, CancellationToken cancellationToken = default);

    [Step, Retry(2), Idempotency(Idempotency.Safe)]
    private async Task<Price> Quote([Each(MaxParallel = 8)] Line line, [Each, From("discounts")] int discount, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return default;
    }

    private static bool IsEnough(IReadOnlyList<Price> round) => round.Count > 2;

    [Step]
    private Price Round([Each(Until = nameof(IsEnough), Enough = 5, Rest = Rest.Ignore), From(nameof(Quote))] Price price) => price;

    [Step]
    private async IAsyncEnumerable<string> Scan(IReadOnlyList<Line> lines, StepContext step)
    {
        await Task.Yield();
        yield return "";
    }

    [Step, CompensateWith(nameof(Unmark))]
    private Task Mark([Each(MaxParallel = 2), From(nameof(Scan))] string label) => Task.CompletedTask;

    private void Unmark(string label)
    {
    }

    [Step]
    private long Weigh([Each, From(nameof(Quote), nameof(Round))] IReadOnlyList<Price> prices) => prices.Count;

    [Step, After(nameof(Mark))]
    private string Tell([From(nameof(Round))] IReadOnlyList<Price> prices, IReadOnlyList<long> weights) => "";
}
