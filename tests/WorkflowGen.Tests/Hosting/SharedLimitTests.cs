using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Storage.Sqlite;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>[Limit] across workers: two engines on one SQLite file, each with a store of its own.</summary>
public sealed class SharedLimitTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflowgen-").FullName;
    private readonly List<SqliteWorkflowStore> _stores = [];
    private int _running;
    private int _most;
    private int _done;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteWorkflowStore Store()
    {
        var store = new SqliteWorkflowStore($"Data Source={Path.Combine(_folder, "store.db")}");
        _stores.Add(store);
        return store;
    }

    private static void Quick(WorkflowGenOptions options) => options.PollInterval = TimeSpan.FromMilliseconds(50);

    private Step[] Limited(LimitPolicy limit, Func<CancellationToken, Task>? body = null) =>
    [
        new Step("pay", async (_, _, token) =>
        {
            var now = Interlocked.Increment(ref _running);
            for (var most = Volatile.Read(ref _most); now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = Volatile.Read(ref _most))
            {
            }
            try
            {
                await (body?.Invoke(token) ?? Task.Delay(2, token));
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
            Interlocked.Increment(ref _done);
            return 1;
        }) { Limit = limit },
    ];

    [Fact]
    public async Task Two_workers_together_never_run_more_than_the_limit_says_and_all_get_through()
    {
        var steps = Limited(new LimitPolicy("bank", 3, 0));
        await using var one = new EngineHarness(Store(), steps, Quick);
        await using var two = new EngineHarness(Store(), steps, Quick);
        await one.Engine.StartAsync();
        await two.Engine.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).StartRunAsync($"r{i}").AsTask()));

        for (var i = 0; i < 40; i++)
            Assert.Equal(1, await (i % 2 == 0 ? one : two).WaitAsync($"r{i}"));
        Assert.Equal(40, _done);
        Assert.InRange(_most, 1, 3);
    }

    [Fact]
    public async Task The_place_of_a_worker_that_died_is_free_when_its_lease_is_over()
    {
        var reached = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        var dies = new EngineHarness(Store(), Limited(new LimitPolicy("bank", 1, 0), async _ =>
        {
            reached.TrySetResult();
            await never.Task;
        }), o => (o.PollInterval, o.LeaseDuration) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400)));
        await dies.Engine.StartAsync();
        await dies.StartRunAsync("r1");
        await reached.Task;
        // Its store goes away under it: it renews nothing any more.
        await _stores[0].DisposeAsync();

        await using var lives = new EngineHarness(Store(), Limited(new LimitPolicy("bank", 1, 0)), Quick);
        await lives.Engine.StartAsync();
        await lives.StartRunAsync("r2");

        Assert.Equal(1, await lives.WaitAsync("r2"));
        Assert.Equal(1, await lives.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_run_in_line_can_be_cancelled_and_a_worker_stopped()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var limit = new LimitPolicy("bank", 1, 0);
        await using var one = new EngineHarness(Store(), Limited(limit, async _ =>
        {
            reached.TrySetResult();
            await release.Task;
        }), Quick);
        await using var two = new EngineHarness(Store(), Limited(limit), Quick);
        await one.Engine.StartAsync();
        await two.Engine.StartAsync();
        await one.StartRunAsync("holds");
        await reached.Task;
        await two.StartRunAsync("cancelled");
        await two.StartRunAsync("stopped");
        await EngineHarness.UntilAsync(() => new(two.Engine.ActiveCount == 2));

        Assert.True(await two.CancelAsync("cancelled"));
        await two.UntilStatusAsync("cancelled", RunStatus.Cancelled);
        await two.Engine.StopAsync();
        Assert.Equal(0, two.Engine.ActiveCount);
        Assert.Equal(0, _done);

        release.SetResult();
        Assert.Equal(1, await one.WaitAsync("holds"));
        Assert.Equal(1, await one.WaitAsync("stopped"));
    }

    [Fact]
    public async Task A_repeated_attempt_asks_for_a_place_of_its_own()
    {
        var tries = 0;
        Step[] steps =
        [
            new Step("pay", (_, _, _) => Interlocked.Increment(ref tries) % 3 != 0 ? throw new InvalidOperationException("again") : new((int?)1))
            {
                Limit = new LimitPolicy("bank", 1, 0),
                Retry = new RetryPolicy(5, TimeSpan.FromMilliseconds(1), Backoff.Constant),
            },
        ];
        await using var one = new EngineHarness(Store(), steps, Quick);
        await one.Engine.StartAsync();
        await one.StartRunAsync("r1");
        await one.StartRunAsync("r2");

        Assert.Equal(1, await one.WaitAsync("r1"));
        Assert.Equal(1, await one.WaitAsync("r2"));
    }
}
