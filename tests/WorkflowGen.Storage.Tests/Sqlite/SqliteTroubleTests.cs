using System.Diagnostics;
using Microsoft.Data.Sqlite;
using WorkflowGen.Storage.Sqlite;

namespace WorkflowGen.Storage.Tests;

/// <summary>Files that are not as they should be: each is refused with a message that names it, and left as it was.</summary>
public sealed class SqliteTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=")]
    [InlineData("Data Source= ")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x.db;Mode=Memory")]
    [InlineData("Data Source=x.db;Mode=ReadOnly")]
    [InlineData("Data Source=file:x.db")]
    [InlineData("orders.db")]
    public void A_connection_string_that_names_no_file_is_refused(string connectionString) =>
        Assert.ThrowsAny<ArgumentException>(() => new SqliteWorkflowStore(connectionString));

    [Fact]
    public void A_bare_file_name_is_told_what_a_connection_string_looks_like()
    {
        var refused = Assert.Throws<ArgumentException>(() => new SqliteWorkflowStore("orders.db"));
        Assert.Contains("'orders.db' is not a connection string", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Data Source=", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_store() => await Refused(_folder.Path, StoreFailure.NotAStore);

    [Fact]
    public async Task A_missing_folder_is_created()
    {
        await using var store = Open("a/b/c/store.db");
        await store.InitializeAsync(default);
        Assert.True(File.Exists(_folder.File("a/b/c/store.db")));
    }

    [Fact]
    public async Task A_file_where_the_folder_should_be_is_told()
    {
        File.WriteAllText(_folder.File("file"), "x");
        await Refused(_folder.File("file/store.db"), StoreFailure.ReadOnly);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_store()
    {
        File.WriteAllBytes(_folder.File("store.db"), []);
        await using var store = await Opened("store.db");
        await Create(store, "r1");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(100_000)]
    public async Task A_file_of_something_else_is_no_store(int size)
    {
        byte[] other = new byte[size];
        new Random(size).NextBytes(other);
        await UnchangedAndRefused(other, StoreFailure.NotAStore);
    }

    [Fact]
    public async Task A_database_of_another_application_is_no_store()
    {
        Sql("store.db", "CREATE TABLE customers (id INTEGER)");
        byte[] before = File.ReadAllBytes(_folder.File("store.db"));
        await UnchangedAndRefused(before, StoreFailure.NotAStore);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        await using (var store = await Opened("store.db"))
            await Create(store, "r1");
        Sql("store.db", $"PRAGMA user_version = {SqliteSchema.Current.Scripts.Count + 1}");

        var e = await Refused(_folder.File("store.db"), StoreFailure.NewerFormat);

        Assert.Contains($"format {SqliteSchema.Current.Scripts.Count + 1}", e.Message, StringComparison.Ordinal);
        Sql("store.db", $"PRAGMA user_version = {SqliteSchema.Current.Scripts.Count}");
        await using var again = await Opened("store.db");
        Assert.NotNull(await again.GetAsync("r1", default));
    }

    [Fact]
    public async Task A_store_of_an_older_version_is_brought_up_in_place()
    {
        await using (var store = await Opened("store.db"))
            await Create(store, "r1");
        var newer = new SqliteSchema([.. SqliteSchema.Current.Scripts, "ALTER TABLE run ADD COLUMN colour TEXT; CREATE TABLE more (id INTEGER);"]);

        await using (var store = new SqliteWorkflowStore(Options("store.db"), newer))
        {
            await store.InitializeAsync(default);
            Assert.NotNull(await store.GetAsync("r1", default));
            await Create(store, "r2");
        }

        Assert.Equal(newer.Scripts.Count, Query("store.db", "PRAGMA user_version"));
        await Refused(_folder.File("store.db"), StoreFailure.NewerFormat);
    }

    [Fact]
    public async Task A_migration_that_fails_changes_nothing()
    {
        await using (var store = await Opened("store.db"))
            await Create(store, "r1");
        var broken = new SqliteSchema([.. SqliteSchema.Current.Scripts, "CREATE TABLE more (id INTEGER); CREATE TABLE run (id INTEGER);"]);

        await using (var store = new SqliteWorkflowStore(Options("store.db"), broken))
            await Assert.ThrowsAsync<StoreException>(async () => await store.InitializeAsync(default));

        await using var again = await Opened("store.db");
        Assert.NotNull(await again.GetAsync("r1", default));
        Assert.Equal(0L, Query("store.db", "SELECT count(*) FROM sqlite_master WHERE name = 'more'"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(600)]
    [InlineData(5000)]
    [InlineData(-1)]
    [InlineData(-4096)]
    public async Task A_file_that_was_cut_short_is_damaged(int length)
    {
        await using (var store = await Opened("store.db"))
        {
            for (int i = 0; i < 50; i++)
                await Create(store, $"r{i}");
        }

        byte[] whole = File.ReadAllBytes(_folder.File("store.db"));
        await UnchangedAndRefused(whole[..(length < 0 ? whole.Length + length : length)], StoreFailure.Corrupt);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_structure_is_damage_and_one_in_the_header_too()
    {
        await using (var store = await Opened("store.db"))
        {
            for (int i = 0; i < 200; i++)
                await Create(store, $"r{i}");
        }

        byte[] whole = File.ReadAllBytes(_folder.File("store.db"));
        var random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 40; i++)
        {
            // The first bytes of a page say what kind it is, how many cells it has and where they are.
            byte[] damaged = (byte[])whole.Clone();
            damaged[(random.Next(1, whole.Length / 4096) * 4096) + random.Next(0, 8)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder.File("store.db"), damaged);
            await using var store = Open("store.db");
            try
            {
                await store.InitializeAsync(default);
            }
            catch (StoreException e) when (e.Failure == StoreFailure.Corrupt)
            {
                refused++;
            }
        }

        // A few flips change nothing that means anything (a count of free bytes, for one).
        Assert.InRange(refused, 30, 40);
        whole[3] ^= 1;
        await UnchangedAndRefused(whole, StoreFailure.NotAStore);
    }

    [Fact]
    public async Task A_row_that_cannot_be_is_damage()
    {
        await using (var store = await Opened("store.db"))
        {
            await Create(store, "r1");
            await Create(store, "r2");
            await Create(store, "r3");
        }

        Sql("store.db", "UPDATE run SET status = 77 WHERE id = 'r1'; UPDATE run SET created_at = -5 WHERE id = 'r2'; DELETE FROM journal WHERE run = 3 AND seq = 1");
        await using var damaged = await Opened("store.db");

        await Corrupt("r1", async () => await damaged.GetAsync("r1", default));
        await Corrupt("r2", async () => await damaged.LoadAsync("r2", default));
        await Corrupt("r3", async () => await damaged.LoadAsync("r3", default));
        await Corrupt("r3", async () => await damaged.ReadHistoryAsync("r3", default).GetAsyncEnumerator().MoveNextAsync());

        async Task Corrupt(string run, Func<Task> read)
        {
            var e = await Assert.ThrowsAsync<StoreException>(read);
            Assert.Equal(StoreFailure.Corrupt, e.Failure);
            Assert.Contains(run, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_store_that_another_holds_exclusively_is_locked()
    {
        await using (var store = await Opened("store.db"))
            await Create(store, "r1");
        using (var other = new SqliteConnection($"Data Source={_folder.File("store.db")};Pooling=False"))
        {
            other.Open();
            Run(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

            long started = Stopwatch.GetTimestamp();
            await Refused(_folder.File("store.db"), StoreFailure.Locked);
            // It waited; not to the millisecond, as SQLite adds up its naps by its own count.
            Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(100));
        }

        await using var again = await Opened("store.db");
        Assert.NotNull(await again.GetAsync("r1", default));
    }

    [Fact]
    public async Task A_writer_that_is_in_the_way_is_waited_for_and_then_told_of()
    {
        await using var store = await Opened("store.db");
        await Create(store, "r1");
        using var other = new SqliteConnection($"Data Source={_folder.File("store.db")};Pooling=False");
        other.Open();
        Run(other, "BEGIN IMMEDIATE");

        var e = await Assert.ThrowsAsync<StoreException>(async () => await Create(store, "r2"));
        Assert.Equal(StoreFailure.Locked, e.Failure);
        Assert.NotNull(await store.GetAsync("r1", default));

        Run(other, "ROLLBACK");
        await Create(store, "r2");
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_and_the_store_goes_on_when_there_is_room()
    {
        string mount = _folder.File("small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=3m", "none", mount), "needs the right to mount a small file system");
        try
        {
            string ballast = Path.Combine(mount, "ballast");
            File.WriteAllBytes(ballast, new byte[1700 * 1024]);
            await using var store = await Opened("small/store.db");
            int created = 0;
            StoreException? full = null;
            while (full is null && created < 10_000)
            {
                try
                {
                    await Create(store, $"r{created}", size: 3000);
                    created++;
                }
                catch (StoreException e)
                {
                    full = e;
                }
            }

            Assert.Equal(StoreFailure.DiskFull, full!.Failure);
            Assert.Contains("store.db", full.Message, StringComparison.Ordinal);
            Assert.Equal(StoreFailure.DiskFull, (await Assert.ThrowsAsync<StoreException>(async () => await Create(store, "again", size: 3000))).Failure);
            Assert.Equal(created, (await store.CountAsync(default))[RunStatus.Pending]);

            File.Delete(ballast);
            for (int i = 0; i < 20; i++)
                await Create(store, $"after{i}", size: 3000);
            Assert.Equal(created + 20, (await store.CountAsync(default))[RunStatus.Pending]);
            Assert.Equal(1, (await store.LoadAsync($"r{created - 1}", default))!.Head.LastSequence);
        }
        finally
        {
            Run("umount", mount);
        }
    }

    [Fact]
    public async Task A_read_only_place_is_told()
    {
        string mount = _folder.File("sealed");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=4m", "none", mount), "needs the right to mount a small file system");
        try
        {
            await using (var store = await Opened("sealed/store.db"))
                await Create(store, "r1");
            Assert.True(Mount("-o", "remount,ro", mount));

            await Refused(Path.Combine(mount, "store.db"), StoreFailure.ReadOnly);
            await Refused(Path.Combine(mount, "new.db"), StoreFailure.ReadOnly);
            await Refused(Path.Combine(mount, "folder/new.db"), StoreFailure.ReadOnly);
        }
        finally
        {
            Run("umount", mount);
        }
    }

    [Fact]
    public async Task The_log_does_not_grow_without_bound()
    {
        await using var store = await Opened("store.db");
        for (int i = 0; i < 60; i++)
            await Create(store, $"r{i}", size: 1024 * 1024);

        // 60 MB went through it; a checkpoint comes every 16.
        Assert.InRange(new FileInfo(_folder.File("store.db-wal")).Length, 1, 40 * 1024 * 1024);
    }

    [Fact]
    public async Task A_store_that_is_written_to_a_lot_gets_a_log_of_full_length_at_once_and_nothing_in_the_file()
    {
        await using (var store = await Opened("store.db"))
        {
            for (int i = 0; i < 40; i++)
                await Create(store, $"r{i}");
            Assert.InRange(new FileInfo(_folder.File("store.db-wal")).Length, 15 * 1024 * 1024, 20 * 1024 * 1024);
            Assert.Equal(40, (await store.CountAsync(default))[RunStatus.Pending]);
            Assert.Null((await store.LoadAsync("r39", default))!.Snapshot);
        }

        Assert.InRange(new FileInfo(_folder.File("store.db")).Length, 1, 512 * 1024);
    }

    [Fact]
    public async Task Closing_folds_the_log_into_the_file()
    {
        await using (var store = await Opened("store.db"))
        {
            await Create(store, "r1");
            await store.GetAsync("r1", default);
            Assert.True(File.Exists(_folder.File("store.db-wal")));
        }

        Assert.Equal(["store.db"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_weaker_durability_is_a_choice()
    {
        var options = Options("store.db");
        options.Durability = SqliteDurability.Normal;
        await using var store = new SqliteWorkflowStore(options);
        await store.InitializeAsync(default);
        await Create(store, "r1");
        Assert.NotNull(await store.GetAsync("r1", default));
    }

    private SqliteStoreOptions Options(string name) => new() { ConnectionString = $"Data Source={_folder.File(name)}", BusyTimeout = TimeSpan.FromMilliseconds(300) };

    private SqliteWorkflowStore Open(string name) => new(Options(name));

    private async Task<SqliteWorkflowStore> Opened(string name)
    {
        var store = Open(name);
        await store.InitializeAsync(default);
        return store;
    }

    private static async Task Create(IWorkflowStore store, string id, int size = 100)
    {
        var run = new NewRun { RunId = id, Workflow = "w", Version = 1, CreatedAt = DateTimeOffset.UnixEpoch, Entries = [new JournalEntry(1, new byte[size])] };
        Assert.True((await store.CreateAsync(run, default)).Created);
    }

    private static async Task<StoreException> Refused(string path, StoreFailure failure)
    {
        await using var store = new SqliteWorkflowStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}", BusyTimeout = TimeSpan.FromMilliseconds(300) });
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.InitializeAsync(default));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.True(e.Failure == failure, $"{e.Failure}: {e.Message}");
        return e;
    }

    private async Task UnchangedAndRefused(byte[] content, StoreFailure failure)
    {
        string path = _folder.File("store.db");
        File.WriteAllBytes(path, content);
        await Refused(path, failure);
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.False(File.Exists(path + "-journal"));
    }

    private void Sql(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(name)};Pooling=False");
        connection.Open();
        Run(connection, sql);
    }

    private long Query(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(name)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

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
