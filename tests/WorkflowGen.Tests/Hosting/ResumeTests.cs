using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class ResumeTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, int> _runs = new();

    private Step Counted(string name, params string[] needs) => new(name, (inputs, _, _) =>
    {
        _runs.AddOrUpdate(name, 1, static (_, n) => n + 1);
        return new((inputs.Sum() ?? 0) + 1);
    })
    { Needs = needs };

    private EngineHarness Host(IWorkflowStore store, Step[] steps) => new(store, steps, time: _clock);

    [Fact]
    public async Task I3_a_completed_step_never_runs_again_after_its_process_died()
    {
        var mortal = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        Step[] first = [Counted("a"), Counted("b", "a"), new Step("c", (_, _, _) =>
        {
            reached.TrySetResult();
            return new(new TaskCompletionSource<int?>().Task);
        }) { Needs = ["b"] }];
        var dying = Host(mortal, first);
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await reached.Task;
        mortal.IsDead = true;

        await using var next = Host(_store, [Counted("a"), Counted("b", "a"), Counted("c", "b")]);
        await next.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await next.HeadAsync("r1")).Status == RunStatus.Completed, _clock, TimeSpan.FromSeconds(1));
        Assert.Equal(3, await next.WaitAsync("r1"));
        Assert.Equal((1, 1, 1), (_runs["a"], _runs["b"], _runs["c"]));
    }

    [Fact]
    public async Task I10_attempts_and_waits_survive_a_restart()
    {
        var attempts = new List<(int Attempt, DateTimeOffset At)>();
        Step[] steps = [new Step("a", (_, step, _) =>
        {
            lock (attempts)
                attempts.Add((step!.Attempt, _clock.GetUtcNow()));
            return step.Attempt < 3 ? throw new InvalidOperationException("not yet") : new(7);
        }) { TakesContext = true, Retry = new RetryPolicy(3, TimeSpan.FromHours(1), Backoff.Linear) }];
        var started = _clock.GetUtcNow();

        await using (var first = Host(_store, steps))
        {
            await first.Engine.StartAsync();
            await first.StartRunAsync("r1");
            await EngineHarness.UntilAsync(async () => (await first.HeadAsync("r1")).Status == RunStatus.Suspended);
            Assert.Equal(started + TimeSpan.FromHours(1), (await first.HeadAsync("r1")).WakeAt);
        }

        await using var second = Host(_store, steps);
        await second.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await second.HeadAsync("r1")).Status.IsTerminal(), _clock, TimeSpan.FromMinutes(1));
        Assert.Equal(7, await second.WaitAsync("r1"));
        Assert.Equal([1, 2, 3], attempts.Select(a => a.Attempt));
        // I8: never early; and the second wait is twice the first.
        Assert.True(attempts[1].At - attempts[0].At >= TimeSpan.FromHours(1));
        Assert.True(attempts[2].At - attempts[1].At >= TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Resuming_a_long_chain_reads_a_snapshot_and_a_short_tail()
    {
        const int Length = 1000;
        var mortal = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        Step[] Chain(bool block) => [.. Enumerable.Range(0, Length).Select(i => i == Length - 5 && block
            ? new Step($"s{i}", (_, _, _) =>
            {
                reached.TrySetResult();
                return new(new TaskCompletionSource<int?>().Task);
            }) { Needs = [$"s{i - 1}"] }
            : i == 0 ? Counted("s0") : Counted($"s{i}", $"s{i - 1}"))];
        var dying = Host(mortal, Chain(true));
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await reached.Task;
        mortal.IsDead = true;

        var watched = new MortalStore(_store);
        await using var next = Host(watched, Chain(false));
        await next.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await next.HeadAsync("r1")).Status.IsTerminal(), _clock, TimeSpan.FromSeconds(5));
        Assert.Equal(Length, await next.WaitAsync("r1"));
        var loaded = watched.Loaded[0];
        Assert.NotNull(loaded.Snapshot);
        Assert.InRange(loaded.Entries.Count, 0, 130);
        Assert.All(_runs, run => Assert.Equal(1, run.Value));

        // A handoff that nothing needs any more is not carried along.
        var snapshot = (RunSnapshot)JournalDecoder.Decode(loaded.Snapshot.Value.Data);
        Assert.Single(snapshot.Nodes, n => !n.Payload.IsEmpty);
    }

    [Fact]
    public async Task A_lost_answer_is_found_out_and_the_run_goes_on()
    {
        var lost = 0;
        var mortal = new MortalStore(_store)
        {
            After = call => call == DelegatingStore.Call.Commit && Interlocked.Increment(ref lost) % 2 == 1 ? new StoreException(StoreFailure.Unavailable, "no answer") : null,
        };
        await using var host = Host(mortal, [Counted("a"), Counted("b", "a"), Counted("c", "b")]);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Completed, _clock, TimeSpan.FromMilliseconds(50));
        Assert.Equal(3, await host.WaitAsync("r1"));
        Assert.Equal((1, 1, 1), (_runs["a"], _runs["b"], _runs["c"]));
        Assert.True(lost >= 3);
    }

    [Fact]
    public async Task A_full_disk_holds_runs_up_and_loses_nothing()
    {
        var full = true;
        var mortal = new MortalStore(_store)
        {
            Before = call => call == DelegatingStore.Call.Commit && full ? new StoreException(StoreFailure.DiskFull, "no space left") : null,
        };
        await using var host = Host(mortal, [Counted("a"), Counted("b", "a")]);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(1);
        }
        Assert.Equal(RunStatus.Running, (await host.HeadAsync("r1")).Status);
        full = false;
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Completed, _clock, TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1), (_runs["a"], _runs["b"]));
    }

    [Fact]
    public async Task I4_a_worker_that_lost_its_lease_writes_nothing_more()
    {
        var release = new TaskCompletionSource<int?>();
        var frozen = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        await using var first = Host(frozen, [new Step("a", (_, _, _) =>
        {
            reached.TrySetResult();
            return new(release.Task);
        }), Counted("b", "a")]);
        await first.Engine.StartAsync();
        await first.StartRunAsync("r1");
        await reached.Task;

        // Frozen beyond its lease: it renews nothing, and another takes the run.
        frozen.Before = call => call == DelegatingStore.Call.Renew ? new StoreException(StoreFailure.Unavailable, "frozen") : null;
        await using var second = Host(_store, [Counted("a"), Counted("b", "a")]);
        await second.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await second.HeadAsync("r1")).Status == RunStatus.Completed, _clock, TimeSpan.FromSeconds(1));

        var commits = frozen.Commits;
        release.SetResult(100);
        await EngineHarness.UntilAsync(() => new(first.Engine.ActiveCount == 0), _clock, TimeSpan.FromSeconds(1));
        Assert.Equal(2, await second.WaitAsync("r1"));
        Assert.Equal(1, _runs["b"]);
        Assert.Equal(commits, frozen.Commits);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_for_a_while_makes_no_run_a_poison_one()
    {
        await using (var first = Host(_store, [Counted("a")]))
            await first.StartRunAsync("r1");
        var failing = true;
        var loads = 0;
        var mortal = new MortalStore(_store)
        {
            Before = call => call == DelegatingStore.Call.Load && failing && Interlocked.Increment(ref loads) > 0 ? new StoreException(StoreFailure.Unavailable, "away") : null,
        };
        await using var host = Host(mortal, [Counted("a")]);
        await host.Engine.StartAsync();
        await EngineHarness.UntilAsync(() => new(Volatile.Read(ref loads) > 20), _clock, TimeSpan.FromSeconds(5));
        failing = false;
        Assert.Equal(1, await host.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_total_timeout_counts_across_a_restart()
    {
        Step[] steps = [Counted("a"), new Step("b", (_, step, _) => step!.Attempt == 1 ? throw new InvalidOperationException("first") : new(1))
        {
            Needs = ["a"],
            TakesContext = true,
            Retry = new RetryPolicy(2, TimeSpan.FromMinutes(10), Backoff.Constant),
            TotalTimeout = TimeSpan.FromMinutes(15),
        }];
        await using (var first = Host(_store, steps))
        {
            await first.Engine.StartAsync();
            await first.StartRunAsync("r1");
            await EngineHarness.UntilAsync(async () => (await first.HeadAsync("r1")).Status == RunStatus.Suspended);
        }
        _clock.Advance(TimeSpan.FromMinutes(30));

        await using var second = Host(_store, steps);
        await second.Engine.StartAsync();
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => second.WaitAsync("r1"));
        Assert.Equal("System.TimeoutException", failure.Failures[0].ErrorType);
        Assert.Contains("total timeout", failure.Message);
    }

    [Fact]
    public async Task What_failed_before_a_restart_is_told_with_its_own_type()
    {
        // The process dies between the record of the failure and the end of the run: another step is still under way.
        var mortal = new MortalStore(_store);
        var slow = new TaskCompletionSource<int?>();
        var dying = Host(mortal, [new Step("b", (_, _, _) => new(slow.Task)), new Step("a", (_, _, _) => throw new FormatException("bad"))]);
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => (await _store.GetAsync("r1", default))!.LastSequence == 2);
        mortal.IsDead = true;

        await using var next = Host(_store, [Counted("b"), Counted("a")]);
        await next.Engine.StartAsync();
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => next.WaitAsync("r1"));
        Assert.Equal(("a", "System.FormatException", "bad"), (failure.Step, failure.Failures[0].ErrorType, failure.Failures[0].Message));
        Assert.Empty(_runs);
    }

    [Fact]
    public async Task Runs_of_a_dead_process_of_this_machine_do_not_wait_for_their_leases()
    {
        var parts = WorkflowGen.Hosting.WorkerIdentity.Create().Split('/');
        var process = parts[1].Split('-');
        var dead = $"{parts[0]}/{process[0]}-1-{process[2]}/1"; // our id, but it started at another time
        await using (var first = Host(_store, [Counted("a")]))
            await first.StartRunAsync("r1");
        await _store.ClaimAsync(new ClaimRequest { Owner = dead, Now = _clock.GetUtcNow(), LeaseUntil = _clock.GetUtcNow().AddDays(1), Limit = 1 }, default);
        var before = _clock.GetUtcNow();

        await using var host = Host(_store, [Counted("a")]);
        await host.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Completed);
        Assert.Equal(before, _clock.GetUtcNow());
    }

    [Fact]
    public async Task I17_a_backlog_stays_in_the_store()
    {
        await using (var first = Host(_store, [Counted("a")]))
        {
            for (var i = 0; i < 500; i++)
                await first.StartRunAsync($"r{i}");
        }
        var most = 0;
        WorkflowGen.Hosting.WorkflowEngine? engine = null;
        await using var host = new EngineHarness(_store, [new Step("a", async (_, _, _) =>
        {
            lock (_runs)
                most = Math.Max(most, engine!.ActiveCount);
            await Task.Yield();
            return 1;
        })], o => o.MaxConcurrentRuns = 4, time: _clock);
        engine = host.Engine;
        await host.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await _store.CountAsync(default)).GetValueOrDefault(RunStatus.Completed) == 500, _clock, TimeSpan.FromMilliseconds(10));
        Assert.InRange(most, 1, 4);
    }
}
