using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class QueueTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _log = new();

    private EngineHarness Worker(string name, Func<string, Step[]> steps, IWorkflowStore? store = null) =>
        new(store ?? _store, steps(name), o => (o.Queues, o.WorkerName, o.LeaseDuration) = ([name], name, TimeSpan.FromDays(1)), time: _clock);

    /// <summary>A step that says where it runs.</summary>
    private Step Says(string worker, string name, string? queue = null, params string[] needs) => new(name, (_, step, _) =>
    {
        _log.Enqueue($"{name} on {worker}{(step!.Attempt > 1 ? $", attempt {step.Attempt}" : "")}");
        return new((int?)1);
    })
    {
        Queue = queue,
        Needs = needs,
        TakesContext = true,
    };

    private Task CompletedAsync(EngineHarness host, string id = "r1") => host.UntilStatusAsync(id, RunStatus.Completed, TimeSpan.FromMilliseconds(100));

    [Fact]
    public async Task A_run_in_a_queue_that_nobody_serves_waits_for_one_who_does()
    {
        Step[] Steps(string worker) => [Says(worker, "a")];
        await using var cpu = Worker("default", Steps);
        await cpu.Engine.StartAsync();
        await cpu.StartRunAsync("r1", new StartOptions { Queue = "gpu", Priority = 3, Tenant = "t" });
        await cpu.StartRunAsync("r2");
        await CompletedAsync(cpu, "r2");

        var waiting = await cpu.HeadAsync("r1");
        Assert.Equal((RunStatus.Pending, "gpu", 3, "t"), (waiting.Status, waiting.Queue, waiting.Priority, waiting.Tenant));
        var depth = Assert.Single(await new WorkflowAdministration(cpu.Engine).CountDueAsync());
        Assert.Equal(("gpu", 3, "t", 1L), (depth.Queue, depth.Priority, depth.Tenant, depth.Due));
        Assert.Equal(["r1"], (await new WorkflowAdministration(cpu.Engine).ListAsync(new RunQuery { Queue = "gpu" }).ToListAsync()).Select(h => h.RunId));

        await using var gpu = Worker("gpu", Steps);
        await gpu.Engine.StartAsync();
        await CompletedAsync(gpu);
        Assert.Equal(["a on default", "a on gpu"], _log);
    }

    [Fact]
    public async Task A_step_runs_on_a_worker_of_its_queue_and_the_next_one_where_the_run_belongs()
    {
        Step[] Steps(string worker) => [Says(worker, "a"), Says(worker, "b", "gpu", "a"), Says(worker, "c", "gpu", "b"), Says(worker, "d", null, "c")];
        await using var cpu = Worker("default", Steps);
        await using var gpu = Worker("gpu", Steps);
        await cpu.Engine.StartAsync();
        await gpu.Engine.StartAsync();
        await cpu.StartRunAsync("r1");

        await CompletedAsync(cpu);

        Assert.Equal(["a on default", "b on gpu", "c on gpu", "d on default"], _log);
        Assert.Equal("default", (await cpu.HeadAsync("r1")).Queue);
        var moves = (await new WorkflowAdministration(cpu.Engine).ReadHistoryAsync("r1").ToListAsync()).Where(e => e.Event == "job_move").Select(e => e.Reason);
        Assert.Equal(["To queue 'gpu'.", "To queue 'default'."], moves);
    }

    [Fact]
    public async Task A_worker_that_serves_all_queues_hands_nothing_over()
    {
        Step[] Steps(string worker) => [Says(worker, "a"), Says(worker, "b", "gpu", "a")];
        await using var all = new EngineHarness(_store, Steps("all"), time: _clock);
        await all.Engine.StartAsync();
        await all.StartRunAsync("r1");

        await CompletedAsync(all);

        Assert.Equal(["a on all", "b on all"], _log);
        Assert.Equal(1, (await all.HeadAsync("r1")).Epoch);
    }

    [Fact]
    public async Task A_run_is_handed_over_when_nothing_else_of_it_is_under_way()
    {
        var slow = new TaskCompletionSource();
        Step[] Steps(string worker) =>
        [
            Says(worker, "b", "gpu"),
            new Step("slow", async (_, _, _) =>
            {
                await slow.Task;
                _log.Enqueue($"slow on {worker}");
                return 1;
            }),
            Says(worker, "after", null, "slow"),
        ];
        await using var cpu = Worker("default", Steps);
        await using var gpu = Worker("gpu", Steps);
        await cpu.Engine.StartAsync();
        await gpu.Engine.StartAsync();
        await cpu.StartRunAsync("r1");
        await EngineHarness.UntilAsync(() => new(cpu.Engine.ActiveCount == 1));
        Assert.Equal(RunStatus.Running, (await cpu.HeadAsync("r1")).Status);

        slow.SetResult();
        await CompletedAsync(cpu);

        Assert.Equal(["slow on default", "after on default", "b on gpu"], _log);
    }

    [Fact]
    public async Task A_failed_attempt_is_repeated_where_it_failed_and_counts()
    {
        Step[] Steps(string worker) =>
        [
            Says(worker, "a"),
            new Step("b", (_, step, _) =>
            {
                _log.Enqueue($"b on {worker}, attempt {step!.Attempt}");
                return step.Attempt < 3 ? throw new InvalidOperationException("not yet") : new((int?)1);
            }) { Queue = "gpu", Needs = ["a"], TakesContext = true, Retry = new RetryPolicy(5, TimeSpan.FromHours(1), Backoff.Constant) },
            Says(worker, "c", null, "b"),
        ];
        await using var cpu = Worker("default", Steps);
        await using var gpu = Worker("gpu", Steps);
        await cpu.Engine.StartAsync();
        await gpu.Engine.StartAsync();
        await cpu.StartRunAsync("r1");

        await cpu.UntilStatusAsync("r1", RunStatus.Completed, TimeSpan.FromMinutes(1));

        Assert.Equal(["a on default", "b on gpu, attempt 1", "b on gpu, attempt 2", "b on gpu, attempt 3", "c on default"], _log);
    }

    [Fact]
    public async Task Where_a_run_belongs_is_known_after_crashes_and_snapshots()
    {
        var dies = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        Step[] Steps(string worker) =>
        [
            Says(worker, "a"),
            new Step("b", async (_, _, token) =>
            {
                _log.Enqueue($"b on {worker}");
                if (reached.TrySetResult())
                    await Task.Delay(Timeout.Infinite, token);
                return 1;
            }) { Queue = "gpu", Needs = ["a"] },
            Says(worker, "c", null, "b"),
        ];
        await using (var cpu = Worker("default", Steps))
        {
            await cpu.Engine.StartAsync();
            await cpu.StartRunAsync("r1");
            await EngineHarness.UntilAsync(async () => (await cpu.HeadAsync("r1")) is { Queue: "gpu", Status: RunStatus.Pending });
        }

        var first = new EngineHarness(dies, Steps("gpu"), o => (o.Queues, o.WorkerName, o.SnapshotEvery) = (["gpu"], "gpu", 1), time: _clock);
        await first.Engine.StartAsync();
        await reached.Task;
        dies.IsDead = true;

        await using var second = new EngineHarness(_store, Steps("gpu"), o => (o.Queues, o.WorkerName, o.SnapshotEvery) = (["gpu"], "gpu2", 1), time: _clock);
        await second.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await second.HeadAsync("r1")) is { Queue: "default", Status: RunStatus.Pending }, _clock, TimeSpan.FromSeconds(1));
        Assert.NotNull((await _store.LoadAsync("r1", default))!.Snapshot);

        await using var last = Worker("default", Steps);
        await last.Engine.StartAsync();
        await CompletedAsync(last);

        Assert.Equal(["a on default", "b on gpu", "b on gpu", "c on default"], _log);
    }

    [Fact]
    public async Task A_run_is_cancelled_while_it_waits_for_another_worker()
    {
        Step[] Steps(string worker) => [Says(worker, "b", "gpu")];
        await using var cpu = Worker("default", Steps);
        await cpu.Engine.StartAsync();
        await cpu.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => (await cpu.HeadAsync("r1")) is { Queue: "gpu", Status: RunStatus.Pending });
        Assert.True(await cpu.CancelAsync("r1"));

        await using var gpu = Worker("gpu", Steps);
        await gpu.Engine.StartAsync();
        await gpu.UntilStatusAsync("r1", RunStatus.Cancelled, TimeSpan.FromMilliseconds(100));

        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_child_inherits_queue_priority_and_tenant()
    {
        Func<WorkflowExecutor> child = () => CreateNamed("child", new Step("x", (_, _, _) => new((int?)1)));
        var childDefinition = child().Definition;
        await using var host = new EngineHarness(
            _store, () => Create(new Step("c", (_, _, _) => new((int?)null)) { Kind = NodeKind.Child, Child = new ChildDefinition(() => childDefinition) { Detached = true } }), time: _clock, others: child);
        await host.Engine.StartAsync();

        await host.StartRunAsync("r1", new StartOptions { Queue = "q", Priority = 9, Tenant = "t" });
        await CompletedAsync(host);

        var started = (await _store.ListAsync(new RunQuery { Workflow = "child" }, default)).Runs;
        Assert.Equal(("q", 9, "t"), Assert.Single(started.Select(h => (h.Queue, h.Priority, h.Tenant))));
    }

    [Fact]
    public async Task Starts_do_not_pass_by_those_who_wait_already()
    {
        var gate = new SemaphoreSlim(0);
        Step[] steps = [new Step("a", async (_, step, _) =>
        {
            await gate.WaitAsync();
            _log.Enqueue(step!.RunId);
            return 1;
        }) { TakesContext = true }];
        await using var host = new EngineHarness(_store, steps, o => o.MaxConcurrentRuns = 1, time: _clock);
        await host.Engine.StartAsync();
        await host.StartRunAsync("first");
        await host.StartRunAsync("low", new StartOptions { Priority = -1 });
        await host.StartRunAsync("old");
        await host.StartRunAsync("high", new StartOptions { Priority = 1 });

        for (var i = 0; i < 4; i++)
        {
            gate.Release();
            await EngineHarness.UntilAsync(() => new(_log.Count == i + 1), _clock, TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(["first", "high", "old", "low"], _log);
        await EngineHarness.UntilAsync(() => new(host.Engine.ActiveCount == 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Options_name_queues_that_can_be(string? queue)
    {
        var options = new WorkflowGenOptions { Queues = queue is null ? [] : [queue] };
        Assert.Contains("Queues", Assert.Throws<InvalidOperationException>(options.Validate).Message);
    }
}
