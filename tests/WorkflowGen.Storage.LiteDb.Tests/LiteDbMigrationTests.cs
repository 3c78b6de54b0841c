using System.IO.Compression;
using System.Text;
using WorkflowGen.Storage.Tests;

namespace WorkflowGen.Storage.LiteDb.Tests;

/// <summary>A file of format 1, as the version of WorkflowGen that knew no signals has written it: runs in five statuses, one of them held, one asked to be cancelled.</summary>
public sealed class LiteDbMigrationTests : IDisposable
{
    private static readonly DateTimeOffset s_t0 = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_format_1_is_brought_up_with_all_its_runs()
    {
        await using (var store = await Open())
        {
            var runs = (await store.ListAsync(new RunQuery(), default)).Runs;
            Assert.Equal(["pending Pending 1", "completed Completed 3", "parked Parked 3", "waiting Suspended 3", "held Running 3"], runs.Select(r => $"{r.RunId} {r.Status} {r.LastSequence}"));
            Assert.All(runs, r => Assert.Equal((0L, null), (r.LastSignal, r.Parent)));
            Assert.All(runs, r => Assert.Equal((RunHead.DefaultQueue, 0, ""), (r.Queue, r.Priority, r.Tenant)));
            Assert.Equal("by hand", runs[2].Reason);
            Assert.Equal(s_t0.AddSeconds(8), runs[3].CancelRequestedAt);
            var held = (await store.LoadAsync("held", default))!;
            Assert.Equal("snapshot", Encoding.UTF8.GetString(held.Snapshot!.Value.Data.Span));
            Assert.Equal(3, Assert.Single(held.Entries).Sequence);
            Assert.Empty(held.Signals);
        }

        // The second time there is nothing to bring up.
        await using var again = new LiteDbWorkflowStore($"Filename={StorePath}");
        await again.InitializeAsync(default);
        Assert.Equal(5, (await again.ListAsync(new RunQuery(), default)).Runs.Count);
    }

    [Fact]
    public async Task Runs_of_format_1_wait_in_lanes_and_schedules_lie_beside_them()
    {
        await using var store = await Open();
        await store.CreateAsync(new NewRun { RunId = "urgent", Workflow = "billing", Version = 1, CreatedAt = s_t0.AddSeconds(50), Entries = [new JournalEntry(1, new byte[1])], Queue = "gpu", Priority = 5, Tenant = "t" }, default);
        var request = new ClaimRequest { Owner = "w", Now = s_t0.AddSeconds(1000), LeaseUntil = s_t0.AddSeconds(2000), Limit = 10 };

        var claimed = (await store.ClaimAsync(request, default)).Select(r => r.RunId).ToArray();

        Assert.Equal("urgent", claimed[0]);
        Assert.Equal(["held", "pending", "waiting"], claimed[1..].Order(StringComparer.Ordinal));
        Assert.Equal(1, await store.CommitScheduleAsync(new ScheduleCommit { Name = "nightly", ExpectedRevision = 0, State = new byte[] { 1 } }, default));
        Assert.Equal(1, (await store.GetScheduleAsync("nightly", default))!.Revision);
    }

    [Fact]
    public async Task Runs_of_format_1_go_on_with_what_format_2_has()
    {
        await using var store = await Open();
        var signal = new RunSignal { RunId = "waiting", Name = "Approval", Key = "k", At = s_t0.AddSeconds(9), Payload = "1"u8.ToArray() };

        Assert.Equal(PutSignalResult.Accepted, await store.PutSignalAsync(signal, default));
        Assert.Equal(PutSignalResult.Duplicate, await store.PutSignalAsync(signal, default));
        Assert.Equal(PutSignalResult.Ended, await store.PutSignalAsync(signal with { RunId = "completed" }, default));
        Assert.Single((await store.LoadAsync("waiting", default))!.Signals);
        var child = new NewRun { RunId = "child", Workflow = "billing", Version = 1, CreatedAt = s_t0, Entries = [new JournalEntry(1, new byte[1])], Parent = new RunParent("held", "Bill#1") };
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(new RunCommit { RunId = "held", Epoch = 1, ExpectedSequence = 3, Entries = [], Starts = [child] }, default));
        Assert.Equal(child.Parent, (await store.GetAsync("child", default))!.Parent);
        Assert.Equal(1, await store.DeleteEndedAsync(s_t0.AddSeconds(100), 10, default));
    }

    private string StorePath => _folder.File("store.litedb");

    private async Task<LiteDbWorkflowStore> Open()
    {
        await using (var packed = new GZipStream(typeof(LiteDbMigrationTests).Assembly.GetManifestResourceStream("version1.litedb.gz")!, CompressionMode.Decompress))
        await using (var file = File.Create(StorePath))
            await packed.CopyToAsync(file);
        var store = new LiteDbWorkflowStore($"Filename={StorePath}");
        await store.InitializeAsync(default);
        return store;
    }
}
