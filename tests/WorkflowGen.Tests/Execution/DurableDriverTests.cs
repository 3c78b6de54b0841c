using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class DurableDriverTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Step Sync(string name, params string[] needs) =>
        new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + 1)) { Needs = needs };

    private static (InterpretedExecutor Executor, RecordingJournal Journal) Begin(bool commitsAtOnce, params Step[] steps)
    {
        var executor = Create(steps);
        var journal = new RecordingJournal(executor, commitsAtOnce);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, s_start, TimeSpan.FromSeconds(10));
        return (executor, journal);
    }

    [Fact]
    public async Task One_commit_for_each_effectful_step_and_the_end_rides_with_the_last()
    {
        var (executor, journal) = Begin(true, Sync("a"), Sync("b", "a"), Sync("c", "b"));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "ok b#1", "ok c#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task Nothing_that_depends_on_a_step_starts_before_its_record_is_durable()
    {
        var started = new List<string>();
        Step Note(string name, params string[] needs) => new(name, (_, _, _) =>
        {
            started.Add(name);
            return new(1);
        })
        { Needs = needs };
        var (executor, journal) = Begin(false, Note("a"), Note("b", "a"));
        var drive = executor.DriveAsync();
        Assert.Equal(["a"], started);
        journal.Commit();
        Assert.Equal(["a", "b"], started);
        journal.Commit();
        Assert.Equal(ExecutorEnd.Ended, await drive);
    }

    [Fact]
    public async Task What_completes_during_a_commit_goes_into_the_next()
    {
        var slow = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(false, Sync("a"), new Step("b", (_, _, _) => new(slow.Task)), Sync("c", "a", "b"));
        var drive = executor.DriveAsync();
        slow.SetResult(1);
        journal.Commit();
        await Until(() => journal.CommitsUnderWay == 1);
        journal.Commit();
        await Until(() => journal.CommitsUnderWay == 1);
        journal.Commit();
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["ok a#1", "ok b#1", "ok c#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_refused_commit_ends_the_drive_and_nothing_more_is_written()
    {
        var (executor, journal) = Begin(false, Sync("a"), Sync("b", "a"));
        var drive = executor.DriveAsync();
        journal.Commit(ok: false);
        Assert.Equal(ExecutorEnd.Lost, await drive);
        Assert.Empty(journal.Commits);
        Assert.Equal(0, journal.CommitsUnderWay);
    }

    [Fact]
    public async Task A_failed_attempt_is_on_record_before_the_next_one_starts()
    {
        var attempts = 0;
        var (executor, journal) = Begin(true, new Step("a", (_, step, _) => ++attempts < 3 ? throw new InvalidDataException() : new(step!.Attempt))
        {
            TakesContext = true,
            Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant),
        });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 InvalidDataException retry", "fail a#2 InvalidDataException retry", "ok a#3, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_long_wait_suspends_the_run_in_the_same_commit()
    {
        var (executor, journal) = Begin(true, new Step("a", (_, _, _) => throw new InvalidDataException()) { Retry = new RetryPolicy(2, TimeSpan.FromMinutes(5), Backoff.Constant) });
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 InvalidDataException retry, suspended for 5m"], journal.Commits);
    }

    [Fact]
    public async Task A_failure_ends_the_run_when_what_ran_beside_it_has_ended()
    {
        var (executor, journal) = Begin(
            true,
            new Step("a", async (_, _, ct) =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, ct);
                }
                catch (OperationCanceledException)
                {
                    // it finishes all the same, and what it did is on record
                }
                return 1;
            }),
            new Step("b", (_, _, _) => throw new InvalidDataException()),
            Sync("c", "a", "b"));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal("fail b#1 InvalidDataException, ok a#1, Failed", string.Join(", ", journal.Commits));
    }

    [Fact]
    public async Task Stopping_waits_for_steps_under_way_and_starts_no_other()
    {
        var slow = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(true, new Step("a", (_, _, _) => new(slow.Task)), Sync("b", "a"));
        var drive = executor.DriveAsync();
        executor.RequestStop(cancelSteps: false);
        Assert.False(drive.IsCompleted);
        slow.SetResult(1);
        Assert.Equal(ExecutorEnd.Stopped, await drive);
        Assert.Equal(["ok a#1"], journal.Commits);
    }

    [Fact]
    public async Task Stopping_when_everything_is_done_ends_the_run()
    {
        var slow = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(true, new Step("a", (_, _, _) => new(slow.Task)));
        var drive = executor.DriveAsync();
        executor.RequestStop(cancelSteps: false);
        slow.SetResult(1);
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["ok a#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_step_that_never_returns_does_not_hold_up_an_abandoned_run()
    {
        var never = new TaskCompletionSource<int?>();
        var (executor, journal) = Begin(true, new Step("a", (_, _, _) => new(never.Task)));
        var drive = executor.DriveAsync();
        executor.RequestStop(cancelSteps: true);
        executor.Abandon();
        Assert.Equal(ExecutorEnd.Lost, await drive);
        never.SetResult(1);
        Assert.Empty(journal.Commits);
    }

    [Fact]
    public async Task Cancelling_ends_as_cancelled()
    {
        var (executor, journal) = Begin(true, new Step("a", async (_, _, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return 1;
        }));
        var drive = executor.DriveAsync();
        executor.RequestCancel();
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["Cancelled"], journal.Commits);
    }

    [Fact]
    public async Task A_step_that_cancels_itself_has_failed()
    {
        var (executor, journal) = Begin(true, new Step("a", (_, _, _) => throw new OperationCanceledException("by itself")));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 OperationCanceledException, Failed"], journal.Commits);
    }

    [Fact]
    public async Task The_start_of_an_at_most_once_step_is_durable_before_it_begins()
    {
        var ran = false;
        var (executor, journal) = Begin(false, new Step("a", (_, _, _) =>
        {
            ran = true;
            return new(1);
        })
        { Idempotency = Idempotency.AtMostOnce });
        var drive = executor.DriveAsync();
        Assert.False(ran);
        journal.Commit();
        Assert.True(ran);
        journal.Commit();
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["start a#1", "ok a#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_value_that_cannot_be_recorded_fails_the_step_for_good()
    {
        var (executor, journal) = Begin(true, Sync("a") with { Retry = new RetryPolicy(5, TimeSpan.Zero, Backoff.Constant) }, Sync("b", "a"));
        journal.Unserialisable.Add(0);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["fail a#1 HandoffException, Failed"], journal.Commits);
    }

    [Fact]
    public async Task Skipped_steps_ride_along()
    {
        var (executor, journal) = Begin(
            true, Sync("a"), Sync("b", "a") with { Guard = _ => false }, Sync("c", "b"), new Step("d", (i, _, _) => new(i[0])) { Needs = ["a"], Reads = ["c"] });
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "skip b, skip c, ok d#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_run_goes_on_where_it_stopped()
    {
        var ran = new List<string>();
        Step Note(string name, params string[] needs) => new(name, (_, step, _) =>
        {
            ran.Add($"{name}#{step!.Attempt}@{(step.UtcNow - s_start).TotalSeconds:0}");
            return new(1);
        })
        { Needs = needs, TakesContext = true };
        var (executor, journal) = Begin(true, Note("a"), Note("b", "a"), Note("c", "a") with { Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant) }, Note("d", "b", "c"));
        executor.RestoreNode(2, NodeStatus.Waiting, 1, s_start.AddSeconds(9), round: 1, order: 0);
        executor.RestoreNode(0, NodeStatus.Completed, 1, s_start.AddSeconds(5), round: 1, order: 1);
        executor.FinishRestore();
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["b#1@5", "c#2@9"], ran.Take(2));
        Assert.StartsWith("d#1", ran[2], StringComparison.Ordinal);
        Assert.DoesNotContain(journal.Commits, c => c.Contains("ok a"));
    }

    [Fact]
    public async Task A_journal_that_breaks_ends_the_drive_instead_of_hanging_it()
    {
        var (executor, journal) = Begin(true, Sync("a"));
        journal.Breaks = new InvalidDataException();
        await Assert.ThrowsAsync<InvalidDataException>(executor.DriveAsync);
        executor.OnCommitted(true);
        executor.RequestStop(cancelSteps: true);
    }

    [Fact]
    public async Task A_run_that_had_failed_ends_without_running_anything()
    {
        var (executor, journal) = Begin(true, Sync("a"), Sync("b"));
        executor.RestoreNode(0, NodeStatus.Failed, 1, s_start, round: 1, order: 1, new InvalidDataException());
        executor.FinishRestore();
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["Failed"], journal.Commits);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 10_000 && !holds(); i++)
            await Task.Yield();
        Assert.True(holds());
    }
}
