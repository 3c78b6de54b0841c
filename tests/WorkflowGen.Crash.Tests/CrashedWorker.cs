using WorkflowGen.Storage;
using WorkflowGen.Storage.Sqlite;
using WorkflowGen.TestSupport;

namespace WorkflowGen.Crash.Tests;

/// <summary>One store, one ledger, and a worker process on them that is killed again and again.</summary>
internal sealed class CrashedWorker(int runs) : IDisposable
{
    private static readonly string Program = Repository.Output("tests/WorkflowGen.Crash.Worker");

    private readonly TemporaryFolder _folder = new();

    public ChildProcess Start(long crashAt = 0) =>
        ChildProcess.Start("dotnet", [Program, _folder.Path, runs.ToString()], environment: new Dictionary<string, string?>
        {
            ["WORKFLOWGEN_CRASH_AT"] = crashAt.ToString(),
            // The processes live for a moment: quick to start is all that counts.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_gcServer"] = "0",
        });

    /// <returns>The number of crash points that were passed, or null: it was killed.</returns>
    public async Task<long?> RunAsync(long crashAt = 0)
    {
        using var worker = Start(crashAt);
        var result = await worker.WaitAsync(TimeSpan.FromSeconds(60));
        if (result.ExitCode == 137)
            return null;
        Assert.True(result.ExitCode == 0, result.All);
        return long.Parse(result.Output.Split("passed ")[1]);
    }

    /// <summary>After a process that got to its end: compares what was acknowledged on the way with what the store holds.</summary>
    public async Task AssertNothingWasLostAndNothingDoneTwiceAsync()
    {
        var ledger = File.ReadAllLines(_folder.File("ledger")).Select(line => line.Split(' ')).ToList();
        await using var store = new SqliteWorkflowStore($"Data Source={_folder.File("runs.db")}");
        await store.InitializeAsync(CancellationToken.None);

        var completed = ledger.Where(l => l[0] == "completed").ToLookup(l => l[1], l => l[2]);
        for (var i = 1; i <= runs; i++)
        {
            var id = $"run-{i}";
            var head = await store.GetAsync(id, CancellationToken.None);
            Assert.Equal(RunStatus.Completed, head?.Status);
            Assert.All(completed[id], value => Assert.Equal((5 * i).ToString(), value));
            Assert.NotEmpty(completed[id]);
        }
        Assert.All(ledger.Where(l => l[0] == "started"), l => Assert.Contains(l[1], completed.Select(c => c.Key)));

        foreach (var run in ledger.Where(l => l[0] == "entry").GroupBy(l => l[1]))
        {
            var history = new Dictionary<long, string>();
            await foreach (var entry in store.ReadHistoryAsync(run.Key, CancellationToken.None))
                history.Add(entry.Sequence, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(entry.Data.Span)));
            Assert.All(run, l => Assert.Equal(l[3], history.GetValueOrDefault(long.Parse(l[2]))));
        }

        AssertEffects(ledger);
    }

    // A step starts only when those before it are committed: once one of its successors has had an effect, it must have none any more.
    private static readonly Dictionary<string, string[]> Predecessors = new()
    {
        ["Prepare"] = [],
        ["GoLeft"] = ["Prepare"],
        ["GoRight"] = ["Prepare"],
        ["Aside"] = ["Prepare", "GoRight"],
        ["Join"] = ["Prepare", "GoLeft", "GoRight", "Aside"],
    };

    private void AssertEffects(List<string[]> ledger)
    {
        for (var i = 1; i <= runs; i++)
        {
            var id = $"run-{i}";
            var committed = new HashSet<string>();
            var seen = new HashSet<string>();
            var seenInThisProcess = new HashSet<string>();
            var leftAttempt = 0;
            foreach (var line in ledger)
            {
                if (line[0] == "process")
                    seenInThisProcess.Clear();
                if (line is ["completed", _, _] && line[1] == id)
                    committed.UnionWith(Predecessors.Keys);
                if (line[0] != "effect" || line[1] != id)
                    continue;

                var (step, attempt) = (line[2], int.Parse(line[3]));
                Assert.False(committed.Contains(step), $"{id}: '{step}' ran again after its checkpoint");
                Assert.True(seenInThisProcess.Add($"{step}/{attempt}"), $"{id}: '{step}' ran twice in one process");
                if (step == "GoLeft")
                {
                    Assert.True(attempt >= leftAttempt, $"{id}: attempt {attempt} after attempt {leftAttempt}");
                    leftAttempt = attempt;
                }
                else
                {
                    Assert.Equal(1, attempt);
                }
                committed.UnionWith(Predecessors[step]);
                seen.Add(step);
            }
            Assert.Equal(2, leftAttempt);
            Assert.Equal(i % 2 == 1 ? 5 : 4, seen.Count);
        }
    }

    public void Dispose() => _folder.Dispose();
}
