using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Signals and delays with a journal behind the driver: what is recorded, with what, and what is left for the next activation.</summary>
public sealed class DurableSignalTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new(s_start);

    private static Step Signal(string name, TimeSpan? timeout = null, bool buffered = true, params string[] needs) =>
        new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition { Timeout = timeout, Buffered = buffered }, Needs = needs };

    private static Step Sum(string name, params string[] needs) => new(name, (inputs, _, _) => new(inputs.Sum() ?? 0)) { Needs = needs };

    private static ReceivedSignal Sent(long number, string name, int value, DateTimeOffset at = default) =>
        new(number, name, at == default ? s_start : at, null, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    private (InterpretedExecutor Executor, RecordingJournal Journal) Begin(bool commitsAtOnce, params Step[] steps)
    {
        var executor = Create(steps);
        var journal = new RecordingJournal(executor, commitsAtOnce);
        executor.BeginDurable(journal, _clock, NullLogger.Instance, s_start, TimeSpan.FromSeconds(10));
        return (executor, journal);
    }

    [Fact]
    public async Task What_is_in_the_inbox_is_taken_and_consumed_in_the_commit_of_the_completion()
    {
        var (executor, journal) = Begin(true, Signal("a"), Signal("b"), Sum("end", "a", "b"));
        executor.RestoreSignals([Sent(3, "b", 2), Sent(4, "a", 1), Sent(5, "a", 9)], 5);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok b#1, consume 3, ok a#1, consume 4", "ok end#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_run_that_waits_for_a_signal_is_suspended_with_no_time()
    {
        var (executor, journal) = Begin(true, Signal("a"), Sum("end", "a"));
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["suspended"], journal.Commits);
    }

    [Fact]
    public async Task A_timeout_is_when_the_run_is_due_and_counts_from_what_came_before()
    {
        var (executor, journal) = Begin(true, Sum("a"), Signal("s", TimeSpan.FromMinutes(30), needs: "a"), Sum("end", "s"));
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "suspended for 30m"], journal.Commits);
    }

    [Fact]
    public async Task A_signal_that_comes_while_a_commit_is_under_way_goes_into_the_next()
    {
        var (executor, journal) = Begin(false, Sum("a"), Signal("s"), Sum("end", "a", "s"));
        var drive = executor.DriveAsync();
        executor.OnSignals([Sent(1, "s", 5)]);
        journal.Commit();
        Assert.Equal("ok a#1", journal.Commits[0]);
        journal.Commit();
        Assert.Equal("ok s#1, consume 1", journal.Commits[1]);
        journal.Commit();
        Assert.Equal(ExecutorEnd.Ended, await drive);
    }

    [Fact]
    public async Task A_signal_that_comes_while_the_run_is_being_suspended_is_left_for_who_takes_it_up_next()
    {
        var (executor, journal) = Begin(false, Signal("s"), Sum("end", "s"));
        var drive = executor.DriveAsync();
        executor.OnSignals([Sent(1, "s", 5)]);
        Assert.Equal(1, executor.SignalsSeen);
        journal.Commit();
        Assert.Equal(ExecutorEnd.Suspended, await drive);
        Assert.Equal(["suspended"], journal.Commits);
    }

    [Fact]
    public async Task A_signal_that_comes_while_the_worker_stops_or_the_run_is_cancelled_is_not_taken()
    {
        var gate = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(true, Signal("s"), new Step("slow", (_, _, _) => new(gate.Task)), Sum("end", "s", "slow"));
        var drive = executor.DriveAsync();
        executor.RequestStop(cancelSteps: false);
        executor.OnSignals([Sent(1, "s", 5)]);
        gate.SetResult(1);
        Assert.Equal(ExecutorEnd.Stopped, await drive);
        Assert.Equal(["ok slow#1"], journal.Commits);

        gate = new TaskCompletionSource<int?>();
        (executor, journal) = Begin(true, Signal("s"), new Step("slow", (_, _, _) => new(gate.Task)), Sum("end", "s", "slow"));
        drive = executor.DriveAsync();
        executor.RequestCancel();
        executor.OnSignals([Sent(1, "s", 5)]);
        gate.SetResult(1);
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["ok slow#1, Cancelled"], journal.Commits);
    }

    [Fact]
    public async Task What_was_taken_in_before_is_not_taken_twice()
    {
        var (executor, journal) = Begin(true, Signal("s"), Signal("t", needs: "s"), new Step("slow", (_, _, _) => new(new TaskCompletionSource<int?>().Task)), Sum("end", "t", "slow"));
        executor.RestoreSignals([Sent(7, "s", 1)], 7);
        _ = executor.DriveAsync();
        executor.OnSignals([Sent(7, "s", 1), Sent(8, "t", 2)]);
        executor.OnSignals([Sent(8, "t", 2)]);
        await Until(() => journal.Commits.Count == 2);
        Assert.Equal(["ok s#1, consume 7", "ok t#1, consume 8"], journal.Commits);
        executor.Abandon();
    }

    [Theory]
    [InlineData(29, "ok s#1, consume 1")]
    [InlineData(30, "ok s#1")]
    public async Task Of_a_signal_and_a_timeout_that_passed_while_nobody_was_at_work_the_earlier_has_won(int sentAfterMinutes, string expected)
    {
        _clock.Advance(TimeSpan.FromHours(1));
        var (executor, journal) = Begin(true, Signal("s", TimeSpan.FromMinutes(30)), Sum("end", "s"));
        executor.RestoreSignals([Sent(1, "s", 5, s_start + TimeSpan.FromMinutes(sentAfterMinutes))], 1);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(expected, journal.Commits[0]);
    }

    [Fact]
    public async Task What_is_not_kept_is_dropped_by_its_time_whoever_was_at_work()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        var (executor, journal) = Begin(true, Sum("a"), Signal("s", buffered: false, needs: "a"), Sum("end", "s"));
        executor.RestoreNode(0, NodeStatus.Completed, 1, _clock.GetUtcNow(), 1, 1);
        executor.FinishRestore();
        executor.RestoreSignals([Sent(1, "s", 5), Sent(2, "s", 6, _clock.GetUtcNow())], 2);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["consume 1, ok s#1, consume 2", "ok end#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task What_is_not_kept_is_dropped_when_it_was_there_before_its_wait_though_the_clock_shows_the_same()
    {
        var (executor, journal) = Begin(true, Sum("a"), Signal("s", buffered: false, needs: "a"), Sum("end", "s"));
        executor.RestoreSignals([Sent(1, "s", 5, _clock.GetUtcNow())], 1);
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["consume 1, ok a#1", "suspended"], journal.Commits);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_parks_the_run_and_stays_where_it_is()
    {
        var (executor, journal) = Begin(true, Signal("s"), Sum("end", "s"));
        executor.RestoreSignals([new ReceivedSignal(1, "s", s_start, null, "\"no number\""u8.ToArray())], 1);
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["parked"], journal.Commits);
    }

    [Fact]
    public async Task A_run_is_parked_only_when_what_is_under_way_has_ended()
    {
        var gate = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(true, Signal("s"), new Step("slow", (_, _, _) => new(gate.Task)), Sum("end", "s", "slow"));
        var drive = executor.DriveAsync();
        executor.OnSignals([new ReceivedSignal(1, "s", s_start, null, default)]);
        Assert.Empty(journal.Commits);
        gate.SetResult(1);
        Assert.Equal(ExecutorEnd.Suspended, await drive);
        Assert.Equal(["ok slow#1, parked"], journal.Commits);
    }

    [Fact]
    public async Task A_delay_is_recorded_when_it_is_over_and_counts_from_what_came_before()
    {
        _clock.Advance(TimeSpan.FromMinutes(59)); // as after a crash
        var (executor, journal) = Begin(true, new Step("wait", null!) { Kind = NodeKind.Delay, Delay = TimeSpan.FromHours(1) }, Sum("end") with { After = ["wait"] });
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["suspended for 1m"], journal.Commits);

        _clock.Advance(TimeSpan.FromMinutes(1));
        (executor, journal) = Begin(true, new Step("wait", null!) { Kind = NodeKind.Delay, Delay = TimeSpan.FromHours(1) }, Sum("end") with { After = ["wait"] });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok wait#1", "ok end#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_step_with_a_delay_sees_the_end_of_it_as_its_time()
    {
        var seen = default(DateTimeOffset);
        _clock.Advance(TimeSpan.FromHours(5));
        var (executor, journal) = Begin(true, new Step("late", (_, step, _) =>
        {
            seen = step!.UtcNow;
            return new(1);
        })
        { Delay = TimeSpan.FromHours(1), TakesContext = true });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(s_start + TimeSpan.FromHours(1), seen);
    }

    [Fact]
    public async Task A_timeout_in_memory_fires_while_the_run_is_held()
    {
        var (executor, journal) = Begin(true, Signal("s", TimeSpan.FromSeconds(5)), new Step("end", (inputs, _, _) => new(inputs[0] ?? -1)) { Needs = ["s"] });
        var drive = executor.DriveAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["ok s#1", "ok end#1, Completed"], journal.Commits);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition() && i < 2000; i++)
            await Task.Delay(1);
        Assert.True(condition());
    }
}
