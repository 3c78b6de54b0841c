using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class StoppingTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _reached = new();

    private EngineHarness Host(params Step[] steps) => new(_store, steps, time: _clock);

    private static Step Add(string name, params string[] needs) => new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + 1)) { Needs = needs };

    [Fact]
    public async Task A_step_under_way_is_waited_for_and_its_result_is_kept()
    {
        var release = new TaskCompletionSource<int?>();
        await using var host = Host(new Step("a", (_, _, _) =>
        {
            _reached.TrySetResult();
            return new(release.Task);
        }), Add("b", "a"));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        var stopping = host.Engine.StopAsync();
        await Task.Yield();
        Assert.False(stopping.IsCompleted);
        release.SetResult(10);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));

        var head = await host.HeadAsync("r1");
        Assert.Equal((RunStatus.Running, null, 2), (head.Status, head.Owner, head.LastSequence));

        await using var next = Host(Add("a"), Add("b", "a"));
        await next.Engine.StartAsync();
        Assert.Equal(11, await next.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_run_that_is_stopped_again_and_again_in_the_same_step_is_not_taken_for_poison()
    {
        for (var i = 0; i < 3; i++)
        {
            var begun = new TaskCompletionSource();
            await using var host = Host(new Step("a", async (_, _, ct) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, ct);
                return 1;
            }));
            await host.Engine.StartAsync();
            if (i == 0)
                await host.StartRunAsync("r1");
            await begun.Task;
            var stopping = host.Engine.StopAsync();
            await EngineHarness.UntilAsync(() => new(stopping.IsCompleted), _clock, TimeSpan.FromSeconds(1));
            var head = await host.HeadAsync("r1");
            Assert.Equal((RunStatus.Running, null, 0), (head.Status, head.Owner, head.ClaimsWithoutProgress));
        }
    }

    [Fact]
    public async Task A_handler_that_never_returns_does_not_hang_the_stop_and_its_run_is_free_at_once()
    {
        await using var host = Host(new Step("a", (_, _, _) =>
        {
            _reached.TrySetResult();
            return new(new TaskCompletionSource<int?>().Task);
        }));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        var stopping = host.Engine.StopAsync();
        await EngineHarness.UntilAsync(() => new(stopping.IsCompleted), _clock, TimeSpan.FromSeconds(1));
        await stopping;
        Assert.Null((await host.HeadAsync("r1")).Owner);

        await using var next = Host(Add("a"));
        await next.Engine.StartAsync();
        Assert.Equal(1, await next.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_does_not_hang_the_stop()
    {
        using var release = new ManualResetEventSlim();
        var host = Host(new Step("a", (_, _, _) =>
        {
            _reached.TrySetResult();
            release.Wait();
            return new(1);
        }));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        var stopping = host.Engine.StopAsync();
        await EngineHarness.UntilAsync(() => new(stopping.IsCompleted), _clock, TimeSpan.FromSeconds(1));
        Assert.Null((await host.HeadAsync("r1")).Owner);
        release.Set();
    }

    [Fact]
    public async Task The_hosts_own_limit_cuts_the_waiting_short()
    {
        var host = Host(new Step("a", (_, _, _) =>
        {
            _reached.TrySetResult();
            return new(new TaskCompletionSource<int?>().Task);
        }));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        using var limit = new CancellationTokenSource();
        var stopping = host.Engine.StopAsync(limit.Token);
        limit.Cancel();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Null((await host.HeadAsync("r1")).Owner);
    }

    [Fact]
    public async Task A_step_that_listens_to_its_token_is_told_before_it_is_given_up_and_runs_again()
    {
        var attempts = new List<int>();
        Step[] steps = [new Step("a", async (_, step, token) =>
        {
            attempts.Add(step!.Attempt);
            _reached.TrySetResult();
            if (attempts.Count == 1)
                await Task.Delay(Timeout.Infinite, token);
            return 1;
        }) { TakesContext = true }];
        await using var host = Host(steps);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        var stopping = host.Engine.StopAsync();
        await EngineHarness.UntilAsync(() => new(stopping.IsCompleted), _clock, TimeSpan.FromSeconds(1));

        await using var next = Host(steps);
        await next.Engine.StartAsync();
        Assert.Equal(1, await next.WaitAsync("r1"));
        Assert.Equal([1, 1], attempts); // interrupted, not failed
    }

    [Fact]
    public async Task A_stopped_engine_accepts_starts_and_takes_them_up_when_it_runs_again()
    {
        await using var host = Host(Add("a"));
        await host.Engine.StartAsync();
        await host.Engine.StopAsync();
        await host.StartRunAsync("r1");
        Assert.Equal(RunStatus.Pending, (await host.HeadAsync("r1")).Status);
        await host.Engine.StartAsync();
        Assert.Equal(1, await host.WaitAsync("r1"));
    }
}
