using System.Collections.Concurrent;
using WorkflowGen.Tests;
using static WorkflowGen.Storage.PostgreSql.Tests.TestRuns;

namespace WorkflowGen.Storage.PostgreSql.Tests;

/// <summary>The server and its connections go away while many write: what was acknowledged is there, and the store goes on by itself.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task A_server_that_crashes_and_comes_back_loses_nothing_that_was_acknowledged()
    {
        using var server = PostgresServer.Own();
        using var schema = new TestSchema(server.ConnectionString);
        await using var store = await schema.Opened();
        var trouble = new ConcurrentBag<StoreException>();
        using var stop = new CancellationTokenSource();

        var writers = Writers(store, trouble, stop.Token);
        for (int i = 0; i < 2; i++)
        {
            await Task.Delay(300);
            server.Crash();
            await Task.Delay(100);
            server.StartAgain();
        }

        await Task.Delay(500);
        await stop.CancelAsync();
        await CheckAsync(store, await Task.WhenAll(writers));

        Assert.NotEmpty(trouble);
        Assert.All(trouble, static e => Assert.Equal(StoreFailure.Unavailable, e.Failure));
    }

    [Fact]
    public async Task Connections_that_are_cut_lose_nothing_that_was_acknowledged()
    {
        using var schema = new TestSchema();
        await using var store = await schema.Opened(options => options.ConnectionString += $";Application Name={schema.Name}");
        var trouble = new ConcurrentBag<StoreException>();
        using var stop = new CancellationTokenSource();

        var writers = Writers(store, trouble, stop.Token);
        for (int i = 0; i < 20; i++)
        {
            await Task.Delay(50);
            schema.Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{schema.Name}'");
        }

        await stop.CancelAsync();
        await CheckAsync(store, await Task.WhenAll(writers));

        Assert.NotEmpty(trouble);
    }

    [Fact]
    public async Task Reads_do_not_notice_that_idle_connections_were_cut()
    {
        using var schema = new TestSchema();
        await using var store = await schema.Opened(options => options.ConnectionString += $";Application Name={schema.Name}");
        await store.CreateAsync(New("r1"), default);
        await store.GetAsync("r1", default);

        schema.Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{schema.Name}'");

        Assert.NotNull(await store.GetAsync("r1", default));
        Assert.NotNull(await store.LoadAsync("r1", default));
    }

    [Fact]
    public async Task A_run_whose_row_is_locked_is_passed_over_by_claims_and_by_retention()
    {
        using var schema = new TestSchema();
        await using var store = await schema.Opened();
        foreach (string id in new[] { "due1", "due2" })
            await store.CreateAsync(New(id), default);
        foreach (string id in new[] { "ended1", "ended2" })
        {
            await store.CreateAsync(Taken(id), default);
            await store.CommitAsync(Commit(id, 1, 1, To(RunStatus.Completed, 1)), default);
        }

        await using var other = new Npgsql.NpgsqlConnection(PostgresServer.Shared.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await using (var command = new Npgsql.NpgsqlCommand($"SELECT id FROM {schema.Name}.run WHERE id IN ('due1', 'ended1') FOR UPDATE", other))
                await command.ExecuteNonQueryAsync();

            Assert.Equal(["due2"], (await store.ClaimAsync(Claim(5), default)).Select(static h => h.RunId));
            Assert.Equal(1, await store.DeleteEndedAsync(At(10), 100, default));
        }

        Assert.Equal(["due1"], (await store.ClaimAsync(Claim(5), default)).Select(static h => h.RunId));
        Assert.Equal(1, await store.DeleteEndedAsync(At(10), 100, default));
    }

    [Fact]
    public async Task Many_runs_are_deleted_in_several_goes_and_nothing_of_theirs_is_left()
    {
        using var schema = new TestSchema();
        await using var store = await schema.Opened();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1300), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            await store.CreateAsync(Taken($"r{i}"), default);
            await store.PutSignalAsync(Signal($"r{i}", key: "k"), default);
            await store.CommitAsync(Commit($"r{i}", 1, 1, To(RunStatus.Completed, i % 700)) with { Snapshot = Entry(1) }, default);
        });

        Assert.Equal(700, await store.DeleteEndedAsync(At(650), 700, default));
        Assert.Equal(550, await store.DeleteEndedAsync(At(650), 2000, default));
        Assert.Equal(50, await store.DeleteEndedAsync(At(700), 2000, default));

        Assert.Equal(0, schema.Ask<long>("SELECT (SELECT count(*) FROM $schema.run) + (SELECT count(*) FROM $schema.journal) + (SELECT count(*) FROM $schema.snapshot) + (SELECT count(*) FROM $schema.signal) + (SELECT count(*) FROM $schema.signal_key)"));
    }

    /// <summary>Each takes a run and commits to it; one that does not know what became of a commit looks, as the engine does.</summary>
    private static Task<(string Id, long Acknowledged, long Tried)>[] Writers(IWorkflowStore store, ConcurrentBag<StoreException> trouble, CancellationToken stop) =>
    [
        .. Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
        {
            string id = $"r{i}";
            await Knowing(async () => { await store.CreateAsync(Taken(id), default); return true; });
            long acknowledged = 1, tried = 1;
            while (!stop.IsCancellationRequested)
            {
                tried = acknowledged + 1;
                try
                {
                    Assert.Equal(CommitResult.Committed, await store.CommitAsync(Commit(id, 1, acknowledged), default));
                    acknowledged++;
                }
                catch (StoreException e)
                {
                    trouble.Add(e);
                    long last = await Knowing(async () => (await store.GetAsync(id, default))!.LastSequence);
                    Assert.InRange(last, acknowledged, acknowledged + 1);
                    acknowledged = last;
                }
            }

            return (id, acknowledged, tried);
        })),
    ];

    private static async Task<T> Knowing<T>(Func<Task<T>> ask)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (StoreException) when (tries < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task CheckAsync(IWorkflowStore store, (string Id, long Acknowledged, long Tried)[] runs)
    {
        foreach (var (id, acknowledged, tried) in runs)
        {
            var run = (await Knowing(async () => await store.LoadAsync(id, default)))!;
            Assert.InRange(run.Head.LastSequence, acknowledged, Math.Max(acknowledged, tried));
            Assert.Equal(run.Head.LastSequence, run.Entries.Count);
            // And it goes on, on a new connection where the old one was cut.
            await Knowing(async () =>
            {
                await store.CommitAsync(Commit(id, 1, (await store.GetAsync(id, default))!.LastSequence), default);
                return true;
            });
            Assert.InRange((await store.GetAsync(id, default))!.LastSequence, run.Head.LastSequence + 1, run.Head.LastSequence + 2);
        }
    }
}
