using System.Globalization;
using System.Text;

namespace WorkflowGen.Benchmarks.Executor;

/// <summary>What a run in memory costs, beside the same steps awaited by hand.</summary>
internal sealed class ExecutorSection : IBenchmarkSection
{
    public string Name => "executor";

    public string Title => "Runs in memory, beside the same methods awaited by hand";

    public async Task<string> RunAsync()
    {
        var table = new StringBuilder("""
            | workflow | generated | by hand | ratio | ratio of processor time | bytes, generated | bytes, by hand |
            |---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));

        var synchronous = new SynchronousChain();
        await AddAsync(table, "chain of 10, `int`", n => synchronous.RunAsync(n), n => synchronous.HandWrittenAsync(n));
        var valueTasks = new ValueTaskChain();
        await AddAsync(table, "chain of 10, `ValueTask<int>`", n => valueTasks.RunAsync(n), n => valueTasks.HandWrittenAsync(n));
        var asynchronous = new AsyncChain();
        await AddAsync(table, "chain of 10, `async ValueTask<int>`", n => asynchronous.RunAsync(n), n => asynchronous.HandWrittenAsync(n));
        var yielding = new YieldingChain();
        await AddAsync(table, "chain of 10, each suspends (`Task.Yield`)", n => yielding.RunAsync(n), n => yielding.HandWrittenAsync(n));
        var diamond = new Diamond();
        await AddAsync(table, "diamond, `ValueTask`", n => diamond.RunAsync(n), n => diamond.HandWrittenAsync(n));
        var ten = new FanOut10();
        await AddAsync(table, "fan-out of 10; by hand: `Task.WhenAll`", n => ten.RunAsync(n), n => ten.HandWrittenAsync(n));
        var yieldingTen = new YieldingFanOut10();
        await AddAsync(table, "fan-out of 10, each suspends; by hand: `Task.WhenAll`", n => yieldingTen.RunAsync(n), n => yieldingTen.HandWrittenAsync(n));
        var hundred = new FanOut100();
        await AddAsync(table, "fan-out of 100; by hand: `Task.WhenAll`", n => hundred.RunAsync(n), n => hundred.HandWrittenAsync(n));
        var yieldingHundred = new YieldingFanOut100();
        await AddAsync(table, "fan-out of 100, each suspends; by hand: `Task.WhenAll`", n => yieldingHundred.RunAsync(n), n => yieldingHundred.HandWrittenAsync(n));
        return table.ToString();
    }

    private static async Task AddAsync<T>(StringBuilder table, string name, Func<int, ValueTask<T>> generated, Func<int, ValueTask<T>> byHand)
    {
        var measured = await Rounds.MeasureAsync(new("generated", times => Repeat(generated, times)), new("by hand", times => Repeat(byHand, times)));
        table.Append(CultureInfo.InvariantCulture, $"| {name} | {measured[0].Time} | {measured[1].Time} | {measured[0].RatioTo(measured[1]):0.00} | {measured[0].ProcessorRatioTo(measured[1]):0.00} | {measured[0].Bytes:0} | {measured[1].Bytes:0} |\n");
    }

    private static async Task Repeat<T>(Func<int, ValueTask<T>> run, int times)
    {
        for (var i = 0; i < times; i++)
            await run(1).ConfigureAwait(false);
    }
}
