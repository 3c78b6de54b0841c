using WorkflowGen.Storage.Tests;

namespace WorkflowGen.Storage.LiteDb.Tests;

/// <summary>
/// The store on a disk whose power fails at any operation, checkpoints included, and of which any subset of the unsynced sectors survives. Whatever was acknowledged is there when it is opened again, and it
/// goes on working, through another power cut.
/// </summary>
public sealed class LiteDbPowerCutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_in_power_cuts()
    {
        await CreateEmpty();
        byte[] empty = File.ReadAllBytes(_folder.File("store.litedb"));
        int cuts = 0, acknowledgedInAll = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            byte[] data = empty, log = [];
            var acknowledged = new Dictionary<string, long>();
            for (int life = 0; life < 3; life++)
            {
                var disk = new PowerCutDisk((seed * 10) + life, cutAt: new Random(seed + life).Next(1, 160));
                IRawFile? dataFile = null, logFile = null;
                byte[] dataBefore = data, logBefore = log;
                var database = new LiteDbRunDatabase(
                    new LiteDbFiles(_folder.File("store.litedb")),
                    (path, _) => path.Contains("-log", StringComparison.Ordinal) ? logFile = disk.Create(logBefore) : dataFile = disk.Create(dataBefore));
                await using (var store = new LiteDbWorkflowStore(database))
                    await WorkUntilCut(store, acknowledged, seed, life);
                if (!disk.IsCut)
                    continue;
                cuts++;
                data = dataFile is null ? data : disk.AfterPowerLoss(dataFile);
                log = logFile is null ? log : disk.AfterPowerLoss(logFile);
            }

            acknowledgedInAll += acknowledged.Count;
            await AllAreThere(data, log, acknowledged, seed);
        }

        Assert.InRange(cuts, 200, int.MaxValue);
        Assert.InRange(acknowledgedInAll, 500, int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"{cuts} power cuts, {acknowledgedInAll} acknowledged runs");
    }

    private static async Task WorkUntilCut(LiteDbWorkflowStore store, Dictionary<string, long> acknowledged, int seed, int life)
    {
        var random = new Random(seed);
        try
        {
            await store.InitializeAsync(default);
            foreach (var (id, sequence) in acknowledged)
                Assert.True((await store.GetAsync(id, default))?.LastSequence >= sequence, $"{id} of {sequence}, seed {seed}, life {life}");
            for (int i = 0; i < 30; i++)
            {
                string id = $"r{life}-{i}";
                var created = await store.CreateAsync(new NewRun { RunId = id, Workflow = "w", Version = 1, CreatedAt = DateTimeOffset.UnixEpoch, Entries = [Entry(1, random)], Owner = "w", LeaseUntil = DateTimeOffset.MaxValue }, default);
                acknowledged[id] = created.Head.LastSequence;
                for (int n = 1; n < 4; n++)
                {
                    await store.CommitAsync(new RunCommit { RunId = id, Epoch = 1, ExpectedSequence = n, Entries = [Entry(n + 1, random)], Snapshot = Entry(n, random) }, default);
                    acknowledged[id] = n + 1;
                }
            }
        }
        catch (StoreException e)
        {
            Assert.True(e.Failure == StoreFailure.Unavailable, e.ToString());
        }
    }

    private async Task AllAreThere(byte[] data, byte[] log, Dictionary<string, long> acknowledged, int seed)
    {
        var disk = new PowerCutDisk(0, int.MaxValue);
        var database = new LiteDbRunDatabase(new LiteDbFiles(_folder.File("store.litedb")), (path, _) => disk.Create(path.Contains("-log", StringComparison.Ordinal) ? log : data));
        await using var store = new LiteDbWorkflowStore(database);
        await store.InitializeAsync(default);
        foreach (var (id, sequence) in acknowledged)
        {
            var run = await store.LoadAsync(id, default);
            Assert.True(run?.Head.LastSequence >= sequence, $"{id} of {sequence}, seed {seed}");
            Assert.Equal(run.Head.LastSequence - (run.Snapshot?.Sequence ?? 0), run.Entries.Count);
        }
    }

    private async Task CreateEmpty()
    {
        await using var store = new LiteDbWorkflowStore(_folder.File("store.litedb"));
        await store.InitializeAsync(default);
    }

    private static JournalEntry Entry(long sequence, Random random) => new(sequence, new byte[random.Next(100, 20_000)]);
}
