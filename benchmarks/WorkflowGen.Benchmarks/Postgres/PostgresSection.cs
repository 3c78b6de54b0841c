using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Benchmarks.Loops;
using WorkflowGen.Benchmarks.Stores;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Storage.PostgreSql;

namespace WorkflowGen.Benchmarks.Postgres;

/// <summary>How near durable runs on PostgreSQL come to what the server does with the same bytes, and what more workers add.</summary>
internal sealed class PostgresSection : IBenchmarkSection
{
    private const int Rounds = 7;

    private const int Resumptions = 9;

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(700);

    public string Name => "postgres";

    public string Title => "Durable steps per second on PostgreSQL";

    public async Task<string> RunAsync()
    {
        using var server = PrivateServer.Start();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The server runs on the same machine, with fsync and synchronous_commit on, and shares its processors with the workers. A workflow of {DurableChain.Steps} steps that add one to a number; each step is durable before the next begins.");
        text.AppendLine("*Bytes*: of journal a step. *Array*: one connection that does nothing but insert the same bytes, as many rows in a transaction as there are runs, all in one statement with an array. *Batch*: the same with an INSERT for each row, sent");
        text.AppendLine("as one batch. *Commits*: the store alone, runs of as many commits of one entry. *Steps*: the whole engine, starting and ending each run included.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Medians of {Rounds} rounds, with the least and greatest; each round runs all of them in turns, and a ratio is the median of the rounds' ratios.");
        text.AppendLine();
        text.AppendLine("| runs at once | bytes | array rows/s | batch rows/s | commits/s | steps/s | steps of array | steps of batch | commits of batch |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (int textLength in new[] { 0, 450 })
        {
            foreach (int runs in new[] { 1, 16, 256 })
                text.AppendLine(await MeasureAsync(server.ConnectionString, runs, textLength));
        }

        text.AppendLine();
        text.AppendLine("From one worker process to four, each with 64 runs at once (548 bytes a step), on the same server; steps per second of all together, medians of 3 rounds in turns.");
        text.AppendLine();
        text.AppendLine("| workers | steps/s | of one worker |");
        text.AppendLine("|---|---|---|");
        text.Append(await WorkersAsync(server.ConnectionString));
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Resuming a loop: in its last round the worker is stopped and started again, {Resumptions} times. *Resume*: from the start of the worker, its connections open, until the step runs again. *Load*: reading the run from the store alone.");
        text.AppendLine();
        text.AppendLine("| rounds | resume | load |");
        text.AppendLine("|---|---|---|");
        foreach (int rounds in new[] { 10, 1_000, 10_000 })
            text.AppendLine(await ResumeAsync(server.ConnectionString, rounds));
        return text.ToString();
    }

    /// <summary>What a worker process of <see cref="WorkersAsync"/> does.</summary>
    public static async Task WorkAsync(string connectionString, string schema)
    {
        await using var load = await WorkflowLoad.StartAsync(Store(connectionString, schema), 64, 450, $"p{Environment.ProcessId}-");
        await load.RunAsync(TimeSpan.FromSeconds(1));
        Console.WriteLine("ready");
        while (Console.ReadLine() is { Length: > 0 } seconds)
            Console.WriteLine((await load.RunAsync(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)))).ToString(CultureInfo.InvariantCulture));
    }

    private static PostgreSqlWorkflowStore Store(string connectionString, string schema) => new(new PostgreSqlStoreOptions { ConnectionString = connectionString, Schema = schema });

    private static string NewName() => $"bench_{Guid.NewGuid():N}";

    private static async Task<string> MeasureAsync(string connectionString, int runs, int textLength)
    {
        int bytes;
        await using (var probe = await WorkflowLoad.StartAsync(new InMemoryWorkflowStore(), 1, textLength))
            bytes = await probe.BytesPerStepAsync();
        byte[] data = new byte[bytes];
        new Random(1).NextBytes(data);
        var committed = Store(connectionString, NewName());
        await committed.InitializeAsync(default);
        ILoad[] loads =
        [
            new RawLoad(new RawPostgresInserts(connectionString, NewName()), data, runs),
            new RawLoad(new BatchedPostgresInserts(connectionString, NewName()), data, runs),
            new CommitLoad(committed, data, runs),
            await WorkflowLoad.StartAsync(Store(connectionString, NewName()), runs, textLength),
        ];
        var rates = loads.Select(static _ => new double[Rounds]).ToArray();
        foreach (var load in loads)
            await load.RunAsync(s_round);
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < loads.Length; turn++)
            {
                var i = (turn + round) % loads.Length;
                rates[i][round] = await loads[i].RunAsync(s_round);
            }
        }

        foreach (var load in loads)
            await load.DisposeAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {runs} | {bytes} | {Spread(rates[0])} | {Spread(rates[1])} | {Spread(rates[2])} | {Spread(rates[3])} | {Ratio(rates[3], rates[0])} | {Ratio(rates[3], rates[1])} | {Ratio(rates[2], rates[1])} |");
    }

    private static async Task<string> WorkersAsync(string connectionString)
    {
        const int Most = 4;
        var schema = NewName();
        await using (var store = Store(connectionString, schema))
            await store.InitializeAsync(default);
        var workers = new List<Process>();
        try
        {
            for (var i = 0; i < Most; i++)
            {
                var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
                if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
                    start.ArgumentList.Add(typeof(PostgresSection).Assembly.Location);
                foreach (var argument in new[] { "postgres-worker", connectionString, schema })
                    start.ArgumentList.Add(argument);
                workers.Add(Process.Start(start)!);
                if (await workers[i].StandardOutput.ReadLineAsync() != "ready")
                    throw new InvalidOperationException("A worker did not start.");
            }

            var rates = Enumerable.Range(0, Most).Select(static _ => new double[3]).ToArray();
            for (var round = 0; round < 3; round++)
            {
                for (var count = 1; count <= Most; count++)
                    rates[count - 1][round] = await TogetherAsync(workers.Take(count));
            }

            var text = new StringBuilder();
            for (var count = 1; count <= Most; count++)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {count} | {Spread(rates[count - 1])} | {Ratio(rates[count - 1], rates[0])} |");
            return text.ToString();
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.StandardInput.Close();
                await worker.WaitForExitAsync();
                worker.Dispose();
            }
        }
    }

    private static async Task<double> TogetherAsync(IEnumerable<Process> workers)
    {
        var rates = await Task.WhenAll(workers.Select(static async worker =>
        {
            await worker.StandardInput.WriteLineAsync("1.5");
            return double.Parse((await worker.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }));
        return rates.Sum();
    }

    private static async Task<string> ResumeAsync(string connectionString, int rounds)
    {
        var schema = NewName();
        var last = new LastRound();
        var services = LoopsSection.Worker(Store(connectionString, schema), last);
        await services.GetRequiredService<WorkflowEngine>().StartAsync();
        await services.GetRequiredService<CountingLoopClient>().StartAsync("loop", rounds);
        await last.Reached;
        var resumed = new double[Resumptions];
        for (var i = 0; i < Resumptions; i++)
        {
            await services.DisposeAsync();
            last.Forget();
            var store = Store(connectionString, schema);
            await store.InitializeAsync(default);
            await store.GetAsync("loop", default);
            var started = Stopwatch.GetTimestamp();
            services = LoopsSection.Worker(store, last);
            await services.GetRequiredService<WorkflowEngine>().StartAsync();
            await last.Reached;
            resumed[i] = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        }

        var loaded = new double[200];
        await using (var store = Store(connectionString, schema))
        {
            await store.InitializeAsync(default);
            for (var i = 0; i < loaded.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await store.LoadAsync("loop", default);
                loaded[i] = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
            }
        }

        await services.DisposeAsync();
        return string.Create(CultureInfo.InvariantCulture, $"| {rounds:#,0} | {Times(resumed)} | {Times(loaded)} |");
    }

    private static string Times(double[] nanoseconds) => $"{Benchmarks.Rounds.Scaled(Benchmarks.Rounds.Median(nanoseconds))} ({Benchmarks.Rounds.Scaled(nanoseconds.Min())} .. {Benchmarks.Rounds.Scaled(nanoseconds.Max())})";

    private static string Ratio(double[] mine, double[] other)
    {
        double[] ratios = [.. mine.Zip(other, static (m, r) => m / r)];
        return string.Create(CultureInfo.InvariantCulture, $"{Benchmarks.Rounds.Median(ratios):0.00} ({ratios.Min():0.00} .. {ratios.Max():0.00})");
    }

    private static string Spread(double[] rates) =>
        string.Create(CultureInfo.InvariantCulture, $"{Benchmarks.Rounds.Median(rates):#,0} ({rates.Min():#,0} .. {rates.Max():#,0})");
}
