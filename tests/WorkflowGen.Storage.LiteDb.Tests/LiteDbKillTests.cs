using System.Diagnostics;
using WorkflowGen.Storage.Tests;

namespace WorkflowGen.Storage.LiteDb.Tests;

/// <summary>A child process (this assembly, running one explicit test) that writes without end, killed at random times.</summary>
public sealed class LiteDbKillTests : IDisposable
{
    private const string FolderVariable = "WORKFLOWGEN_KILL_FOLDER";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        var random = new Random(7);
        int acknowledgedInAll = 0;
        for (int kill = 0; kill < 12; kill++)
        {
            string log = _folder.File($"acknowledged-{kill}");
            using (var child = Start(kill))
            {
                while (!File.Exists(log) && !child.HasExited)
                    await Task.Delay(20, TestContext.Current.CancellationToken);
                await Task.Delay(random.Next(0, 150), TestContext.Current.CancellationToken);
                child.Kill();
                await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            await using var store = new LiteDbWorkflowStore(_folder.File("store.litedb"));
            await store.InitializeAsync(default);
            foreach (string line in WholeLines(log))
            {
                string[] parts = line.Split(' ');
                var run = await store.LoadAsync(parts[0], default);
                Assert.True(run?.Head.LastSequence >= long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), line);
                Assert.Equal(run.Head.LastSequence, run.Entries.Count);
                acknowledgedInAll++;
            }
        }

        Assert.InRange(acknowledgedInAll, 100, int.MaxValue);
    }

    [Fact(Explicit = true)]
    public async Task Write_until_killed()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "only as a child process");
        string kill = Environment.GetEnvironmentVariable(FolderVariable + "_KILL")!;
        await using var store = new LiteDbWorkflowStore(Path.Combine(folder!, "store.litedb"));
        await store.InitializeAsync(default);
        await using var log = new FileStream(Path.Combine(folder!, $"acknowledged-{kill}"), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; ; i++)
            {
                string id = $"k{kill}-{writer}-{i}";
                await store.CreateAsync(new NewRun { RunId = id, Workflow = "w", Version = 1, CreatedAt = DateTimeOffset.UnixEpoch, Entries = [new JournalEntry(1, new byte[500])], Owner = "w", LeaseUntil = DateTimeOffset.MaxValue }, default);
                for (int n = 1; n < 5; n++)
                {
                    await store.CommitAsync(new RunCommit { RunId = id, Epoch = 1, ExpectedSequence = n, Entries = [new JournalEntry(n + 1, new byte[500])] }, default);
                    lock (gate)
                        log.Write(System.Text.Encoding.ASCII.GetBytes($"{id} {n + 1}\n"));
                }
            }
        })));
    }

    private Process Start(int kill)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(LiteDbKillTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(LiteDbKillTests).FullName}.{nameof(Write_until_killed)}"])
        {
            RedirectStandardOutput = true,
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start = new ProcessStartInfo(start.FileName, start.ArgumentList.Skip(2)) { RedirectStandardOutput = true };
        start.Environment[FolderVariable] = _folder.Path;
        start.Environment[FolderVariable + "_KILL"] = $"{kill}";
        return Process.Start(start)!;
    }

    private static IEnumerable<string> WholeLines(string path)
    {
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
