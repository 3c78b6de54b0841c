using WorkflowGen.Execution;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>What another process has done is seen when the store tells it. The clock stands still: nothing is found by looking again after a while.</summary>
public sealed class NoticeTests
{
    private readonly NotifyingStore _store = new(new InMemoryWorkflowStore());
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _reached = new();

    private EngineHarness Worker(params Step[] steps) => new(_store, steps, time: _clock);

    /// <summary>Another process on the same store, which is told nothing and executes nothing.</summary>
    private EngineHarness Client(params Step[] steps) => new(_store.Inner, steps, o => o.ExecuteRuns = false, time: _clock);

    private Step Waits() => new("a", async (_, _, token) =>
    {
        _reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, token);
        return 1;
    });

    [Theory]
    [InlineData(StoreNoticeKind.Message)]
    [InlineData(StoreNoticeKind.Missed)]
    public async Task A_cancellation_from_elsewhere_arrives_at_once(StoreNoticeKind kind)
    {
        await using var worker = Worker(Waits());
        await using var client = Client(Waits());
        await worker.Engine.StartAsync();
        await worker.StartRunAsync("r1");
        await _reached.Task;
        Assert.True(await client.CancelAsync("r1"));
        Assert.Equal(RunStatus.Running, (await worker.HeadAsync("r1")).Status);

        _store.Tell(kind, kind == StoreNoticeKind.Message ? "r1" : null);

        await worker.UntilStatusAsync("r1", RunStatus.Cancelled);
    }

    [Fact]
    public async Task A_signal_from_elsewhere_arrives_at_once()
    {
        // Beside the wait a step is under way, so that the run stays in the worker's hands.
        var released = new TaskCompletionSource();
        Step[] steps =
        [
            new Step("go", (_, _, _) => new((int?)null)) { Kind = NodeKind.Signal, Signal = new SignalDefinition() },
            new Step("beside", async (_, _, _) =>
            {
                _reached.TrySetResult();
                await released.Task;
                return 1;
            }),
            new Step("after", (inputs, _, _) =>
            {
                released.TrySetResult();
                return new(inputs[0]);
            }) { Needs = ["go"] },
        ];
        await using var worker = Worker(steps);
        await using var client = Client(steps);
        await worker.Engine.StartAsync();
        await worker.StartRunAsync("r1");
        await _reached.Task;
        Assert.True(await client.SignalAsync("r1", "go", 7));
        Assert.False(released.Task.IsCompleted);

        _store.Tell(StoreNoticeKind.Message, "r1");

        Assert.Equal(7, await worker.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_run_that_was_started_elsewhere_is_taken_up_at_once()
    {
        Step[] steps = [new Step("a", (_, _, _) => new((int?)3))];
        await using var worker = Worker(steps);
        await using var client = Client(steps);
        await worker.Engine.StartAsync();
        // The worker has seen that there is nothing to do, and asks no more by itself.
        await EngineHarness.UntilAsync(() => new(_store.LooksAhead > 0));
        await client.StartRunAsync("r1");
        Assert.Equal(RunStatus.Pending, (await worker.HeadAsync("r1")).Status);

        _store.Tell(StoreNoticeKind.Due);

        await worker.UntilStatusAsync("r1", RunStatus.Completed);
    }

    [Fact]
    public async Task Who_waits_for_a_run_that_ends_elsewhere_is_told_at_once()
    {
        Step[] steps = [new Step("a", (_, _, _) => new((int?)3))];
        await using var other = new EngineHarness(_store.Inner, steps, time: _clock);
        await using var waiter = new EngineHarness(_store, steps, o => o.ExecuteRuns = false, time: _clock);
        await waiter.StartRunAsync("r1");
        var waiting = waiter.Engine.WaitAsync("r1", Create(steps).Definition, CancellationToken.None);
        await other.Engine.StartAsync();
        await other.UntilStatusAsync("r1", RunStatus.Completed);
        Assert.False(waiting.IsCompleted);

        _store.Tell(StoreNoticeKind.Ended, "r1");

        Assert.Equal(RunStatus.Completed, (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Status);
    }

    [Fact]
    public async Task An_engine_listens_once_and_stops_when_it_is_disposed_of()
    {
        await using (var worker = Worker(Waits()))
        {
            await worker.Engine.StartAsync();
            await worker.Engine.StopAsync();
            await worker.Engine.StartAsync();
            Assert.Equal(1, _store.Listeners);
        }

        Assert.Equal(0, _store.Listeners);
    }
}
