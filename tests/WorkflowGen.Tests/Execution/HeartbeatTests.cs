using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);
    private readonly ManualTimeProvider _clock = new();

    private (InterpretedExecutor Executor, RecordingJournal Journal) Begin(params Step[] steps)
    {
        var executor = Create(steps);
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromSeconds(10));
        return (executor, journal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_reported_is_forgotten_when_no_attempt_follows(bool fails)
    {
        var progress = RunProgress.For(Create(new Step("a", (_, _, _) => new(1)), new Step("b", (_, _, _) => new(1))).Definition, "", _clock.GetUtcNow(), "");
        progress.Reports(0, 1, new byte[] { 1 });
        progress.Reports(new NodeKey(1, Element: 2), 1, new byte[] { 2 });
        foreach (var node in new[] { 0, 1 })
        {
            if (fails)
                progress.AttemptFailed(node, 1, _clock.GetUtcNow(), _clock.GetUtcNow(), null, new StepFailure("a", 1, "E", "no", null));
            else
                progress.Cancelled(node, _clock.GetUtcNow());
        }
        Assert.Empty(progress.Reported);
    }

    /// <summary>A step that never ends by itself; its context is handed out.</summary>
    private static Step Hanging(string name, Action<StepContext> begun) => new(name, (_, step, _) =>
    {
        begun(step!);
        return new(new TaskCompletionSource<int?>().Task);
    })
    { TakesContext = true, Heartbeat = s_interval };

    [Fact]
    public async Task An_attempt_that_is_silent_for_too_long_has_failed_and_says_so()
    {
        StepContext? context = null;
        var (executor, journal) = Begin(Hanging("a", step => context = step));
        var end = executor.DriveAsync();
        _clock.Advance(s_interval - TimeSpan.FromSeconds(1));
        Assert.Empty(journal.Commits);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ExecutorEnd.Ended, await end);
        Assert.Equal(["fail a#1 TimeoutException, Failed"], journal.Commits);
        Assert.True(context!.CancellationToken.IsCancellationRequested);
        Assert.Throws<OperationCanceledException>(() => context.Heartbeat(1));
    }

    [Fact]
    public async Task In_memory_the_run_fails_with_what_says_so()
    {
        var executor = Create(new Step("a", async (_, _, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return 1;
        })
        { Heartbeat = TimeSpan.FromMilliseconds(20) });
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => executor.RunAsync().AsTask());
        Assert.Equal("Step 'a' was silent for longer than its heartbeat of 20ms in attempt 1.", failure.Message);
    }

    [Fact]
    public async Task Signs_of_life_keep_an_attempt_going_and_one_commit_an_interval_keeps_the_last()
    {
        StepContext? context = null;
        var (executor, journal) = Begin(Hanging("a", step => context = step));
        var end = executor.DriveAsync();
        for (var i = 1; i <= 90; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            context!.Heartbeat(i);
        }
        Assert.False(end.IsCompleted);
        Assert.Equal(["heartbeat a", "heartbeat a", "heartbeat a"], journal.Commits);
        _clock.Advance(s_interval);
        Assert.Equal(ExecutorEnd.Ended, await end);
    }

    [Fact]
    public async Task A_commit_of_something_else_carries_the_last_report_along()
    {
        StepContext? context = null;
        var beside = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(Hanging("a", step => context = step), new Step("b", (_, _, _) => new(beside.Task)));
        _ = executor.DriveAsync();
        context!.Heartbeat(1);
        context.Heartbeat(2);
        beside.SetResult(1);
        await Until(() => journal.Commits.Count > 0);
        Assert.Equal(["ok b#1, heartbeat a"], journal.Commits);
    }

    [Fact]
    public async Task The_next_attempt_gets_what_the_last_one_reported()
    {
        var seen = new List<int>();
        var (executor, journal) = Begin(new Step("a", (_, step, _) =>
        {
            seen.Add(step!.LastHeartbeat<int>());
            step.Heartbeat(step.Attempt * 10);
            return step.Attempt < 3 ? throw new InvalidDataException() : new(1);
        })
        { TakesContext = true, Heartbeat = s_interval, Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant) });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal([0, 10, 20], seen);
        Assert.Equal("heartbeat a, fail a#1 InvalidDataException retry", journal.Commits[0]);
    }

    [Fact]
    public async Task Elements_report_each_for_itself()
    {
        var seen = new List<(int? Element, int Before)>();
        var executor = EachExecutor.Create(new EachExecutor.Step("each")
        {
            Over = ["input"],
            TakesContext = true,
            Heartbeat = s_interval,
            Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant),
            Element = (e, step, _) =>
            {
                seen.Add((step!.Element, step.LastHeartbeat<int>()));
                step.Heartbeat((e[0] * 10) + step.Attempt);
                return step.Attempt == 1 ? throw new InvalidDataException() : new(e[0]);
            },
        });
        executor.Input = [1, 2];
        Assert.Equal([1, 2], await executor.RunAsync());
        Assert.Equal([(0, 0), (0, 11), (1, 0), (1, 21)], seen.Order());
    }

    [Fact]
    public async Task Elements_progress_is_on_record_and_silence_is_an_elements()
    {
        StepContext? first = null;
        var executor = EachExecutor.Create(new EachExecutor.Step("each")
        {
            Over = ["input"],
            TakesContext = true,
            Heartbeat = s_interval,
            Element = (_, step, _) =>
            {
                if (step!.Element == 0)
                    first = step;
                return new(new TaskCompletionSource<int>().Task);
            },
        });
        executor.Input = [1, 2];
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromSeconds(10));
        var end = executor.DriveAsync();
        _clock.Advance(TimeSpan.FromSeconds(20));
        first!.Heartbeat(7);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("heartbeat each[0]", journal.Commits[0]);
        Assert.StartsWith("fail each[1]#1 TimeoutException", journal.Commits[1], StringComparison.Ordinal);
        _clock.Advance(s_interval);
        Assert.Equal(ExecutorEnd.Ended, await end);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task Progress_above_the_limit_is_refused_and_the_step_is_told(int length, bool passes)
    {
        Exception? refused = null;
        var executor = Create(new Step("a", (_, step, _) =>
        {
            refused = Record.Exception(() => step!.Heartbeat(new string('x', length - 2)));
            return new(1);
        })
        { TakesContext = true, Heartbeat = s_interval });
        var journal = new RecordingJournal(executor) { MaxProgressBytes = 1000 };
        executor.BeginDurable(journal, _clock, NullLogger.Instance, _clock.GetUtcNow(), TimeSpan.FromSeconds(10));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        if (passes)
        {
            Assert.Null(refused);
            return;
        }
        Assert.Equal(
            "The progress that step 'a' reports takes 1,001 bytes of JSON, and WorkflowGenOptions.MaxPayloadBytes allows 1,000. Report how far it has come (a number, a key) rather than what it has done, or raise the limit.",
            Assert.IsType<HandoffException>(refused).Message);
        Assert.DoesNotContain("heartbeat", string.Join(", ", journal.Commits), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_round_begins_without()
    {
        var seen = new List<int>();
        await Create(new Step("a", (_, step, _) =>
        {
            seen.Add(step!.LastHeartbeat<int>());
            step.Heartbeat(7);
            return new(1);
        })
        { TakesContext = true, Heartbeat = s_interval, Loop = new("a", null, 2) }).RunAsync();
        Assert.Equal([0, 0], seen);
    }

    [Fact]
    public async Task A_step_that_blocks_in_silence_has_failed_when_it_returns()
    {
        var (executor, journal) = Begin(new Step("a", (_, _, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            return new(1);
        })
        { Heartbeat = s_interval });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 TimeoutException, Failed"], journal.Commits);
    }

    [Fact]
    public async Task Stopping_keeps_what_was_reported()
    {
        StepContext? context = null;
        var (executor, journal) = Begin(new Step("a", async (_, step, cancelled) =>
        {
            context = step;
            await Task.Delay(Timeout.Infinite, cancelled);
            return 1;
        })
        { TakesContext = true, Heartbeat = s_interval });
        var end = executor.DriveAsync();
        context!.Heartbeat(1);
        executor.RequestStop(cancelSteps: true);
        Assert.Equal(ExecutorEnd.Stopped, await end);
        Assert.Equal(["heartbeat a"], journal.Commits);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 4000 && !condition(); i++)
            await Task.Delay(1);
        Assert.True(condition());
    }
}
