using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Failures that are handled, compensations and [Finally] steps, in memory and in the records of a durable run.</summary>
public sealed class ClosingTests
{
    private readonly ConcurrentQueue<string> _ran = new();

    private Step Does(string name, params string[] needs) => new(name, async (inputs, _, _) =>
    {
        await Task.Yield();
        _ran.Enqueue(name);
        return (inputs.Sum() ?? 0) + 1;
    })
    { Needs = needs };

    private Step Fails(string name, params string[] needs) => new(name, (_, _, _) =>
    {
        _ran.Enqueue(name);
        throw new InvalidDataException($"{name} broke");
    })
    { Needs = needs };

    private Step Undone(string name, params string[] needs) => Does(name, needs) with { Compensation = Undoes(name) };

    private Undo Undoes(string name, Func<Exception?>? fails = null, RetryPolicy? retry = null, TimeSpan? timeout = null) => new(
        new CompensationDefinition("undo" + name) { TakesContext = true, Retry = retry, AttemptTimeout = timeout },
        async (handoff, failure, step, _) =>
        {
            await Task.Yield();
            _ran.Enqueue($"undo {name}={handoff} of {failure?.Step ?? "nothing"}");
            if (fails?.Invoke() is { } exception)
                throw exception;
        });

    private string Ran => string.Join(", ", _ran);

    private static (InterpretedExecutor Executor, RecordingJournal Journal) Durable(InterpretedExecutor executor)
    {
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(10));
        return (executor, journal);
    }

    [Fact]
    public async Task What_finished_before_a_failure_is_undone_the_last_first()
    {
        var executor = Create(Undone("a"), Undone("b", "a"), Undone("c", "b"), Fails("d", "c"), Undone("e", "d"));
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        Assert.Equal("d broke", failure.Message);
        Assert.Equal("a, b, c, d, undo c=3 of d, undo b=2 of d, undo a=1 of d", Ran);
        Assert.True(executor.WasReturned);
    }

    [Fact]
    public async Task A_run_that_completes_undoes_nothing_and_the_next_on_the_executor_neither_knows_of_it()
    {
        var broken = true;
        var last = new Step("c", (_, _, _) => broken ? throw new InvalidDataException() : new(5)) { Needs = ["b"] };
        var executor = Create(Undone("a"), Undone("b", "a"), last);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        broken = false;
        _ran.Clear();
        Assert.Equal(5, await executor.RunAsync());
        broken = true;
        await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        Assert.Equal("a, b, a, b, undo b=2 of c, undo a=1 of c", Ran);
    }

    [Fact]
    public async Task A_cancelled_run_undoes_and_ends_as_cancelled()
    {
        using var source = new CancellationTokenSource();
        var executor = Create(Undone("a"), new Step("b", async (_, _, ct) =>
        {
            source.CancelAfter(1);
            await Task.Delay(Timeout.Infinite, ct);
            return 1;
        })
        { Needs = ["a"] });
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await executor.RunAsync(source.Token));
        Assert.Equal(source.Token, failure.CancellationToken);
        Assert.Equal("a, undo a=1 of nothing", Ran);
    }

    [Fact]
    public async Task What_cannot_be_undone_is_told_with_the_failure_and_what_finished_earlier_is_undone()
    {
        var executor = Create(
            Undone("a"), Does("b", "a") with { Compensation = Undoes("b", () => new NotSupportedException("no refund"), new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant)) }, Fails("c", "b"));
        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await executor.RunAsync());
        Assert.Equal(["c broke", "no refund"], failure.InnerExceptions.Select(e => e.Message));
        Assert.Equal("a, b, c, undo b=2 of c, undo b=2 of c, undo a=1 of c", Ran);
    }

    [Fact]
    public async Task A_compensation_that_never_ends_times_out_and_is_tried_again()
    {
        var tries = 0;
        var never = new TaskCompletionSource();
        var executor = Create(
            Does("a") with
            {
                Compensation = new Undo(
                    new CompensationDefinition("release") { TakesContext = true, AttemptTimeout = TimeSpan.FromMilliseconds(50), Retry = new RetryPolicy(50, TimeSpan.Zero, Backoff.Constant) },
                    (_, _, step, _) =>
                    {
                        tries = step.Attempt;
                        return step.Attempt == 1 ? new(never.Task) : default;
                    }),
            },
            Fails("b", "a"));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        Assert.True(tries >= 2); // on a busy machine the second may take too long, too
        never.SetResult();
    }

    [Fact]
    public async Task A_compensation_has_a_name_a_key_and_a_time_of_its_own()
    {
        StepContext? seen = null;
        var executor = Create(
            Does("a") with
            {
                Compensation = new Undo(new CompensationDefinition("release") { TakesContext = true }, (_, _, step, _) =>
                {
                    seen = step;
                    return default;
                }),
            },
            Fails("b", "a"));
        var (_, journal) = Durable(executor);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal("release", seen!.StepName);
        Assert.Equal("run-1/a/release", seen.IdempotencyKey);
        Assert.Equal(journal.ClosedAt, seen.UtcNow);
        Assert.False(seen.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Each_is_recorded_before_the_next_begins_and_the_end_with_the_last()
    {
        var (executor, journal) = Durable(Create(Undone("a"), Undone("b", "a"), Fails("c", "b")));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["arm a, ok a#1", "arm b, ok b#1", "fail c#1 InvalidDataException, closing Failed", "undo b#1", "undo a#1, Failed"], journal.Commits);
    }

    [Fact]
    public async Task Without_anything_to_undo_a_failed_run_ends_as_ever()
    {
        var (executor, journal) = Durable(Create(Does("a"), Undone("b", "c"), Fails("c", "a")));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "fail c#1 InvalidDataException, Failed"], journal.Commits);
    }

    [Fact]
    public async Task A_result_that_cannot_be_recorded_is_not_undone()
    {
        var (executor, journal) = Durable(Create(Undone("a"), Undone("b", "a")));
        journal.Unserialisable.Add(1);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["arm a, ok a#1", "fail b#1 HandoffException, closing Failed", "undo a#1, Failed"], journal.Commits);
    }

    [Fact]
    public async Task A_compensation_that_fails_for_good_parks_the_run()
    {
        var (executor, journal) = Durable(Create(
            Undone("a"), Does("b", "a") with { Compensation = Undoes("b", () => new NotSupportedException("no refund"), new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant)) }, Fails("c", "b")));
        Assert.Equal(ExecutorEnd.Suspended, await executor.DriveAsync());
        Assert.Equal(["undo failed b#1 retry", "undo failed b#2, parked"], journal.Commits.TakeLast(2));
        Assert.Contains("Compensation 'undob' of step 'b' failed at attempt 2: System.NotSupportedException: no refund", journal.ParkedFor);
    }

    [Fact]
    public async Task Cancelling_while_compensations_run_changes_nothing()
    {
        InterpretedExecutor executor = null!;
        executor = Create(
            Undone("a"), Does("b", "a") with
            {
                Compensation = Undoes("b", () =>
            {
                executor.RequestCancel();
                return null;
            })
            }, Fails("c", "b"));
        var (_, journal) = Durable(executor);
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal("undo a#1, Failed", journal.Commits[^1]);
    }

    [Fact]
    public async Task Stopping_waits_for_the_compensation_under_way_and_starts_no_other()
    {
        InterpretedExecutor executor = null!;
        executor = Create(
            Undone("a"), Does("b", "a") with
            {
                Compensation = Undoes("b", () =>
            {
                executor.RequestStop(cancelSteps: false);
                return null;
            })
            }, Fails("c", "b"));
        var (_, journal) = Durable(executor);
        Assert.Equal(ExecutorEnd.Stopped, await executor.DriveAsync());
        Assert.Equal("undo b#1", journal.Commits[^1]);
    }

    [Fact]
    public async Task A_failure_that_is_caught_is_told_to_the_step_that_catches_it_and_the_run_goes_on()
    {
        var executor = Create(
            Does("a"), Fails("b", "a"), Does("c", "b"), Does("d", "c") with { Needs = [], Reads = ["c"] },
            new Step("e", (_, _, _) => new(0)) { Catches = ["b"], OnFailure = f => new(f!.Message.Length * 100) }, Does("f", "d", "e"));
        Assert.Equal(702, await executor.RunAsync());
        Assert.Equal("a, b, d, f", Ran);
    }

    [Fact]
    public async Task A_step_that_catches_what_has_not_failed_is_skipped()
    {
        var executor = Create(Does("a"), Does("b") with { Catches = ["a"] }, Does("c", "b"), Does("d", "a"));
        Assert.Equal(2, await executor.RunAsync());
        Assert.Equal("a, d", Ran);
    }

    [Fact]
    public async Task Nothing_that_depends_on_a_caught_failure_starts_before_it_is_durable()
    {
        var executor = Create(Fails("a"), Does("b") with { Catches = ["a"] }, Does("c", "a"));
        var journal = new RecordingJournal(executor, commitsAtOnce: false);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(10));
        var drive = executor.DriveAsync();
        await journal.BegunAsync();
        Assert.Equal("a", Ran);
        journal.Commit();
        await journal.BegunAsync();
        journal.Commit();
        Assert.Equal(ExecutorEnd.Ended, await drive);
        Assert.Equal(["fail a#1 InvalidDataException", "skip c, ok b#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task Siblings_of_a_failure_finish_when_they_are_not_to_be_stopped()
    {
        var executor = Create(failFast: false, Fails("a"), Fails("b"), Does("c"), Does("d", "c"), Does("e", "a"), Does("f") with { Reads = ["b"], Needs = ["d"] });
        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await executor.RunAsync());
        Assert.Equal(["a broke", "b broke"], failure.InnerExceptions.Select(e => e.Message));
        // "f" could do without what "b" hands over, were it skipped; that it has failed is another thing.
        Assert.Equal("a, b, c, d", Ran);

        var (durable, journal) = Durable(Create(failFast: false, Fails("a"), Does("b")));
        Assert.Equal(ExecutorEnd.Ended, await durable.DriveAsync());
        Assert.EndsWith("Failed", journal.Commits[^1], StringComparison.Ordinal);
        Assert.Contains(journal.Commits, c => c.Contains("ok b#1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finally_steps_run_after_completion_and_see_values_and_no_failure()
    {
        StepFailure? seen = null;
        var executor = Create(
            Does("a"),
            new Step("always", (_, _, _) => new(0)) { IsFinally = true, OnFailure = f => { seen = f; _ran.Enqueue("always"); return new(1); } },
            Does("on failure") with { IsFinally = true, NeedsFailure = true },
            Does("after always", "always") with { IsFinally = true },
            Does("b", "a"));
        Assert.Equal(2, await executor.RunAsync());
        Assert.Null(seen);
        Assert.Equal("a, b, always, after always", Ran);
    }

    [Fact]
    public async Task Finally_steps_run_after_compensations_with_a_token_that_is_not_cancelled()
    {
        var cancelled = true;
        var executor = Create(
            Undone("a"), Fails("b", "a"), Does("c", "b"),
            new Step("mail", async (inputs, _, ct) =>
            {
                await Task.Yield();
                cancelled = ct.IsCancellationRequested;
                _ran.Enqueue($"mail {inputs[0]}, {inputs[1]?.ToString() ?? "none"}");
                return 1;
            })
            { IsFinally = true, Reads = ["a", "c"] },
            Does("needs c", "c") with { IsFinally = true },
            Does("on failure") with { IsFinally = true, NeedsFailure = true, After = ["mail"] });
        await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        Assert.False(cancelled);
        Assert.Equal("a, b, undo a=1 of b, mail 1, none, on failure", Ran);
    }

    [Fact]
    public async Task Finally_steps_are_recorded_between_the_last_step_and_the_end()
    {
        var (executor, journal) = Durable(Create(Does("a"), Does("b", "a"), Does("c") with { IsFinally = true }, Does("d") with { IsFinally = true, NeedsFailure = true }));
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        Assert.Equal(["ok a#1", "ok b#1, closing Completed", "skip d, ok c#1, Completed"], journal.Commits);
    }

    [Fact]
    public async Task A_finally_step_that_fails_fails_the_run_and_the_others_still_run()
    {
        var executor = Create(Does("a"), Fails("b") with { IsFinally = true }, Does("c") with { IsFinally = true }, Does("d", "b") with { IsFinally = true });
        Assert.Equal("b broke", (await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync())).Message);
        Assert.Equal("a, b, c", Ran);

        var (durable, journal) = Durable(Create(Undone("a"), Fails("b") with { IsFinally = true, Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant) }));
        Assert.Equal(ExecutorEnd.Ended, await durable.DriveAsync());
        Assert.Equal(["arm a, ok a#1, closing Completed", "fail b#1 InvalidDataException retry", "fail b#2 InvalidDataException, Failed"], journal.Commits);
    }

    [Fact]
    public async Task Finally_steps_of_a_run_that_is_cancelled_before_it_begins_run_alone()
    {
        var executor = Create(Does("a"), Does("b") with { IsFinally = true }, Does("c", "a") with { IsFinally = true });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await executor.RunAsync(new CancellationToken(true)));
        Assert.Equal("b", Ran);
    }

    [Fact]
    public async Task Elements_are_undone_one_by_one_the_last_to_complete_first()
    {
        var undone = new List<string>();
        var executor = EachExecutor.Create(
            new EachExecutor.Step("pay")
            {
                Over = ["input"],
                MaxParallel = 1,
                Element = async (elements, _, _) =>
                {
                    await Task.Yield();
                    return elements[0] * 10;
                },
                Undo = async (result, step) =>
                {
                    await Task.Yield();
                    undone.Add($"{result} {step.StepName} {step.IdempotencyKey[step.RunId.Length..]}");
                },
            },
            new EachExecutor.Step("ship") { Needs = ["pay"], Body = (_, _, _) => throw new InvalidDataException() });
        executor.Input = [1, 2, 3];
        await Assert.ThrowsAsync<InvalidDataException>(() => executor.RunAsync());
        Assert.Equal(["30 undo /pay[2]/undo", "20 undo /pay[1]/undo", "10 undo /pay[0]/undo"], undone);
    }

    [Fact]
    public async Task Elements_that_completed_are_undone_when_another_fails()
    {
        var undone = new List<int>();
        var executor = EachExecutor.Create(
            new EachExecutor.Step("pay")
            {
                Over = ["input"],
                MaxParallel = 1,
                Element = (elements, _, _) => elements[0] == 3 ? throw new InvalidDataException() : new(elements[0]),
                Undo = (result, _) =>
                {
                    undone.Add(result);
                    return default;
                },
            });
        executor.Input = [1, 2, 3];
        await Assert.ThrowsAsync<InvalidDataException>(() => executor.RunAsync());
        Assert.Equal([2, 1], undone);
    }

    [Fact]
    public async Task A_completed_child_in_memory_is_undone_as_a_whole()
    {
        var inner = Create(Undone("i1"), Undone("i2", "i1"));
        var child = Create(Undone("c1"), InMemory("inner", inner, "c1"), Undone("c2", "inner"));
        var parent = Create(Undone("p1"), InMemory("child", child, "p1"), Undone("p2", "child"), Fails("p3", "p2"));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await parent.RunAsync());
        Assert.Equal("p1, c1, i1, i2, c2, p2, p3, undo p2=4 of p3, undo c2=3 of nothing, undo i2=2 of nothing, undo i1=1 of nothing, undo c1=1 of nothing, undo p1=1 of p3", Ran);
        Assert.False(child.WasReturned);
        Assert.True(parent.WasReturned);

        static Step InMemory(string name, InterpretedExecutor child, string needs) =>
            new(name, (_, _, ct) => child.RunAsync(ct)) { Needs = [needs], Kind = NodeKind.Child, Child = new ChildDefinition(() => child.Definition) };
    }
}
