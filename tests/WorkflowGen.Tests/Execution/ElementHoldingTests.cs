using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using static WorkflowGen.Tests.Execution.EachExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>[Exclusive] and [Limit] on [Each]: they hold back elements.</summary>
public sealed class ElementHoldingTests
{
    private readonly List<string> _seen = [];
    private readonly Dictionary<string, TaskCompletionSource<int>> _gates = [];
    private readonly ManualTimeProvider _clock = new();

    private Step Gated(string name, string over = "input") => new(name)
    {
        Over = [over],
        Element = (e, _, _) =>
        {
            var element = $"{name}{e[0]}";
            _seen.Add(element);
            return new((_gates[element] = new()).Task);
        },
    };

    private Step Now(string name, params string[] needs) => new(name)
    {
        After = needs,
        Body = (_, _, _) =>
        {
            _seen.Add(name);
            return new([1]);
        },
    };

    private void End(string element) => _gates[element].SetResult(1);

    private EachExecutor Elements(int count, params Step[] steps)
    {
        var executor = Create(steps);
        executor.Input = [.. Enumerable.Range(0, count)];
        return executor;
    }

    private RecordingJournal BeginDurable(EachExecutor executor)
    {
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromDays(2));
        return journal;
    }

    [Fact]
    public async Task Elements_of_an_exclusive_step_run_one_after_the_other_and_others_get_their_turn()
    {
        var run = Elements(3, Gated("a") with { Exclusive = "x", MaxParallel = 2 }, Now("b") with { Exclusive = "x" }, Now("last", "a", "b")).RunAsync();
        Assert.Equal(["a0"], _seen);
        End("a0");
        Assert.Equal(["a0", "a1"], _seen); // it was in line before b
        End("a1");
        Assert.Equal(["a0", "a1", "b", "a2"], _seen);
        End("a2");
        await run;
        Assert.Equal(["a0", "a1", "b", "a2", "last"], _seen);
    }

    [Fact]
    public async Task Elements_of_two_steps_that_exclude_each_other()
    {
        var run = Elements(2, Gated("a") with { Exclusive = "x" }, Gated("b") with { Exclusive = "x" }, Now("last", "a", "b")).RunAsync();
        foreach (var element in (string[])["a0", "a1", "b0", "b1"])
        {
            Assert.Equal(element, _seen[^1]);
            End(element);
        }
        await run;
        Assert.Equal(["a0", "a1", "b0", "b1", "last"], _seen);
    }

    [Fact]
    public async Task With_Until_the_step_has_the_lock_from_its_first_element_on()
    {
        var run = Elements(2, Gated("a") with { Exclusive = "x", ExclusiveUntil = "close" }, Now("b") with { Exclusive = "x" }, Now("close", "a"), Now("last", "b", "close")).RunAsync();
        Assert.Equal(["a0"], _seen);
        End("a0");
        Assert.Equal(["a0", "a1"], _seen);
        End("a1");
        await run;
        Assert.Equal(["a0", "a1", "close", "b", "last"], _seen);
    }

    [Fact]
    public async Task An_element_keeps_the_lock_while_it_waits_for_its_next_attempt()
    {
        var attempts = new List<string>();
        var executor = Elements(2, new Step("a")
        {
            Over = ["input"],
            TakesContext = true,
            Exclusive = "x",
            Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant),
            Element = (e, step, _) =>
            {
                attempts.Add($"{e[0]}#{step!.Attempt}");
                return e[0] == 0 && step.Attempt == 1 ? throw new InvalidDataException() : new(1);
            },
        });
        BeginDurable(executor);
        var drive = executor.DriveAsync();
        Assert.Equal(["0#1"], attempts);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["0#1", "0#2", "1#1"], attempts);
    }

    [Fact]
    public async Task After_a_crash_an_element_that_had_failed_an_attempt_has_the_lock_still()
    {
        var executor = Elements(3, Gated("a") with { Exclusive = "x", Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) });
        BeginDurable(executor);
        var elements = new ElementProgress();
        elements.Open.Add(2, new OpenElement { Status = NodeStatus.Waiting, Attempt = 2, At = _clock.GetUtcNow() + TimeSpan.FromDays(1), BegunAt = _clock.GetUtcNow() });
        executor.RestoreElements(0, elements);
        executor.FinishRestore();
        var drive = executor.DriveAsync();
        Assert.Empty(_seen);
        _clock.Advance(TimeSpan.FromDays(1));
        foreach (var element in (string[])["a2", "a0", "a1"])
        {
            Assert.Equal(element, _seen[^1]);
            End(element);
        }
        Assert.Equal(ExecutorEnd.Ended, await drive);
    }

    [Theory]
    [InlineData("exclusive")]
    [InlineData("limit")]
    public async Task When_there_are_enough_the_next_one_gets_in(string kind)
    {
        var executor = Elements(3, Held(Gated("a") with { Enough = 1 }, kind), Held(Now("b"), kind), Now("last", "a", "b"));
        var run = executor.RunAsync();
        Assert.Equal(["a0"], _seen);
        End("a0");
        await run.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["a0", "b", "last"], _seen);
    }

    [Theory]
    [InlineData("exclusive")]
    [InlineData("limit")]
    public async Task Elements_that_are_cancelled_let_others_in(string kind)
    {
        var stop = new TaskCompletionSource<int[]>();
        var run = Elements(3,
            Held(Gated("a"), kind),
            Held(Now("b"), kind),
            new Step("stop") { Body = (_, _, _) => new(stop.Task), Cancels = ["a"] },
            Now("last", "a", "b", "stop")).RunAsync();
        Assert.Equal(["a0"], _seen);
        stop.SetResult([]);
        await run.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["a0", "b", "last"], _seen);
    }

    [Fact]
    public async Task Each_element_enters_the_limit_and_leaves_it()
    {
        var running = 0;
        var most = 0;
        var executor = Elements(20, new Step("a")
        {
            Over = ["input"],
            Limit = new LimitPolicy(Guid.NewGuid().ToString(), 3, 0),
            Element = async (_, _, _) =>
            {
                var now = Interlocked.Increment(ref running);
                lock (_seen)
                    most = Math.Max(most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return 1;
            },
        });
        Assert.Equal(20, (await executor.RunAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken))!.Count);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_run_that_is_given_up_gives_back_what_its_elements_had()
    {
        var policy = new LimitPolicy("psp", 1, 0);
        var executor = Elements(3, Gated("a") with { Limit = policy });
        var journal = BeginDurable(executor);
        var drive = executor.DriveAsync();
        Assert.Equal(["a0"], _seen);
        executor.Abandon();
        Assert.Equal(ExecutorEnd.Lost, await drive);
        var limit = journal.Limits.Of("psp");
        Assert.True(limit.TryEnter(new LimitTicket(executor, 0, policy, limit)));
    }

    private readonly string _limit = Guid.NewGuid().ToString();

    private Step Held(Step step, string kind) => kind == "limit" ? step with { Limit = new LimitPolicy(_limit, 1, 0) } : step with { Exclusive = "x" };
}
