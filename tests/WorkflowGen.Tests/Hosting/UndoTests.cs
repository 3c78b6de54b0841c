using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>Compensations and [Finally] steps of durable runs: through crashes, cancellation, waits and operators.</summary>
public sealed class UndoTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _ran = new();
    private Func<string, int, Exception?> _undoFails = static (_, _) => null;

    private string Ran => string.Join(", ", _ran);

    private Step Does(string name, params string[] needs) => new(name, (inputs, _, _) =>
    {
        _ran.Enqueue(name);
        return new((inputs.Sum() ?? 0) + 1);
    })
    { Needs = needs };

    private Step Fails(string name, params string[] needs) => new(name, (_, _, _) =>
    {
        _ran.Enqueue(name);
        throw new InvalidDataException($"{name} broke");
    })
    { Needs = needs };

    private static Step Blocks(string name, params string[] needs) => new(name, async (_, _, ct) =>
    {
        await Task.Delay(Timeout.Infinite, ct);
        return 1;
    })
    { Needs = needs };

    private Step Undone(string name, params string[] needs) => Does(name, needs) with { Compensation = Undoes(name) };

    private Undo Undoes(string name, RetryPolicy? retry = null) => new(
        new CompensationDefinition("undo" + name) { TakesContext = true, Retry = retry },
        (handoff, failure, step, _) =>
        {
            _ran.Enqueue($"undo {name}={handoff}#{step.Attempt} of {failure?.ErrorType ?? "nothing"}");
            return _undoFails(name, step.Attempt) is { } exception ? throw exception : default;
        });

    private Step[] Saga => [Undone("a"), Undone("b", "a"), Undone("c", "b"), Fails("d", "c"), Does("mail") with { IsFinally = true, Reads = ["a", "d"] }];

    private EngineHarness Host(IWorkflowStore store, Step[] steps, Action<WorkflowGenOptions>? configure = null) => new(store, steps, configure, time: _clock);

    private Task UntilAsync(EngineHarness host, Func<RunHead, bool> holds) =>
        EngineHarness.UntilAsync(async () => holds(await host.HeadAsync("r1")) && host.Engine.ActiveCount == 0, _clock, TimeSpan.FromSeconds(1));

    private Task EndedAsync(EngineHarness host) => UntilAsync(host, h => h.Status.IsTerminal());

    private async Task<List<string>> HistoryAsync(EngineHarness host) => await new WorkflowAdministration(host.Engine).ReadHistoryAsync("r1")
        .Select(e => $"{e.Event} {e.Compensation ?? e.Node}".TrimEnd()).ToListAsync();

    [Fact]
    public async Task A_failed_saga_is_undone_in_reverse_and_then_ends_as_failed()
    {
        await using var host = await StartedAsync(Saga);
        await EndedAsync(host);
        Assert.Equal(RunStatus.Failed, (await host.HeadAsync("r1")).Status);
        Assert.Equal("a, b, c, d, undo c=3#1 of System.IO.InvalidDataException, undo b=2#1 of System.IO.InvalidDataException, undo a=1#1 of System.IO.InvalidDataException, mail", Ran);
        Assert.Equal("d", (await host.OutcomeAsync("r1"))!.Failures.Single().Step);
        Assert.Equal(
            ["step_fail d", "job_close", "undo_start undoc", "undo_ok undoc", "undo_start undob", "undo_ok undob", "undo_start undoa", "undo_ok undoa", "step_start mail", "attempt_start mail", "attempt_ok mail", "step_ok mail", "job_fail d"],
            (await HistoryAsync(host)).SkipWhile(e => e != "step_fail d"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task Each_is_undone_once_wherever_the_process_dies_after_a_commit(int snapshotEvery)
    {
        for (var commits = 1; ; commits++)
        {
            var test = new UndoTests();
            if (!await test.DieAfterAsync(commits, snapshotEvery))
                return;
        }
    }

    /// <returns>False: it came to its end before.</returns>
    private async Task<bool> DieAfterAsync(int commits, int snapshotEvery)
    {
        var mortal = new MortalStore(_store);
        var left = commits;
        mortal.After = call =>
        {
            if (call == DelegatingStore.Call.Commit && Interlocked.Decrement(ref left) == 0)
                mortal.IsDead = true;
            return null;
        };
        var dying = Host(mortal, Saga, o => o.SnapshotEvery = snapshotEvery);
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => mortal.IsDead || ((await _store.GetAsync("r1", default))?.Status.IsTerminal() ?? false), _clock, TimeSpan.FromSeconds(1));
        if (!mortal.IsDead)
        {
            await dying.DisposeAsync();
            return false;
        }
        await using var next = Host(_store, Saga, o => o.SnapshotEvery = snapshotEvery);
        await next.Engine.StartAsync();
        await EndedAsync(next);
        Assert.Equal(RunStatus.Failed, (await next.HeadAsync("r1")).Status);
        Assert.Equal("d", (await next.OutcomeAsync("r1"))!.Failures.Single().Step);
        const string Failure = "of System.IO.InvalidDataException";
        Assert.Equal($"a, b, c, d, undo c=3#1 {Failure}, undo b=2#1 {Failure}, undo a=1#1 {Failure}, mail", string.Join(", ", _ran.Distinct()));
        var history = await HistoryAsync(next);
        Assert.Equal(["undo_ok undoc", "undo_ok undob", "undo_ok undoa"], history.Where(e => e.StartsWith("undo_ok", StringComparison.Ordinal)));
        Assert.Single(history, "step_ok mail");
        // What was on record when the process died did not run again.
        Assert.True(_ran.Count <= 9, Ran);
        return true;
    }

    [Fact]
    public async Task A_cancelled_run_is_undone_and_ends_as_cancelled()
    {
        await using var host = await StartedAsync([Undone("a"), Blocks("b", "a"), Does("mail") with { IsFinally = true, NeedsFailure = true }]);
        await EngineHarness.UntilAsync(() => new(_ran.Contains("a")));
        await host.CancelAsync("r1");
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        Assert.Equal("a, undo a=1#1 of nothing", Ran);
        Assert.Single(await HistoryAsync(host), "job_cancel_request");
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_is_suspended_is_taken_up_to_be_undone()
    {
        await using var host = await StartedAsync([Undone("a"), Fails("b", "a") with { Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) }]);
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Suspended);
        await host.CancelAsync("r1");
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        Assert.Equal("a, b, undo a=1#1 of nothing", Ran);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_begins_runs_its_finally_steps()
    {
        await using var host = Host(_store, [Undone("a"), Does("mail") with { IsFinally = true }]);
        await _store.InitializeAsync(default);
        await host.StartRunAsync("r1"); // not started: nobody takes it up
        await host.CancelAsync("r1");
        await host.Engine.StartAsync();
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        Assert.Equal("mail", Ran);
    }

    [Fact]
    public async Task A_compensation_waits_for_its_next_attempt_without_a_worker()
    {
        _undoFails = static (_, attempt) => attempt == 1 ? new NotSupportedException("not now") : null;
        await using var host = await StartedAsync([Undone("a"), Does("b", "a") with { Compensation = Undoes("b", new RetryPolicy(2, TimeSpan.FromHours(5), Backoff.Constant)) }, Blocks("c", "b")]);
        await EngineHarness.UntilAsync(() => new(_ran.Contains("b")));
        _undoFails = static (name, attempt) => name == "b" && attempt == 1 ? new NotSupportedException("not now") : null;
        await host.CancelAsync("r1");
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Suspended && host.Engine.ActiveCount == 0);
        var head = await host.HeadAsync("r1");
        Assert.True(head.WakeAt > _clock.GetUtcNow() + TimeSpan.FromHours(4));
        // Cancelled already, it is not due because of that; and cancelling it again changes nothing.
        Assert.Equal(head.WakeAt, RunTransitions.DueAt(head));
        await host.CancelAsync("r1");
        await EngineHarness.UntilAsync(async () => await host.HeadAsync("r1") is { Status: RunStatus.Suspended, CancelRequestedAt: null } && host.Engine.ActiveCount == 0, _clock, TimeSpan.FromSeconds(1));
        Assert.Equal(2, _ran.Count(r => !r.StartsWith("undo", StringComparison.Ordinal)));
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status.IsTerminal(), _clock, TimeSpan.FromMinutes(10));
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        Assert.Equal("a, b, undo b=2#1 of nothing, undo b=2#2 of nothing, undo a=1#1 of nothing", Ran);
    }

    [Fact]
    public async Task A_compensation_that_fails_for_good_parks_the_run_until_it_is_released()
    {
        var broken = true;
        _undoFails = (name, _) => broken && name == "b" ? new NotSupportedException("no refund") : null;
        var steps = Saga;
        steps[1] = Does("b", "a") with { Compensation = Undoes("b", new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant)) };
        await using var host = await StartedAsync(steps);
        await UntilAsync(host, h => h.Status == RunStatus.Parked);
        Assert.Contains("Compensation 'undob' of step 'b' failed at attempt 2: System.NotSupportedException: no refund", (await host.HeadAsync("r1")).Reason);

        // Cancelled, it stays what it is: neither ended nor tried again.
        var operators = new WorkflowAdministration(host.Engine);
        await operators.CancelAsync("r1");
        await EngineHarness.UntilAsync(async () => (await HistoryAsync(host)).Count(e => e == "job_park") == 2, _clock, TimeSpan.FromSeconds(1));
        await UntilAsync(host, h => h.Status == RunStatus.Parked);
        Assert.Contains("no refund", (await host.HeadAsync("r1")).Reason);
        Assert.Equal(2, _ran.Count(r => r.StartsWith("undo b", StringComparison.Ordinal)));

        // Attempts are counted anew.
        Assert.True(await operators.ReleaseAsync("r1"));
        await EngineHarness.UntilAsync(async () => (await HistoryAsync(host)).Count(e => e == "job_park") == 3, _clock, TimeSpan.FromSeconds(1));
        await UntilAsync(host, h => h.Status == RunStatus.Parked);
        Assert.Equal(4, _ran.Count(r => r.StartsWith("undo b", StringComparison.Ordinal)));

        broken = false;
        Assert.True(await operators.ReleaseAsync("r1"));
        await EndedAsync(host);
        Assert.Equal(RunStatus.Failed, (await host.HeadAsync("r1")).Status);
        const string Failure = "of System.IO.InvalidDataException";
        Assert.Equal([$"undo b=2#1 {Failure}", $"undo a=1#1 {Failure}", "mail"], _ran.TakeLast(3));
    }

    [Fact]
    public async Task The_head_says_that_a_run_is_compensating_and_cancelling_it_then_changes_nothing()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var slow = new Undo(new CompensationDefinition("release") { TakesContext = true }, (_, _, _, _) =>
        {
            reached.TrySetResult();
            return new(goOn.Task);
        });
        await using var host = await StartedAsync([Undone("a"), Does("b", "a") with { Compensation = slow }, Fails("c", "b")]);
        await reached.Task;
        Assert.Equal(RunStatus.Compensating, (await host.HeadAsync("r1")).Status);
        await host.CancelAsync("r1");
        goOn.SetResult();
        await EndedAsync(host);
        Assert.Equal(RunStatus.Failed, (await host.HeadAsync("r1")).Status);
        Assert.EndsWith("undo a=1#1 of System.IO.InvalidDataException", Ran, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_round_of_a_loop_is_undone_with_its_own_value()
    {
        var keys = new ConcurrentQueue<string>();
        var rounds = 0;
        var steps = new[]
        {
            new Step("a", (_, _, _) => new(++rounds * 10))
            {
                Compensation = new Undo(new CompensationDefinition("release") { TakesContext = true }, (handoff, _, step, _) =>
                {
                    keys.Enqueue($"{handoff} {step.IdempotencyKey}");
                    return default;
                }),
                Loop = new Repeat("a", Max: 3),
            },
            Fails("b", "a"),
        };
        await using var host = await StartedAsync(steps);
        await EndedAsync(host);
        Assert.Equal(["30 r1/a/3/release", "20 r1/a/2/release", "10 r1/a/release"], keys);
    }

    [Fact]
    public async Task A_step_that_must_not_run_twice_is_undone_once_it_has_completed_and_left_alone_when_it_was_interrupted()
    {
        var mortal = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        Step[] Steps(Step last) => [Undone("a"), Undone("b", "a") with { Idempotency = Idempotency.AtMostOnce }, last with { Needs = ["b"], Idempotency = Idempotency.AtMostOnce, Compensation = Undoes("c") }];
        var dying = Host(mortal, Steps(new Step("c", (_, _, _) =>
        {
            reached.TrySetResult();
            return new(new TaskCompletionSource<int?>().Task);
        })));
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await reached.Task;
        mortal.IsDead = true;
        await using var host = Host(_store, Steps(Does("c")));
        await host.Engine.StartAsync();
        await UntilAsync(host, h => h.Status == RunStatus.Parked);
        await new WorkflowAdministration(host.Engine).CancelAsync("r1");
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        Assert.Equal("a, b, undo b=2#1 of nothing, undo a=1#1 of nothing", Ran);
    }

    [Fact]
    public async Task A_caught_failure_is_told_the_same_after_a_crash()
    {
        var told = new ConcurrentQueue<string>();
        var mortal = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        Step[] Steps(bool dies) =>
        [
            Fails("a"), Fails("b") with { Catches = ["a"], OnFailure = f =>
            {
                told.Enqueue($"{f!.Step}#{f.Attempt} {f.ErrorType}: {f.Message}");
                if (!dies)
                    return new(1);
                reached.TrySetResult();
                return new(new TaskCompletionSource<int?>().Task);
            } },
            Does("c", "b"),
        ];
        var dying = Host(mortal, Steps(dies: true));
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await reached.Task;
        mortal.IsDead = true;
        await using var host = Host(_store, Steps(dies: false));
        await host.Engine.StartAsync();
        await EndedAsync(host);
        Assert.Equal(RunStatus.Completed, (await host.HeadAsync("r1")).Status);
        Assert.Equal(["a#1 System.IO.InvalidDataException: a broke", "a#1 System.IO.InvalidDataException: a broke"], told);
        Assert.Single(_ran, "a");
    }

    private async Task<EngineHarness> StartedAsync(Step[] steps)
    {
        var host = Host(_store, steps);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        return host;
    }
}
