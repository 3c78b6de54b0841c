using System.Globalization;
using System.Text;

namespace WorkflowGen.Benchmarks.Stores;

/// <summary>How near durable runs come to what their database does with the same bytes.</summary>
internal sealed class StoresSection : IBenchmarkSection
{
    private const int Rounds = 7;

    private static readonly int[] s_textLengths = [0, 450];

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(700);

    public string Name => "stores";

    public string Title => "Durable steps per second";

    public async Task<string> RunAsync()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"A workflow of {DurableChain.Steps} steps that add one to a number; each step is durable before the next begins. *Bytes*: of journal a step, with a short handoff and with a longer one. *Rows*: one thread");
        text.AppendLine("that does nothing but insert the same bytes, as many rows in a transaction as there are runs, into one table of the same database, made durable as strictly. *Callers*: as many tasks as there are runs, each of which inserts");
        text.AppendLine("one row through one writer thread and waits until it is durable. *Commits*: the store alone, runs of as many commits of one entry. *Steps*: the whole engine, starting and ending each run included.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Medians of {Rounds} rounds, with the least and greatest; each round runs all of them in turns, and a ratio is the median of the rounds' ratios.");
        text.AppendLine();
        text.AppendLine("| store | runs at once | bytes | raw rows/s | raw callers/s | commits/s | steps/s | steps of raw rows | steps of raw callers |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var store in StoreUnderTest.All)
        {
            foreach (int textLength in s_textLengths)
            {
                foreach (int runs in new[] { 1, 16, 256 })
                    text.AppendLine(await MeasureAsync(store, runs, textLength));
            }
        }

        return text.ToString();
    }

    private static async Task<string> MeasureAsync(StoreUnderTest store, int runs, int textLength)
    {
        int bytes;
        await using (var probe = await WorkflowLoad.StartAsync(new Storage.InMemoryWorkflowStore(), 1, textLength))
            bytes = await probe.BytesPerStepAsync();
        var folder = Directory.CreateTempSubdirectory("workflowgen-benchmark-").FullName;
        byte[] data = new byte[bytes];
        new Random(1).NextBytes(data);
        try
        {
            // First, so that it chooses the native library, and raw uses the same.
            var committed = store.Create(Directory.CreateDirectory(Path.Combine(folder, "commits")).FullName);
            await committed.InitializeAsync(default);
            var loads = new List<ILoad>();
            if (store.OpenRaw is { } open)
            {
                loads.Add(new RawLoad(open(Directory.CreateDirectory(Path.Combine(folder, "raw")).FullName), data, runs));
                loads.Add(new RawCallersLoad(open(Directory.CreateDirectory(Path.Combine(folder, "callers")).FullName), data, runs));
            }
            loads.Add(new CommitLoad(committed, data, runs));
            loads.Add(await WorkflowLoad.StartAsync(store.Create(Directory.CreateDirectory(Path.Combine(folder, "steps")).FullName), runs, textLength));
            var rates = await RatesAsync(loads);
            foreach (var load in loads)
                await load.DisposeAsync();
            return store.OpenRaw is null ? Row(store.Name, runs, bytes, null, null, rates[0], rates[1]) : Row(store.Name, runs, bytes, rates[0], rates[1], rates[2], rates[3]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double[][]> RatesAsync(IReadOnlyList<ILoad> loads)
    {
        foreach (var load in loads)
            await load.RunAsync(s_round);
        var rates = loads.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < loads.Count; turn++)
            {
                var i = (turn + round) % loads.Count;
                rates[i][round] = await loads[i].RunAsync(s_round);
            }
        }

        return rates;
    }

    private static string Row(string store, int runs, int bytes, double[]? raw, double[]? callers, double[] commits, double[] steps) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {store} | {runs} | {bytes} | {(raw is null ? "" : Spread(raw))} | {(callers is null ? "" : Spread(callers))} | {Spread(commits)} | {Spread(steps)} | {Ratio(steps, raw)} | {Ratio(steps, callers)} |");

    private static string Ratio(double[] mine, double[]? raw)
    {
        if (raw is null)
            return "";
        double[] ratios = [.. mine.Zip(raw, (m, r) => m / r)];
        return string.Create(CultureInfo.InvariantCulture, $"{Benchmarks.Rounds.Median(ratios):0.00} ({ratios.Min():0.00} .. {ratios.Max():0.00})");
    }

    private static string Spread(double[] rates) =>
        string.Create(CultureInfo.InvariantCulture, $"{Benchmarks.Rounds.Median(rates):#,0} ({rates.Min():#,0} .. {rates.Max():#,0})");
}
