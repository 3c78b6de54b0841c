using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Loops, joins, locks, delays and ends that meet in one graph.</summary>
public sealed class TogetherTests
{
    private readonly List<string> _seen = [];
    private readonly Dictionary<string, TaskCompletionSource<int?>> _gates = [];
    private readonly ManualTimeProvider _clock = new();

    private Step Now(string name, params string[] needs) => new(name, (_, step, _) =>
    {
        _seen.Add(NameOf(name, step!));
        return new(step!.Round);
    })
    { Needs = needs, TakesContext = true };

    /// <summary>Runs until the test says so.</summary>
    private Step Gated(string name, params string[] needs) => new(name, (_, step, _) =>
    {
        var inRound = NameOf(name, step!);
        _seen.Add(inRound);
        return new((_gates[inRound] = new()).Task);
    })
    { Needs = needs, TakesContext = true };

    private Step Signal(string name) => new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition() };

    private static string NameOf(string name, StepContext step) => step.Round == 1 ? name : $"{name}/{step.Round}";

    private void End(string name) => _gates[name].SetResult(1);

    [Fact]
    public async Task A_loser_that_waits_for_its_turn_does_not_get_it_in_the_next_round_before_what_it_needs()
    {
        var run = Create(
            Gated("other") with { Exclusive = "x" },
            Gated("a"),
            Now("fast", "a"),
            Now("slow", "a") with { Exclusive = "x" },
            Now("z") with { Joins = [new Join("fast", "slow") { Rest = Rest.Ignore }], Loop = new("a", null, 2) }).RunAsync().AsTask();
        End("a");
        Assert.Equal(["other", "a", "fast", "z", "a/2"], _seen);
        End("other");
        Assert.Equal(["other", "a", "fast", "z", "a/2"], _seen);
        End("a/2");
        await run;
        Assert.Contains("z/2", _seen);
    }

    [Fact]
    public async Task A_loser_that_stands_in_line_for_a_limit_leaves_it_when_the_next_round_begins()
    {
        var limit = new LimitPolicy(Guid.NewGuid().ToString(), 1, 0);
        var run = InterpretedRun.Start(_clock,
            Gated("other") with { Limit = limit },
            Gated("a"),
            Now("fast", "a"),
            Now("slow", "a") with { Limit = limit },
            Now("z") with { Joins = [new Join("fast", "slow") { Rest = Rest.Ignore }], Loop = new("a", null, 2) });
        End("a");
        End("a/2"); // slow is in line again, and other is still at it
        await Until(() => _seen.Contains("z/2"));
        Assert.DoesNotContain("slow/2", _seen);
        End("other");
        await run.Completion;
    }

    [Fact]
    public async Task The_delay_of_a_loser_counts_anew_in_the_next_round()
    {
        // The delay is over in the moment in which the loop goes round: the loser has not begun.
        var run = InterpretedRun.Start(_clock,
            Now("a"),
            Now("slow", "a") with { Delay = TimeSpan.FromHours(1) },
            new Step("fast", null!) { Kind = NodeKind.Delay, Delay = TimeSpan.FromHours(1), Needs = ["a"] },
            Now("z") with { Joins = [new Join("fast", "slow") { Rest = Rest.Ignore }], Loop = new("a", null, 2) },
            Now("b"),
            new Step("clock", (_, _, _) =>
            {
                _clock.Advance(TimeSpan.FromHours(1));
                return new(1);
            })
            { Needs = ["b"] });
        Assert.Equal(["a", "b", "z", "a/2"], _seen);
        _clock.Advance(TimeSpan.FromHours(1));
        await run.Completion;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delay_is_waited_for_once_though_the_step_is_then_held_back(bool byLock)
    {
        var limit = byLock ? null : new LimitPolicy(Guid.NewGuid().ToString(), 1, 0);
        var exclusive = byLock ? "x" : null;
        var run = InterpretedRun.Start(_clock,
            Gated("busy") with { Exclusive = exclusive, Limit = limit },
            Now("late") with { Delay = TimeSpan.FromMinutes(1), Exclusive = exclusive, Limit = limit });
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["busy"], _seen);
        End("busy");
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["busy", "late"], _seen);
    }

    [Fact]
    public async Task A_loop_whose_last_step_completes_together_with_an_end_does_not_go_round_again()
    {
        var executor = Create(Now("end") with { IsEnd = true, IsOutput = true }, Now("z") with { Loop = new("z", null, 3) }, Now("last", "z"));
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromDays(2));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["end", "z"], _seen);
    }

    [Fact]
    public async Task A_loop_that_waits_for_its_losers_does_not_go_round_again_after_an_end()
    {
        var run = InterpretedRun.Start(_clock,
            Now("a"),
            Now("fast", "a"),
            Gated("slow", "a"),
            Now("z") with { Joins = [new Join("fast", "slow") { Rest = Rest.Block }], Loop = new("a", null, 2) },
            Signal("stop"),
            Now("end", "stop") with { IsEnd = true, IsOutput = true },
            Now("last", "z"));
        run.Signal("stop", 1);
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("a/2", _seen);
    }

    [Fact]
    public async Task Losers_are_cancelled_when_the_winner_comes_out_of_a_loop()
    {
        var run = InterpretedRun.Start(_clock,
            Now("a"),
            Now("z", "a") with { Loop = new("a", null, 2) },
            Signal("never"),
            Now("j") with { Joins = [new Join("a", "never") { Rest = Rest.Cancel }] });
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["a", "z", "a/2", "z/2", "j"], _seen);
    }

    [Fact]
    public async Task A_filter_of_failures_that_throws_fails_the_step()
    {
        var filter = new InvalidOperationException("filter");
        var first = new InvalidOperationException("first");
        var failure = await Assert.ThrowsAsync<AggregateException>(() => Create(
            new Step("a", (_, _, _) => throw first) { Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant) { Handles = _ => throw filter } }).RunAsync().AsTask());
        Assert.Equal([first, filter], failure.InnerExceptions);
    }

    [Fact]
    public async Task What_a_signal_has_cancelled_is_cancelled_in_the_rounds_to_come()
    {
        var run = InterpretedRun.Start(_clock,
            Signal("stop") with { IsBackground = true, Cancels = ["work"] },
            Gated("a"),
            Now("work", "a"),
            Now("z", "a") with { After = ["work"], Loop = new("a", null, 3) });
        End("a");
        run.Signal("stop", 1);
        End("a/2");
        End("a/3");
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Contains("work", _seen);
        Assert.DoesNotContain("work/2", _seen);
        Assert.DoesNotContain("work/3", _seen);
    }

    [Fact]
    public async Task What_has_lost_outside_of_its_loop_has_lost_for_the_rounds_to_come()
    {
        var run = InterpretedRun.Start(_clock,
            Signal("first"),
            Gated("a"),
            Now("inside", "a"),
            Now("z", "a") with { After = ["inside"], Loop = new("a", null, 2) },
            Now("j") with { Joins = [new Join("first", "inside") { Rest = Rest.Cancel }] });
        run.Signal("first", 1);
        End("a");
        End("a/2");
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(_seen, s => s.StartsWith("inside", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_output_of_a_round_that_is_over_is_not_the_result()
    {
        var result = await Create(
            Now("a"),
            new Step("early", (_, _, _) => new(10)) { Needs = ["a"], Guard = a => a[0] == 1, IsOutput = true },
            new Step("late", (_, _, _) => new(20)) { Needs = ["a"], Guard = a => a[0] == 2, IsOutput = true },
            new Step("z", (_, _, _) => new(1)) { Reads = ["early", "late"], Loop = new("a", null, 2) },
            Now("last", "z")).RunAsync();
        Assert.Equal(20, result);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 500 && !holds(); i++)
            await Task.Delay(10);
        Assert.True(holds());
    }
}
