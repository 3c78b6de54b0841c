using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Benchmarks.Stores;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Benchmarks.Loops;

/// <summary>What it takes to resume a loop, however many rounds it has gone.</summary>
/// <param name="most">The largest number of rounds; a million take minutes.</param>
internal sealed class LoopsSection(int most) : IBenchmarkSection
{
    private const int Resumptions = 9;

    private static readonly int[] s_rounds = [10, 1_000, 100_000, 1_000_000];

    public string Name => "loops";

    public string Title => "Resuming a loop after so many rounds";

    public async Task<string> RunAsync()
    {
        var table = new StringBuilder();
        table.Append("A loop of one step whose every round is committed before the next begins. In its last round the worker is stopped and started again on the same store, ");
        table.Append(CultureInfo.InvariantCulture, $"{Resumptions} times. *Open*: opening the store, which for SQLite checks the whole file, with the history of all runs. *Resume*: from the start of the worker until that step runs again. ");
        table.Append("*Read*: the snapshot and the entries that resuming reads. *Memory*: what the process holds after the rounds, collected, above what it held before; in the in-memory store the journal itself is in it.\n\n");
        table.Append("| store | rounds | rounds/s | open | resume | read | memory |\n|---|---|---|---|---|---|---|\n");
        foreach (var store in StoreUnderTest.All.Where(s => s.Name is "memory" or "SQLite"))
        {
            foreach (var rounds in s_rounds.Where(r => r <= most))
                table.Append(await MeasureAsync(store, rounds));
        }
        return table.ToString();
    }

    private static async Task<string> MeasureAsync(StoreUnderTest kind, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("workflowgen-loops-").FullName;
        try
        {
            var last = new LastRound();
            var isFile = kind.OpenRaw is not null;
            var store = kind.Create(folder);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var started = Stopwatch.GetTimestamp();
            var services = Worker(store, last);
            await services.GetRequiredService<WorkflowEngine>().StartAsync();
            await services.GetRequiredService<CountingLoopClient>().StartAsync("loop", rounds);
            await last.Reached;
            var perSecond = rounds / Stopwatch.GetElapsedTime(started).TotalSeconds;
            var memory = GC.GetTotalMemory(forceFullCollection: true) - before;

            var times = new double[Resumptions];
            var opened = new double[Resumptions];
            for (var i = 0; i < Resumptions; i++)
            {
                // A store in memory must outlive its workers, which would dispose of it.
                if (isFile)
                    await services.DisposeAsync();
                else
                    await services.GetRequiredService<WorkflowEngine>().StopAsync();
                last.Forget();
                store = isFile ? kind.Create(folder) : store;
                started = Stopwatch.GetTimestamp();
                await store.InitializeAsync(default); // checks the whole file, whatever is in it
                opened[i] = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
                started = Stopwatch.GetTimestamp();
                services = Worker(store, last);
                await services.GetRequiredService<WorkflowEngine>().StartAsync();
                await last.Reached;
                times[i] = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
            }

            var run = await store.LoadAsync("loop", default) ?? throw new InvalidOperationException("There is no run.");
            var read = string.Create(CultureInfo.InvariantCulture, $"{run.Snapshot?.Data.Length ?? 0} B + {run.Entries.Count} entries");
            await services.DisposeAsync();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {kind.Name} | {rounds:N0} | {perSecond:N0} | {Rounds.Scaled(Rounds.Median(opened))} | {Rounds.Scaled(Rounds.Median(times))} ({Rounds.Scaled(times.Min())} .. {Rounds.Scaled(times.Max())}) | {read} | {memory / 1024.0:N0} KiB |\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static ServiceProvider Worker(IWorkflowStore store, LastRound last)
    {
        var services = new ServiceCollection();
        services.AddSingleton(last);
        services.AddWorkflowGen(w => w.AddWorkflow<CountingLoop>().UseStore(_ => store).Configure(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(20)));
        return services.BuildServiceProvider();
    }
}
