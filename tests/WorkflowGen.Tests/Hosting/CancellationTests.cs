using WorkflowGen.Execution;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class CancellationTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _reached = new();

    private EngineHarness Host(params Step[] steps) => new(_store, steps, time: _clock);

    private Step Waits(string name) => new(name, async (_, _, token) =>
    {
        _reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, token);
        return 1;
    });

    private Task EndedAsync(EngineHarness host) =>
        EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status.IsTerminal() && host.Engine.ActiveCount == 0, _clock, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task A_running_step_is_told_by_its_token_and_the_run_ends_as_cancelled_once()
    {
        await using var host = Host(Waits("a"));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        Assert.True(await host.CancelAsync("r1"));
        await Assert.ThrowsAsync<WorkflowCancelledException>(() => host.WaitAsync("r1"));
        Assert.False(await host.CancelAsync("r1"));

        var events = (await new WorkflowAdministration(host.Engine).ReadHistoryAsync("r1").ToListAsync()).Select(e => e.Event);
        Assert.Equal(["job_start", "job_cancel_request", "job_cancel"], events);
    }

    [Fact]
    public async Task A_suspended_run_is_cancelled_at_once()
    {
        await using var host = Host(new Step("a", (_, _, _) => throw new InvalidOperationException("later")) { Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) });
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Suspended && host.Engine.ActiveCount == 0);
        var before = _clock.GetUtcNow();
        Assert.True(await host.CancelAsync("r1"));
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status.IsTerminal());
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        Assert.Equal(before, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_cancellation_asked_for_in_another_process_is_noticed()
    {
        await using var host = Host(Waits("a"));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await _reached.Task;
        await _store.RequestCancelAsync("r1", _clock.GetUtcNow(), default);
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
    }

    [Fact]
    public async Task A_cancellation_survives_the_death_of_the_process_that_was_asked()
    {
        var mortal = new MortalStore(_store);
        var dying = new EngineHarness(mortal, [new Step("a", (_, _, _) =>
        {
            _reached.TrySetResult();
            return new(new TaskCompletionSource<int?>().Task);
        })], time: _clock);
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await _reached.Task;
        Assert.True(await dying.CancelAsync("r1"));
        mortal.IsDead = true;

        await using var host = Host(new Step("a", (_, _, _) => throw new InvalidOperationException("must not run")));
        await host.Engine.StartAsync();
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
    }

    [Fact]
    public async Task A_cancellation_after_the_end_comes_too_late()
    {
        await using var host = Host(new Step("a", (_, _, _) => new(1)));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        Assert.Equal(1, await host.WaitAsync("r1"));
        Assert.False(await host.CancelAsync("r1"));
        Assert.Equal(RunStatus.Completed, (await host.HeadAsync("r1")).Status);
        await Assert.ThrowsAsync<RunNotFoundException>(async () => await host.CancelAsync("nobody"));
    }
}
