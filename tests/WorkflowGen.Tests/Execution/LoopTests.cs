using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class LoopTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<string> _ran = [];

    /// <summary>A step that adds its inputs and one, and says that it ran.</summary>
    private Step Sum(string name, params string[] needs) => new(name, (inputs, step, _) =>
    {
        _ran.Add(step!.Round == 1 ? name : $"{name}/{step.Round}");
        return new((inputs.Sum() ?? 0) + 1);
    })
    { Needs = needs, TakesContext = true };

    /// <summary>A step that counts how often it ran.</summary>
    private Step Count(string name, params string[] needs)
    {
        var count = 0;
        return new(name, (_, step, _) =>
        {
            _ran.Add(step!.Round == 1 ? name : $"{name}/{step.Round}");
            return new(++count);
        })
        { Needs = needs, TakesContext = true };
    }

    private static (InterpretedExecutor Executor, RecordingJournal Journal) Durable(params Step[] steps)
    {
        var executor = Create(steps);
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, s_start, TimeSpan.FromSeconds(10));
        return (executor, journal);
    }

    [Fact]
    public async Task A_region_runs_again_while_its_guard_holds_and_what_follows_runs_once()
    {
        var result = await Create(Count("first"), Count("fetch", "first"), Count("turn", "fetch") with { Loop = new("fetch", v => v[0] < 3) }, Sum("after", "turn")).RunAsync();
        Assert.Equal(4, result);
        Assert.Equal(["first", "fetch", "turn", "fetch/2", "turn/2", "fetch/3", "turn/3", "after"], _ran);
    }

    [Fact]
    public async Task A_step_repeats_itself()
    {
        Assert.Equal(5, await Create(Count("a") with { Loop = new("a", v => v[0] < 5) }).RunAsync());
    }

    [Fact]
    public async Task Max_ends_a_loop_that_nothing_else_ends()
    {
        Assert.Equal(3, await Create(Count("a") with { Loop = new("a", null, 3) }).RunAsync());
        Assert.Equal(3, await Create(Count("a") with { Loop = new("a", _ => true, 3) }).RunAsync());
        Assert.Equal(1, await Create(Count("a") with { Loop = new("a", _ => true, 1) }).RunAsync());
    }

    [Fact]
    public async Task A_dependent_of_the_middle_of_a_loop_waits_until_it_is_over()
    {
        await Create(Count("a"), Count("b", "a") with { Loop = new("a", v => v[0] < 2) }, Count("of a", "a"), Count("of b", "b")).RunAsync();
        Assert.Equal(["a", "b", "a/2", "b/2", "of a", "of b"], _ran);
    }

    [Fact]
    public async Task Nested_loops_count_their_rounds_anew_in_each_round_around_them()
    {
        await Create(
            Count("out"),
            Count("in", "out") with { Loop = new("in", null, 2) },
            Count("end", "in") with { Loop = new("out", null, 2) },
            Count("after", "in", "end")).RunAsync();
        Assert.Equal(["out", "in", "in/2", "end", "out/2", "in/3", "in/4", "end/2", "after"], _ran);
    }

    [Fact]
    public async Task Loops_may_overlap()
    {
        // a b c d: back from c to a, and from d to b.
        var back = 0;
        await Create(
            Count("a"),
            Count("b", "a"),
            Count("c", "b") with { Loop = new("a", _ => ++back is 1 or 3) },
            Count("d", "c") with { Loop = new("b", null, 2) },
            Count("of a", "a"),
            Count("after", "d")).RunAsync();
        Assert.Equal(["a", "b", "c", "a/2", "b/2", "c/2", "d", "b/3", "c/3", "a/3", "b/4", "c/4", "d/2", "of a", "after"], _ran);
    }

    [Fact]
    public async Task A_step_outside_that_leads_into_the_second_loop_waits_for_the_first_only()
    {
        // x is told by the first loop's end; the second begins that loop again, and x has run by then.
        await Create(
            Count("a"),
            Count("b", "a"),
            Count("c", "b") with { Loop = new("a", null, 2) },
            Count("x", "a"),
            Count("d", "c", "x") with { Loop = new("b", null, 2) }).RunAsync();
        Assert.Equal(["a", "b", "c", "a/2", "b/2", "c/2", "x", "d", "b/3", "c/3", "a/3", "b/4", "c/4", "d/2"], _ran);
    }

    [Fact]
    public void Loops_that_would_wait_for_each_other_are_refused()
    {
        NodeDefinition[] nodes = [new("a1", [], []), new("a2", [], []), new("v1", [0], []), new("v2", [1], []), new("z1", [0, 3], []), new("z2", [1, 2], [])];
        var refused = Assert.Throws<ArgumentException>(() => new WorkflowDefinition("crossed", 1, "00", nodes, [], -1)
        {
            Loops = [new LoopDefinition(4, [0, 4], 2, false), new LoopDefinition(5, [1, 5], 2, false)],
        });
        Assert.Contains("'v1', 'v2', 'z1', 'z2'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_whose_last_step_is_skipped_is_over()
    {
        await Create(
            Count("a"),
            Count("b", "a") with { Guard = v => v[0] < 3, Loop = new("a", _ => true) },
            Count("after") with { Reads = ["a", "b"] }).RunAsync();
        Assert.Equal(["a", "b", "a/2", "b/2", "a/3", "after"], _ran);
    }

    [Fact]
    public async Task A_step_that_is_skipped_this_time_has_no_value_of_last_time()
    {
        var seen = new List<int?>();
        await Create(
            Count("a"),
            Count("odd", "a") with { Guard = v => v[0] % 2 == 1 },
            new Step("end", (inputs, _, _) =>
            {
                seen.Add(inputs[1]);
                return new(inputs[0]);
            })
            { Needs = ["a"], Reads = ["odd"], Loop = new("a", v => v[0] < 4) }).RunAsync();
        Assert.Equal([1, null, 2, null], seen);
    }

    [Fact]
    public async Task The_value_of_the_round_before_is_there_from_the_second_round_on()
    {
        var seen = new List<(int?, int?)>();
        await Create(
            Count("a"),
            new Step("b", (inputs, _, _) =>
            {
                seen.Add((inputs[1], inputs[2]));
                return new(inputs[0] * 10);
            })
            { Needs = ["a"], Previous = ["a", "b"], Loop = new("a", v => v[0] < 30) }).RunAsync();
        Assert.Equal([(null, null), (1, 10), (2, 20)], seen);
    }

    [Fact]
    public async Task A_round_around_an_inner_loop_forgets_what_that_kept()
    {
        var seen = new List<int?>();
        await Create(
            Count("out"),
            new Step("in", (inputs, step, _) =>
            {
                seen.Add(inputs[1]);
                return new(step!.Round);
            })
            { Needs = ["out"], Previous = ["in"], TakesContext = true, Loop = new("in", null, 2) },
            Count("end", "in") with { Loop = new("out", null, 2) }).RunAsync();
        Assert.Equal([null, 1, null, 3], seen);
    }

    [Fact]
    public async Task A_guard_that_throws_fails_the_loop_s_last_step_for_good()
    {
        var (executor, journal) = Durable(
            Count("a"),
            Count("b", "a") with { Loop = new("a", _ => throw new InvalidDataException("no")), Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant) },
            Count("after", "b"));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "ok b#1", "fail b#1 InvalidDataException, Failed"], journal.Commits);

        _ran.Clear();
        var inMemory = Create(Count("a") with { Loop = new("a", _ => throw new InvalidDataException("no")) });
        await Assert.ThrowsAsync<InvalidDataException>(() => inMemory.RunAsync().AsTask());
    }

    [Fact]
    public async Task A_round_rides_with_the_next_commit_and_the_end_waits_for_the_last_step_s_own()
    {
        var (executor, journal) = Durable(Count("a"), Count("b", "a") with { Loop = new("a", v => v[0] < 2) });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "ok b#1", "round b, ok a/2#1", "ok b/2#1", "Completed"], journal.Commits);
    }

    [Fact]
    public async Task The_end_rides_with_a_last_step_that_no_loop_ends_with()
    {
        var (executor, journal) = Durable(Count("a") with { Loop = new("a", v => v[0] < 2) }, Count("after", "a"));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "round a, ok a/2#1", "ok after#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task Retries_begin_anew_in_each_round()
    {
        var calls = 0;
        var (executor, journal) = Durable(new Step("a", (_, step, _) => ++calls % 2 == 1 ? throw new InvalidDataException() : new(step!.Attempt * 10 + step.Round))
        {
            TakesContext = true,
            Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant),
            Loop = new("a", null, 2),
        });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 InvalidDataException retry", "ok a#2", "round a, fail a/2#1 InvalidDataException retry", "ok a/2#2", "Completed"], journal.Commits);
    }

    [Fact]
    public async Task What_a_step_derives_differs_from_round_to_round()
    {
        var derived = new List<(string Key, Guid Id, int Number)>();
        await Create(new Step("a", (_, step, _) =>
        {
            derived.Add((step!.IdempotencyKey.Split('/', 2)[1], step.NewGuid(), step.Random.Next()));
            return new(1);
        })
        { TakesContext = true, Loop = new("a", null, 3) }).RunAsync();
        Assert.Equal(["a", "a/2", "a/3"], derived.Select(d => d.Key));
        Assert.Equal(3, derived.Select(d => d.Id).Distinct().Count());
        Assert.Equal(3, derived.Select(d => d.Number).Distinct().Count());
    }

    [Fact]
    public async Task Each_round_sees_the_time_at_which_the_one_before_ended()
    {
        var clock = new ManualTimeProvider();
        var start = clock.GetUtcNow();
        var seen = new List<TimeSpan>();
        var executor = Create(
            new Step("a", (_, step, _) =>
            {
                seen.Add(step!.UtcNow - start);
                clock.Advance(TimeSpan.FromMinutes(1));
                return new(1);
            })
            { TakesContext = true, Loop = new("a", null, 3) },
            new Step("after", (_, step, _) =>
            {
                seen.Add(step!.UtcNow - start);
                return new(1);
            })
            { TakesContext = true, Needs = ["a"] });
        executor.BeginDurable(new RecordingJournal(executor), clock, NullLogger.Instance, start, TimeSpan.FromSeconds(10));
        await executor.DriveAsync();
        Assert.Equal([0, 1, 2, 3], seen.Select(t => t.TotalMinutes));
    }

    [Fact]
    public async Task Cancelling_ends_a_loop_that_would_go_on_for_ever()
    {
        using var cancellation = new CancellationTokenSource();
        var rounds = 0;
        var executor = Create(new Step("a", (_, _, _) =>
        {
            if (++rounds == 1000)
                cancellation.Cancel();
            return new(1);
        })
        { Loop = new("a", _ => true) });
        await Assert.ThrowsAsync<OperationCanceledException>(() => executor.RunAsync(cancellation.Token).AsTask());
        Assert.Equal(1000, rounds);
    }

    [Fact]
    public async Task A_suspending_step_in_a_loop_goes_on_where_it_was()
    {
        Assert.Equal(100, await Create(new Step("a", async (_, step, _) =>
        {
            await Task.Yield();
            return step!.Round;
        })
        { TakesContext = true, Loop = new("a", v => v[0] < 100) }).RunAsync());
    }

    /// <summary>One that ends when the test says so, in each round anew.</summary>
    private Step Gated(string name, List<(TaskCompletionSource<int?> Gate, CancellationToken Token)> gates, params string[] needs) => new(name, (_, step, ct) =>
    {
        _ran.Add(step!.Round == 1 ? name : $"{name}/{step.Round}");
        gates.Add((new(), ct));
        return new(gates[^1].Gate.Task);
    })
    { Needs = needs, TakesContext = true };

    [Fact]
    public async Task A_new_round_cancels_what_it_finds_under_way()
    {
        var gates = new List<(TaskCompletionSource<int?> Gate, CancellationToken Token)>();
        Step[] steps =
        [
            Count("a"),
            Gated("slow", gates, "a"),
            Count("fast", "a"),
            Sum("first") with { Joins = [new("slow", "fast") { Rest = Rest.Ignore }], Loop = new("a", null, 2) },
            Count("after", "first"),
        ];
        var run = Create(steps).RunAsync().AsTask();
        Assert.Equal(["a", "slow", "fast", "first", "a/2", "slow/2", "fast/2", "first/2", "after"], _ran);
        Assert.Equal([true, false], gates.Select(g => g.Token.IsCancellationRequested));
        gates[0].Gate.SetResult(7);
        Assert.False(run.IsCompleted);
        gates[1].Gate.SetResult(8);
        await run;

        gates.Clear();
        var (executor, journal) = Durable(steps);
        var end = executor.DriveAsync();
        Assert.Contains("cancel slow, round first, ok a/2#1", journal.Commits);
        gates[1].Gate.SetResult(8);
        Assert.Equal(ExecutorEnd.Ended, await end);
        Assert.Single(journal.Commits, c => c.Contains("ok slow/2#1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_blocking_join_lets_no_round_begin_until_all_have_arrived(bool isDurable)
    {
        var gates = new List<(TaskCompletionSource<int?> Gate, CancellationToken Token)>();
        Step[] steps =
        [
            Count("a"),
            Gated("slow", gates, "a"),
            Count("fast", "a"),
            Sum("first") with { Joins = [new("slow", "fast") { Rest = Rest.Block }], Loop = new("a", null, 2) },
            Count("after", "first"),
        ];
        var (executor, _) = isDurable ? Durable(steps) : (Create(steps), null!);
        var run = isDurable ? executor.DriveAsync() : executor.RunAsync().AsTask() as Task;
        Assert.Equal(["a", "slow", "fast", "first"], _ran);
        gates[0].Gate.SetResult(7);
        await Until(() => gates.Count == 2);
        Assert.Equal(["a", "slow", "fast", "first", "a/2", "slow/2", "fast/2", "first/2", "after"], _ran);
        gates[1].Gate.SetResult(7);
        await run;
    }

    [Fact]
    public async Task A_loser_that_completes_while_the_loop_s_end_is_committed_has_lost_all_the_same()
    {
        var gates = new List<(TaskCompletionSource<int?> Gate, CancellationToken Token)>();
        var executor = Create(
            Count("a"),
            Gated("slow", gates, "a"),
            Count("fast", "a"),
            new Step("end", (_, step, _) =>
            {
                gates[step!.Round - 1].Gate.SetResult(7); // taken in after this step, by when its commit is under way
                return new(1);
            })
            { TakesContext = true, Joins = [new("slow", "fast") { Rest = Rest.Ignore }], Loop = new("a", null, 2) });
        var journal = new RecordingJournal(executor, commitsAtOnce: false);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, s_start, TimeSpan.FromSeconds(10));
        var end = executor.DriveAsync();
        while (!end.IsCompleted)
        {
            await Until(() => journal.CommitsUnderWay > 0 || end.IsCompleted);
            if (journal.CommitsUnderWay > 0)
                journal.Commit();
        }
        Assert.Equal(["a", "slow", "fast", "a/2", "slow/2", "fast/2"], _ran);
        Assert.Equal(["ok a#1", "ok fast#1", "ok end#1", "ok slow#1, round end, ok a/2#1", "ok fast/2#1", "ok end/2#1", "ok slow/2#1, Completed"], journal.Commits);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 4000 && !condition(); i++)
            await Task.Delay(1);
        Assert.True(condition());
    }
}
