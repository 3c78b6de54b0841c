using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class InMemoryRunTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _log = [];

    private static Step Signal(string name, TimeSpan? timeout = null, bool buffered = true, params string[] needs) =>
        new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition { Timeout = timeout, Buffered = buffered }, Needs = needs };

    private static Step Delay(string name, TimeSpan by, params string[] needs) => new(name, null!) { Kind = NodeKind.Delay, Delay = by, After = needs };

    private Step Note(string name, params string[] needs) => new(name, (inputs, _, _) =>
    {
        _log.Add($"{name}({string.Join(",", inputs.Select(i => i?.ToString() ?? "null"))})");
        return new(inputs.Sum() ?? 0);
    })
    { Needs = needs };

    [Fact]
    public async Task A_signal_completes_its_node_and_what_follows_takes_its_value()
    {
        var run = InterpretedRun.Start(_clock, Signal("approval"), Note("ship", "approval"));
        Assert.False(run.Completion.IsCompleted);
        Assert.True(run.Signal("approval", 7));
        Assert.Equal(7, await run.Completion);
        Assert.Equal(["ship(7)"], _log);
        Assert.False(run.Signal("approval", 8));
    }

    [Fact]
    public async Task What_comes_early_is_kept_in_order_and_a_key_counts_once()
    {
        var gate = new TaskCompletionSource<int?>();
        var run = InterpretedRun.Start(
            _clock, new Step("gate", (_, _, _) => new(gate.Task)), Signal("a", needs: "gate"), Signal("b", needs: "a"), Note("end", "a", "b"));
        Assert.True(run.Signal("b", 20));
        Assert.True(run.Signal("a", 1, "k"));
        Assert.True(run.Signal("a", 2, "k"));
        gate.SetResult(0);
        Assert.Equal(21, await run.Completion);
        Assert.True(run.Signal("a", 3, "k")); // the one that counted came in time
    }

    [Fact]
    public async Task What_is_not_kept_is_lost_when_it_comes_early()
    {
        var gate = new TaskCompletionSource<int?>();
        var run = InterpretedRun.Start(_clock, new Step("gate", (_, _, _) => new(gate.Task)), Signal("a", buffered: false, needs: "gate"), Note("end", "a"));
        Assert.True(run.Signal("a", 1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        gate.SetResult(0);
        Assert.False(run.Completion.IsCompleted);
        Assert.True(run.Signal("a", 2));
        Assert.Equal(2, await run.Completion);
    }

    [Fact]
    public async Task A_timeout_gives_null_and_not_earlier()
    {
        var run = InterpretedRun.Start(_clock, Signal("approval", TimeSpan.FromDays(3)), new Step("end", (inputs, _, _) => new(inputs[0] ?? -1)) { Needs = ["approval"] });
        _clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        Assert.False(run.Completion.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(-1, await run.Completion);
    }

    [Fact]
    public async Task A_delay_is_never_early_and_once()
    {
        var run = InterpretedRun.Start(_clock, Note("a"), Delay("wait", TimeSpan.FromDays(100), "a"), Note("b") with { After = ["wait"] });
        _clock.Advance(TimeSpan.FromDays(100) - TimeSpan.FromTicks(1));
        Assert.Equal(["a()"], _log);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await run.Completion;
        Assert.Equal(["a()", "b()"], _log);
        Assert.Null(_clock.NextTimer);
    }

    [Fact]
    public async Task A_computed_delay_counts_from_when_it_was_reached()
    {
        var start = _clock.GetUtcNow();
        var run = InterpretedRun.Start(
            _clock,
            new Step("a", (_, _, _) => new(5)),
            new Step("wait", null!) { Kind = NodeKind.Delay, Until = (inputs, reached) => reached + TimeSpan.FromMinutes(inputs[0]!.Value), Needs = ["a"] },
            Note("b") with { After = ["wait"] });
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(run.Completion.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await run.Completion;
        Assert.Equal(start + TimeSpan.FromMinutes(5), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_delay_that_cannot_be_computed_fails_the_run()
    {
        var run = InterpretedRun.Start(_clock, new Step("wait", null!) { Kind = NodeKind.Delay, Until = (_, _) => throw new FormatException() });
        await Assert.ThrowsAsync<FormatException>(() => run.Completion);
    }

    [Fact]
    public async Task A_step_with_a_delay_starts_later_with_that_time_as_its_own()
    {
        var seen = default(DateTimeOffset);
        var start = _clock.GetUtcNow();
        var run = InterpretedRun.Start(_clock, Note("a"), new Step("b", (_, step, _) =>
        {
            seen = step!.UtcNow;
            return new(1);
        })
        { Needs = ["a"], Delay = TimeSpan.FromHours(1), TakesContext = true });
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(run.Completion.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await run.Completion;
        Assert.Equal(start + TimeSpan.FromHours(1), seen);
    }

    [Fact]
    public async Task Cancelling_a_run_that_waits_ends_it_and_leaves_no_timer()
    {
        var run = InterpretedRun.Start(_clock, Signal("a", TimeSpan.FromDays(1)), Delay("d", TimeSpan.FromDays(1)), Note("end", "a"));
        Assert.True(await run.CancelAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
        Assert.True(run.Completion.IsCanceled);
        Assert.Null(_clock.NextTimer);
        Assert.False(run.Signal("a", 1));
    }

    [Fact]
    public async Task A_failure_ends_a_run_that_waits()
    {
        var gate = new TaskCompletionSource<int?>();
        var run = InterpretedRun.Start(_clock, Signal("a"), new Step("b", (_, _, _) => new(gate.Task)), Note("end", "a", "b"));
        gate.SetException(new FormatException());
        await Assert.ThrowsAsync<FormatException>(() => run.Completion);
    }

    [Fact]
    public async Task A_background_signal_does_not_keep_the_run()
    {
        var run = InterpretedRun.Start(_clock, Signal("stop") with { IsBackground = true }, Note("end"));
        Assert.Equal(0, await run.Completion);
        Assert.False(run.Signal("stop", 1));
    }

    [Fact]
    public async Task An_unknown_signal_is_refused()
    {
        var run = InterpretedRun.Start(_clock, Signal("a"), Note("end", "a"));
        Assert.Throws<ArgumentException>(() => run.Signal("end", 1));
        Assert.True(await run.CancelAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_hundred_signals_at_once_all_arrive()
    {
        var steps = Enumerable.Range(0, 200).Select(i => Signal($"s{i}")).ToArray();
        var run = InterpretedRun.Start(null, [.. steps, new Step("end", (inputs, _, _) => new(inputs.Sum())) { Needs = [.. steps.Select(s => s.Name)] }]);
        Parallel.For(0, 200, i => Assert.True(run.Signal($"s{i}", i)));
        Assert.Equal(199 * 200 / 2, await run.Completion);
    }
}
