using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class JoinTests
{
    private readonly List<string> _ran = [];
    private readonly Dictionary<string, TaskCompletionSource<int?>> _gates = [];

    private Step Now(string name, int value, params string[] needs) => new(name, (_, _, _) =>
    {
        _ran.Add(name);
        return new(value);
    })
    { Needs = needs };

    /// <summary>Ends when the test says so, whatever its token says.</summary>
    private Step Gated(string name, params string[] needs)
    {
        var gate = _gates[name] = new();
        return new Step(name, (_, _, _) =>
        {
            _ran.Add(name);
            return new(gate.Task);
        })
        { Needs = needs };
    }

    /// <summary>Ends only by its token, which is then told.</summary>
    private Step Endless(string name, params string[] needs) => new(name, async (_, _, ct) =>
    {
        _ran.Add(name);
        _ = ct.Register(() => _ran.Add($"{name} was told"));
        await Task.Delay(Timeout.Infinite, ct);
        return 0;
    })
    { Needs = needs };

    private static Step Sum(string name, params Join[] joins) => new(name, (inputs, _, _) => new(inputs.Aggregate(0, (digits, i) => (digits * 10) + (i ?? 0)))) { Joins = joins };

    [Fact]
    public async Task The_first_to_complete_is_taken_and_the_others_are_cancelled()
    {
        var executor = Create(Endless("a"), Now("b", 2), Sum("j", new Join("a", "b")));
        Assert.Equal(2, await executor.RunAsync());
        Assert.Equal(["a", "b", "a was told"], _ran);
    }

    [Fact]
    public async Task Results_are_taken_in_the_order_in_which_they_came()
    {
        var run = Create(Gated("a"), Gated("b"), Gated("c"), Sum("j", new Join("a", "b", "c") { Need = 2 })).RunAsync().AsTask();
        _gates["c"].SetResult(3);
        Assert.False(run.IsCompleted);
        _gates["a"].SetResult(1);
        Assert.Equal(31, await run);
    }

    [Fact]
    public async Task A_loser_that_ignores_its_token_holds_nothing_up_and_its_late_end_is_nobodys()
    {
        var executor = Create(Gated("a"), Now("b", 2), Sum("j", new Join("a", "b")));
        Assert.Equal(2, await executor.RunAsync());
        Assert.False(executor.WasReturned); // somebody is still at work in it
        _gates["a"].SetException(new InvalidDataException());
    }

    [Fact]
    public async Task Losers_that_are_ignored_are_waited_for_and_their_results_dropped()
    {
        var run = Create(Gated("a"), Now("b", 2), Sum("j", new Join("a", "b") { Rest = Rest.Ignore }), Now("after", 1, "j")).RunAsync().AsTask();
        Assert.Equal(["a", "b", "after"], _ran);
        Assert.False(run.IsCompleted);
        _gates["a"].SetResult(9);
        Assert.Equal(1, await run);
    }

    [Fact]
    public async Task What_leads_only_to_losers_is_cancelled_with_them()
    {
        var executor = Create(
            Endless("far"), Now("kept", 5), Now("near", 1, "far"), Now("a", 1, "near", "kept"), Now("b", 2), Sum("j", new Join("a", "b")),
            new Step("last", (inputs, _, _) => new(inputs[0] + inputs[1])) { Needs = ["kept", "j"] });
        Assert.Equal(7, await executor.RunAsync());
        Assert.DoesNotContain("near", _ran);
        Assert.Contains("far was told", _ran);
    }

    [Fact]
    public async Task What_others_need_as_well_goes_on()
    {
        var run = Create(
            Gated("shared"), Now("a", 1, "shared"), Now("b", 2), Sum("j", new Join("a", "b")),
            new Step("last", (inputs, _, _) => new(inputs[0] + inputs[1])) { Needs = ["shared", "j"] }).RunAsync().AsTask();
        Assert.False(run.IsCompleted);
        _gates["shared"].SetResult(5);
        Assert.Equal(7, await run);
        Assert.DoesNotContain("a", _ran);
    }

    [Fact]
    public async Task A_cancelled_step_skips_what_needs_it()
    {
        var executor = Create(
            Endless("a"), Now("b", 2), Sum("j", new Join("a", "b")), Now("needs", 1, "a"), new Step("last", (inputs, _, _) => new(inputs[0] ?? 7)) { Reads = ["needs"], After = ["j"] });
        Assert.Equal(7, await executor.RunAsync());
        Assert.DoesNotContain("needs", _ran);
    }

    [Fact]
    public async Task A_join_that_falls_short_skips_its_step_or_hands_over_nothing()
    {
        Step Skipped(string name) => Now(name, 1) with { Guard = _ => false };
        Assert.Null(await Create(Skipped("a"), Skipped("b"), Sum("j", new Join("a", "b"))).RunAsync());
        Assert.Equal(0, await Create(Skipped("a"), Skipped("b"), Sum("j", new Join("a", "b") { Required = false })).RunAsync());
        Assert.Equal(20, await Create(Skipped("a"), Now("b", 2), Sum("j", new Join("a", "b") { Need = 2, Required = false })).RunAsync());
        Assert.Null(await Create(Skipped("a"), Now("b", 2), Sum("j", new Join("a", "b") { Need = 2 })).RunAsync());
    }

    [Fact]
    public async Task A_loser_between_two_attempts_is_cancelled()
    {
        var clock = new ManualTimeProvider();
        var attempts = 0;
        var executor = Create(
            new Step("a", (_, _, _) =>
            {
                attempts++;
                throw new InvalidDataException();
            })
            { Retry = new RetryPolicy(5, TimeSpan.FromDays(1), Backoff.Constant) },
            Gated("b"),
            Sum("j", new Join("a", "b")));
        var run = new InterpretedRun(executor, clock);
        _gates["b"].SetResult(2);
        Assert.Equal(2, await run.Completion);
        Assert.Equal(1, attempts);
        Assert.Null(clock.NextTimer);
    }

    [Fact]
    public async Task A_step_may_take_of_several_groups()
    {
        var executor = Create(Endless("a"), Now("b", 2), Now("c", 3), Endless("d"), Sum("j", new Join("a", "b"), new Join("c", "d")));
        Assert.Equal(23, await executor.RunAsync());
    }

    [Fact]
    public async Task Long_chains_are_cancelled_without_deep_recursion()
    {
        const int Length = 5_000;
        Step[] chain = [Endless("s0"), .. Enumerable.Range(1, Length - 1).Select(i => Now($"s{i}", 1, $"s{i - 1}"))];
        // Not InterpretedExecutor's inputs by name, which would take quadratic time: nothing of the chain but its first step runs.
        var executor = Create([.. chain, Now("b", 2), Sum("j", new Join($"s{Length - 1}", "b"))]);
        Assert.Equal(2, await executor.RunAsync());
        Assert.Equal(["s0", "b", "s0 was told"], _ran);
    }

    [Fact]
    public void Only_what_can_be_cancelled_has_a_token_of_its_own()
    {
        var nodes = Create(Now("a", 1), Now("b", 1, "a"), Now("c", 1), Now("d", 1, "c"), Now("e", 1), Sum("j", new Join("b", "d"), new Join("e") { Rest = Rest.Ignore }), Now("f", 1, "a", "j")).Definition.Nodes;
        Assert.Equal(["b", "c", "d"], nodes.Where(n => n.CanBeCancelled).Select(n => n.Name));
    }

    [Fact]
    public void Members_count_when_cycles_are_looked_for()
    {
        var thrown = Assert.Throws<ArgumentException>(() => Create(Now("a", 1, "j"), Sum("j", new Join("a"))));
        Assert.Contains("'a', 'j'", thrown.Message, StringComparison.Ordinal);
    }
}
