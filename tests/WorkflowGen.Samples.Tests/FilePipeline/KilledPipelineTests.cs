using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests.FilePipeline;

/// <summary>The main promise: killed at any moment and started again it goes on, and nobody can tell from the report.</summary>
public sealed class KilledPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KilledPipelineTests()
    {
        var random = new Random(7);
        for (var i = 0; i < 600; i++)
        {
            var bytes = new byte[random.Next(40_000)];
            if (i % 2 == 0)
                random.NextBytes(bytes);
            else
                Array.Fill(bytes, (byte)('a' + (i % 26)));
            var path = _folder.File("in", $"{i % 7}", $"file-{i}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    [Fact]
    public async Task Killed_again_and_again_it_writes_the_same_report_and_does_nothing_twice()
    {
        var undisturbed = new PipelineRun(_folder, "undisturbed");
        await undisturbed.SucceedAsync();

        var killed = new PipelineRun(_folder, "killed");
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var kills = 0;
        for (var i = 0; i < 10; i++)
        {
            using var process = killed.Start(null, "--parallel", "8");
            await Task.Delay(random.Next(100, 600), TestContext.Current.CancellationToken);
            if (process.HasExited)
                break;
            process.Kill();
            await process.WaitAsync();
            kills++;
        }
        await killed.SucceedAsync();

        Assert.True(kills > 0, $"seed {seed}: it was never killed");
        Assert.Equal(await File.ReadAllBytesAsync(undisturbed.Report, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(killed.Report, TestContext.Current.CancellationToken));

        var executions = killed.Executions();
        Assert.Equal(
            undisturbed.Executions().Where(IsDone).Select(StepOfFile).Order(StringComparer.Ordinal),
            executions.Where(IsDone).Select(StepOfFile).Order(StringComparer.Ordinal));
        AssertNoneStartedAgainAfterItsCheckpoint(executions);
        // At most what was under way at each kill: eight files, two steps side by side.
        Assert.InRange(executions.Count - (2 * executions.Count(IsDone)), 0, kills * 16);
        Assert.Empty(Directory.GetFiles(Path.Combine(killed.Output, "temp")));
    }

    [Fact]
    public async Task Stopped_in_an_orderly_way_it_says_how_to_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "sends SIGINT");
        var run = new PipelineRun(_folder, "stopped");
        ProcessResult result;
        using (var process = run.Start(null, "--parallel", "1"))
        {
            while (!File.Exists(Path.Combine(run.Output, "executions.log")) && !process.HasExited)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            // The host listens for the signal once it runs, and the first execution says that it does.
            while (!process.HasExited && new FileInfo(Path.Combine(run.Output, "executions.log")).Length == 0)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            await ChildProcess.RunAsync("kill", ["-INT", process.Id.ToString()]);
            result = await process.WaitAsync();
        }

        Assert.True(result.ExitCode == 130, result.All);
        Assert.Contains("Run the same command again to go on.", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(run.Report));

        await run.SucceedAsync();
        var executions = run.Executions();
        // Nothing was under way when it ended: no step was begun twice.
        Assert.Equal(executions.Count(IsDone), executions.Select(line => (line[1], line[2])).Distinct().Count());
    }

    [Fact]
    public async Task A_second_one_waits_for_the_first_and_finds_its_work_done()
    {
        var run = new PipelineRun(_folder, "shared");
        using var first = run.Start();
        while (!File.Exists(Path.Combine(run.Output, "executions.log")) && !first.HasExited)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        using var second = run.Start();
        var results = new[] { await first.WaitAsync(), await second.WaitAsync() };

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.All));
        Assert.Contains("waiting for it to end", results[1].Output, StringComparison.Ordinal);
        Assert.Equal(600, run.Entries().Count);
        Assert.All(run.Executions().GroupBy(line => (line[0], line[1], line[2])), step => Assert.Single(step));
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsDone(string[] line) => line[0] == "done";

    private static string StepOfFile(string[] line) => $"{line[1]} {line[3]}";

    // A step starts only after the checkpoint of those before it.
    private static void AssertNoneStartedAgainAfterItsCheckpoint(List<string[]> executions)
    {
        var committed = new HashSet<(string Step, string Run)>();
        foreach (var line in executions.Where(line => line[0] == "start"))
        {
            var (step, run) = (line[1], line[2]);
            Assert.DoesNotContain((step, run), committed);
            if (step != "TakeFingerprint")
                committed.Add(("TakeFingerprint", run));
            if (step is "AnalyseText" or "MeasureBinary" or "Record")
                committed.Add(("Classify", run));
            if (step == "Record")
                committed.UnionWith([("AnalyseText", run), ("MeasureBinary", run), ("Compress", run)]);
        }
    }
}
