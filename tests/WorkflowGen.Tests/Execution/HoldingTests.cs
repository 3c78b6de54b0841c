using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Hosting;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class HoldingTests
{
    private readonly List<string> _seen = [];
    private readonly Dictionary<string, TaskCompletionSource<int?>> _gates = [];
    private int _running;
    private int _most;

    /// <summary>Runs until the test says so.</summary>
    private Step Gated(string name, params string[] needs)
    {
        var gate = _gates[name] = new();
        return new Step(name, (_, _, _) =>
        {
            _seen.Add(name);
            return new(gate.Task);
        })
        { Needs = needs };
    }

    private Step Now(string name, params string[] needs) => new(name, (_, _, _) =>
    {
        _seen.Add(name);
        return new(1);
    })
    { Needs = needs };

    private void End(string name) => _gates[name].SetResult(1);

    [Fact]
    public async Task Steps_that_exclude_each_other_run_one_at_a_time_in_order()
    {
        var run = Create(
            Gated("a") with { Exclusive = "x" }, Gated("b") with { Exclusive = "x" }, Gated("other") with { Exclusive = "y" }, Gated("c") with { Exclusive = "x" }, Now("last", "a", "b", "c", "other")).RunAsync().AsTask();
        Assert.Equal(["a", "other"], _seen);
        End("a");
        Assert.Equal(["a", "other", "b"], _seen);
        End("b");
        Assert.Equal(["a", "other", "b", "c"], _seen);
        End("c");
        End("other");
        Assert.Equal(1, await run);
    }

    [Fact]
    public async Task Nobody_gets_in_between_a_step_and_the_one_that_ends_its_section()
    {
        var run = Create(
            Gated("open") with { Exclusive = "x", ExclusiveUntil = "close" },
            Gated("between", "open") with { Exclusive = "x" },
            Gated("close", "between"),
            Gated("outside") with { Exclusive = "x" },
            Now("last", "close", "outside")).RunAsync().AsTask();
        Assert.Equal(["open"], _seen);
        End("open");
        Assert.Equal(["open", "between"], _seen);
        End("between");
        Assert.Equal(["open", "between", "close"], _seen);
        End("close");
        Assert.Equal(["open", "between", "close", "outside"], _seen);
        End("outside");
        Assert.Equal(1, await run);
    }

    [Fact]
    public async Task A_step_keeps_its_lock_while_it_waits_for_the_next_attempt()
    {
        var clock = new ManualTimeProvider();
        var attempts = 0;
        var executor = Create(
            new Step("a", (_, _, _) => ++attempts == 1 ? throw new InvalidDataException() : new(1)) { Exclusive = "x", Retry = new RetryPolicy(2, TimeSpan.FromMinutes(1), Backoff.Constant) },
            Now("b") with { Exclusive = "x" },
            Now("last", "a", "b"));
        var run = new InterpretedRun(executor, clock);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_seen);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await run.Completion);
        Assert.Equal(["b", "last"], _seen);
    }

    [Fact]
    public async Task After_a_crash_a_failed_attempt_and_a_section_that_was_begun_have_the_lock_still()
    {
        var start = DateTimeOffset.UtcNow;
        var executor = Create(
            Now("early") with { Exclusive = "x" },
            Now("late") with { Exclusive = "x", Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant) },
            Now("early2") with { Exclusive = "y" },
            Now("open") with { Exclusive = "y", ExclusiveUntil = "close" },
            Gated("close", "open"),
            Now("last", "early", "late", "early2", "close"));
        executor.BeginDurable(new RecordingJournal(executor), TimeProvider.System, NullLogger.Instance, start, TimeSpan.FromSeconds(10));
        executor.RestoreNode(1, NodeStatus.Waiting, 1, start, round: 1, order: 0);
        executor.RestoreNode(3, NodeStatus.Completed, 1, start, round: 1, order: 1);
        executor.FinishRestore();
        var drive = executor.DriveAsync();
        Assert.Equal(["late", "close", "early"], _seen);
        End("close");
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["late", "close", "early", "early2", "last"], _seen);
    }

    [Fact]
    public async Task A_cancelled_step_lets_the_next_one_in()
    {
        var run = InterpretedRun.Start(
            null,
            Gated("a") with { Exclusive = "x" },
            Now("b") with { Exclusive = "x" },
            new Step("stop", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition(), IsBackground = true, Cancels = ["a"] },
            Now("last", "b") with { Reads = ["a"] });
        Assert.Equal(["a"], _seen);
        run.Signal("stop", null);
        Assert.Equal(1, await run.Completion);
        Assert.Equal(["a", "b", "last"], _seen);
    }

    private Step Counted(string name, LimitPolicy limit) => new(name, async (_, _, _) =>
    {
        var running = Interlocked.Increment(ref _running);
        lock (_seen)
            _most = Math.Max(_most, running);
        await Task.Yield();
        Interlocked.Decrement(ref _running);
        return 1;
    })
    { Limit = limit };

    [Fact]
    public async Task A_limit_holds_across_a_hundred_runs_in_memory()
    {
        var limit = new LimitPolicy(Guid.NewGuid().ToString(), 3, 0);
        var runs = Enumerable.Range(0, 100).Select(_ => Create(Counted("a", limit), Counted("b", limit), Now("last", "a", "b")).RunAsync().AsTask()).ToList();
        Assert.All(await Task.WhenAll(runs).WaitAsync(TimeSpan.FromSeconds(60)), result => Assert.Equal(1, result));
        Assert.InRange(_most, 1, 3);
        Assert.Equal(0, _running);
    }

    [Fact]
    public async Task A_limit_holds_across_a_hundred_durable_runs()
    {
        var limit = new LimitPolicy("psp", 2, 0);
        await using var harness = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Counted("a", limit), Counted("b", limit));
        for (var i = 0; i < 100; i++)
            await harness.StartRunAsync($"r{i}");
        for (var i = 0; i < 100; i++)
            await harness.WaitAsync($"r{i}");
        Assert.InRange(_most, 1, 2);
    }

    [Fact]
    public void No_second_sees_more_starts_than_the_limit_says()
    {
        var clock = new ManualTimeProvider();
        var limit = new StepLimits(clock).Of("psp");
        var policy = new LimitPolicy("psp", 0, 2);
        var executor = Create(Now("a"));
        LimitTicket[] tickets = [.. Enumerable.Range(0, 5).Select(_ => new LimitTicket(executor, 0, policy, limit))];
        int Entered() => tickets.Count(t => t.State == LimitTicketState.Entered);
        Assert.Equal([true, true, false, false, false], tickets.Select(limit.TryEnter));
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(2, Entered());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(4, Entered());
        Assert.Equal(LimitTicketState.Waiting, tickets[4].State); // first come, first served
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(4, Entered());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(5, Entered());
    }

    [Fact]
    public void Less_than_one_start_per_second_is_one_in_several()
    {
        var clock = new ManualTimeProvider();
        var limit = new StepLimits(clock).Of("psp");
        var policy = new LimitPolicy("psp", 0, 0.5);
        var executor = Create(Now("a"));
        Assert.True(limit.TryEnter(new LimitTicket(executor, 0, policy, limit)));
        var second = new LimitTicket(executor, 0, policy, limit);
        Assert.False(limit.TryEnter(second));
        clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.Equal(LimitTicketState.Waiting, second.State);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(LimitTicketState.Entered, second.State);
    }

    public static TheoryData<string> Ends => ["completes", "fails", "times out", "is cancelled", "waits for a retry", "is in line and cancelled"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task However_an_attempt_ends_the_next_one_may_start(string end)
    {
        var clock = new ManualTimeProvider();
        var policy = new LimitPolicy("psp", 1, 0);
        var never = new TaskCompletionSource<int?>();
        var first = new Step("a", (_, _, _) => end switch
        {
            "completes" => new(1),
            "fails" or "waits for a retry" => throw new InvalidDataException(),
            _ => new(never.Task),
        })
        {
            Limit = policy,
            Timeout = end == "times out" ? TimeSpan.FromSeconds(5) : null,
            Retry = end == "waits for a retry" ? new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) : null,
        };
        var stop = new Step("stop", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition(), IsBackground = true, Cancels = ["a", "a2"] };
        Step[] steps = end == "is in line and cancelled"
            ? [first, first with { Name = "a2" }, stop, Now("last") with { Reads = ["a", "a2"] }]
            : [first, stop with { Cancels = ["a"] }, Now("last") with { Reads = ["a"] }];
        var run = InterpretedRun.Start(clock, steps);
        clock.Advance(TimeSpan.FromSeconds(5));
        if (end.Contains("cancelled", StringComparison.Ordinal))
            run.Signal("stop", null);

        var limit = StepLimits.OfProcess(clock).Of("psp");
        Assert.True(limit.TryEnter(new LimitTicket(Create(Now("x")), 0, policy, limit)));
        if (end is not ("fails" or "times out" or "waits for a retry"))
            Assert.Equal(1, await run.Completion);
    }

    [Fact]
    public async Task A_run_that_is_given_up_gives_back_what_its_steps_had()
    {
        var policy = new LimitPolicy("psp", 1, 0);
        var executor = Create(Gated("a") with { Limit = policy }, Gated("b") with { Limit = policy });
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(10));
        var drive = executor.DriveAsync();
        Assert.Equal(["a"], _seen);
        executor.Abandon();
        Assert.Equal(ExecutorEnd.Lost, await drive);
        var limit = journal.Limits.Of("psp");
        Assert.True(limit.TryEnter(new LimitTicket(executor, 0, policy, limit)));
    }

    [Fact]
    public async Task A_run_whose_steps_are_in_line_is_not_suspended()
    {
        var policy = new LimitPolicy("psp", 1, 0);
        var executor = Create(Now("a") with { Limit = policy }, new Step("b", (_, _, _) => throw new InvalidDataException()) { Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) }, Now("last", "a"));
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(10));
        var limit = journal.Limits.Of("psp");
        var blocking = new LimitTicket(Create(Now("x")), 0, policy, limit);
        Assert.True(limit.TryEnter(blocking));
        var drive = executor.DriveAsync();
        Assert.False(drive.IsCompleted);
        limit.Leave(blocking);
        Assert.Equal(ExecutorEnd.Suspended, await drive);
        Assert.Equal(["a", "last"], _seen);
    }
}
