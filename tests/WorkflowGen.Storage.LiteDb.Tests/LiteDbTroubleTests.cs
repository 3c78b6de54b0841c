using System.Diagnostics;
using LiteDB;
using LiteDB.Engine;
using WorkflowGen.Storage.Tests;

namespace WorkflowGen.Storage.LiteDb.Tests;

/// <summary>Files that are not as they should be: each is refused with a message that names it, and left as it was.</summary>
public sealed class LiteDbTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("store.litedb");

    private string Log => _folder.File("store-log.litedb");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("Filename=")]
    [InlineData(":memory:")]
    [InlineData(":temp:")]
    [InlineData("Filename=x.db;Password=secret")]
    [InlineData("Filename=x.db;ReadOnly=true")]
    [InlineData("Filename=x.db;Connection=shared")]
    public void A_connection_string_that_names_no_file_is_refused(string connectionString) =>
        Assert.ThrowsAny<ArgumentException>(() => new LiteDbWorkflowStore(connectionString));

    [Fact]
    public async Task A_folder_is_no_store() => await Refused(_folder.Path, StoreFailure.NotAStore);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(8192)]
    [InlineData(100_000)]
    public async Task A_file_of_something_else_is_no_store(int size)
    {
        byte[] other = new byte[size];
        new Random(size).NextBytes(other);
        await UnchangedAndRefused(other, StoreFailure.NotAStore);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_store()
    {
        System.IO.File.WriteAllBytes(File, []);
        await using var store = await Opened();
        await Create(store, "r1");
    }

    [Fact]
    public async Task A_database_of_another_application_is_no_store()
    {
        using (var database = new LiteDatabase(new ConnectionString { Filename = File, Collation = Collation.Binary }))
            database.GetCollection("customers").Insert(new BsonDocument { ["name"] = "Ada" });
        await UnchangedAndRefused(System.IO.File.ReadAllBytes(File), StoreFailure.NotAStore);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        await using (var store = await Opened())
            await Create(store, "r1");
        using (var engine = new LiteEngine(File))
            engine.Update("store", [new BsonDocument { ["_id"] = "format", ["application"] = "WorkflowGen", ["version"] = 1000 }]);
        await UnchangedAndRefused(System.IO.File.ReadAllBytes(File), StoreFailure.NewerFormat);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-8192)]
    [InlineData(8192)]
    [InlineData(20_000)]
    public async Task A_file_that_was_cut_short_is_damaged(int length)
    {
        await using (var store = await Opened())
        {
            for (int i = 0; i < 50; i++)
                await Create(store, $"r{i}", 2000);
        }

        byte[] whole = System.IO.File.ReadAllBytes(File);
        await UnchangedAndRefused(whole[..(length < 0 ? whole.Length + length : length)], StoreFailure.Corrupt);
    }

    [Fact]
    public async Task A_log_without_its_file_is_damage()
    {
        System.IO.File.WriteAllBytes(Log, new byte[8192]);
        await Refused(File, StoreFailure.Corrupt);
    }

    [Fact]
    public async Task A_second_store_on_the_file_is_refused()
    {
        await using var store = await Opened();
        await Refused(File, StoreFailure.Locked);
        await Create(store, "r1");
    }

    [Fact]
    public async Task What_a_crash_has_left_of_a_creation_is_replaced()
    {
        System.IO.File.WriteAllText(File + ".new", "half");
        System.IO.File.WriteAllText(File + ".new-log", "half");
        await using (var store = await Opened())
            await Create(store, "r1");
        Assert.False(System.IO.File.Exists(File + ".new"));
    }

    [Fact]
    public async Task The_log_starts_over_at_four_megabytes()
    {
        await using var store = await Opened();
        for (int i = 0; i < 30; i++)
        {
            await Create(store, $"r{i}", 1_000_000);
            Assert.InRange(new FileInfo(Log).Length, 0, 8 * 1024 * 1024);
        }
    }

    [Fact]
    public async Task An_entry_that_no_document_holds_is_refused()
    {
        await using var store = await Opened();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Create(store, "r1", LiteDbWorkflowStore.MaxEntrySize + 1));
        await Create(store, "r2", LiteDbWorkflowStore.MaxEntrySize);
        Assert.Equal(LiteDbWorkflowStore.MaxEntrySize, (await store.LoadAsync("r2", default))!.Entries[0].Data.Length);
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_and_the_store_goes_on_when_there_is_room()
    {
        string mount = _folder.File("small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=3m", "none", mount), "needs the right to mount a small file system");
        try
        {
            string ballast = Path.Combine(mount, "ballast");
            System.IO.File.WriteAllBytes(ballast, new byte[1_500_000]);
            await using var store = new LiteDbWorkflowStore(Path.Combine(mount, "store.litedb"));
            await store.InitializeAsync(default);
            int created = 0;
            StoreException? full = null;
            while (full is null && created < 10_000)
            {
                try
                {
                    await Create(store, $"r{created}", 3000);
                    created++;
                }
                catch (StoreException e)
                {
                    full = e;
                }
            }

            Assert.True(full!.Failure == StoreFailure.DiskFull, full.ToString());
            System.IO.File.Delete(ballast);
            // The one that met the full disk may have been written: it is asked for again, as a caller would.
            await store.CreateAsync(New($"r{created}", 3000), default);
            for (int i = 0; i < 10; i++)
                await Create(store, $"after{i}", 3000);
            Assert.Equal(created + 11, (await store.CountAsync(default))[RunStatus.Pending]);
            Assert.Equal(1, (await store.LoadAsync($"r{created - 1}", default))!.Head.LastSequence);
        }
        finally
        {
            Run("umount", mount);
        }
    }

    private async Task<LiteDbWorkflowStore> Opened()
    {
        var store = new LiteDbWorkflowStore(File);
        await store.InitializeAsync(default);
        return store;
    }

    private static NewRun New(string id, int size) => new() { RunId = id, Workflow = "w", Version = 1, CreatedAt = DateTimeOffset.UnixEpoch, Entries = [new JournalEntry(1, new byte[size])] };

    private static async Task Create(IWorkflowStore store, string id, int size = 100) => Assert.True((await store.CreateAsync(New(id, size), default)).Created);

    private static async Task Refused(string path, StoreFailure failure)
    {
        await using var store = new LiteDbWorkflowStore(path);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.InitializeAsync(default));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.True(e.Failure == failure, e.ToString());
    }

    private async Task UnchangedAndRefused(byte[] content, StoreFailure failure)
    {
        System.IO.File.WriteAllBytes(File, content);
        await Refused(File, failure);
        Assert.Equal(content, System.IO.File.ReadAllBytes(File));
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
