using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Benchmarks.Stores;
using WorkflowGen.Hosting;

namespace WorkflowGen.Benchmarks.Elements;

/// <summary>What many elements of an [Each] hold at once.</summary>
internal sealed class ElementsSection : IBenchmarkSection
{
    private const int Samples = 10;

    private static readonly int[] s_counts = [1_000, 10_000, 100_000];

    public string Name => "elements";

    public string Title => "Memory of an [Each] with so many elements";

    public async Task<string> RunAsync()
    {
        var table = new StringBuilder();
        table.Append("A step per element, 64 at a time, each with its own checkpoint. *Live*: the most that the process holds during the run above what it held before, collected, at ten places. A list is handed over whole, and each of its results is kept until ");
        table.Append("the list of them is handed on; of a stream, only what is under way is kept. The in-memory store holds the journal besides.\n\n");
        table.Append("| elements | store | count | elements/s | live | live per element |\n|---|---|---|---|---|---|\n");
        foreach (var kind in StoreUnderTest.All.Where(s => s.Name is "memory" or "SQLite"))
        {
            foreach (var count in s_counts)
            {
                table.Append(await MeasureAsync("list", kind, count, static (services, count) => RunListAsync(services, count)));
                table.Append(await MeasureAsync("stream", kind, count, static (services, count) => RunStreamAsync(services, count)));
            }
        }
        return table.ToString();
    }

    private static async Task RunListAsync(IServiceProvider services, int count) =>
        await (await services.GetRequiredService<ElementsOfAListClient>().StartAsync("run", count)).WaitAsync();

    private static async Task RunStreamAsync(IServiceProvider services, int count) =>
        await (await services.GetRequiredService<ElementsOfAStreamClient>().StartAsync("run", count)).WaitAsync();

    private static async Task<string> MeasureAsync(string source, StoreUnderTest kind, int count, Func<IServiceProvider, int, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("workflowgen-elements-").FullName;
        try
        {
            var memory = new LiveMemory(count / Samples);
            var services = new ServiceCollection()
                .AddSingleton(memory)
                .AddWorkflowGen(w => w.AddWorkflow<ElementsOfAList>().AddWorkflow<ElementsOfAStream>().UseStore(_ => kind.Create(folder)))
                .BuildServiceProvider();
            await services.GetRequiredService<WorkflowEngine>().StartAsync();
            var started = Stopwatch.GetTimestamp();
            await run(services, count);
            var perSecond = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
            await services.DisposeAsync();
            return string.Create(CultureInfo.InvariantCulture, $"| {source} | {kind.Name} | {count:N0} | {perSecond:N0} | {memory.Most / 1024.0:N0} KiB | {(double)memory.Most / count:N0} B |\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
