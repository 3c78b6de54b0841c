using System.IO.Compression;
using System.Text;
using WorkflowGen.Storage.Sqlite;

namespace WorkflowGen.Storage.Tests;

/// <summary>A file of format 1, as the version of WorkflowGen that knew no signals has written it: runs in five statuses, one of them held, one asked to be cancelled.</summary>
public sealed class SqliteMigrationTests : IDisposable
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
        await using var again = new SqliteWorkflowStore($"Data Source={Path}");
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

    [Fact]
    public async Task A_file_of_format_2_is_brought_up_with_its_signals()
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={Path}" };
        SqliteLocation location = SqliteLocation.From(options);
        using (var db = SqliteDatabase.Open(location))
        {
            new SqliteSchema([.. SqliteSchema.Current.Scripts.Take(2)]).Prepare(db, location);
            db.Execute("INSERT INTO definition VALUES (1, 'order', 1)");
            db.Execute("INSERT INTO run (key, id, definition, status, created_at, updated_at, wake_at, epoch, claims, claims_seq, due_at, last_signal) VALUES (1, 'r1', 1, 4, 10, 10, 20, 1, 0, 1, 20, 1)");
            db.Execute("INSERT INTO journal (run, seq, data) VALUES (1, 1, x'01')");
            db.Execute("INSERT INTO signal (run, seq, name, at, data) VALUES (1, 1, 'Approval', 15, x'02')");
        }

        await using var store = new SqliteWorkflowStore(options);
        await store.InitializeAsync(default);

        var run = (await store.LoadAsync("r1", default))!;
        Assert.Equal(("Approval", RunHead.DefaultQueue, 1L), (Assert.Single(run.Signals).Name, run.Head.Queue, run.Head.LastSequence));
        Assert.Equal(new DateTimeOffset(20, TimeSpan.Zero), await store.NextDueAsync(new DateTimeOffset(5, TimeSpan.Zero), null, [RunHead.DefaultQueue], default));
        Assert.Single(await store.ClaimAsync(new ClaimRequest { Owner = "w", Now = s_t0, LeaseUntil = s_t0.AddSeconds(9), Limit = 10, Queues = [RunHead.DefaultQueue] }, default));
    }

    private string Path => _folder.File("store.db");

    private async Task<SqliteWorkflowStore> Open()
    {
        await using (var packed = new GZipStream(typeof(SqliteMigrationTests).Assembly.GetManifestResourceStream("version1.db.gz")!, CompressionMode.Decompress))
        await using (var file = File.Create(Path))
            await packed.CopyToAsync(file);
        var store = new SqliteWorkflowStore($"Data Source={Path}");
        await store.InitializeAsync(default);
        return store;
    }
}
