using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class ParkingTests
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

    private EngineHarness Host(IWorkflowStore store, params Step[] steps) => new(store, steps, time: _clock);

    private static WorkflowAdministration Operators(EngineHarness host) => new(host.Engine);

    private Task ParkedAsync(EngineHarness host) =>
        EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Parked && host.Engine.ActiveCount == 0, _clock, TimeSpan.FromSeconds(1));

    private Task EndedAsync(EngineHarness host) =>
        EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status.IsTerminal() && host.Engine.ActiveCount == 0, _clock, TimeSpan.FromSeconds(1));

    /// <summary>Runs until the step blocks, and lets the process die there.</summary>
    private async Task DieInAsync(string step, Idempotency idempotency = Idempotency.Unspecified)
    {
        var mortal = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        var dying = Host(mortal, Counted("a"), new Step(step, (_, _, _) =>
        {
            reached.TrySetResult();
            return new(new TaskCompletionSource<int?>().Task);
        })
        { Needs = ["a"], Idempotency = idempotency });
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r1");
        await reached.Task;
        mortal.IsDead = true;
    }

    [Fact]
    public async Task A_step_that_must_not_run_twice_is_not_started_again_until_an_operator_says_so()
    {
        await DieInAsync("pay", Idempotency.AtMostOnce);
        await using var host = Host(_store, Counted("a"), Counted("pay", "a") with { Idempotency = Idempotency.AtMostOnce });
        await host.Engine.StartAsync();
        await ParkedAsync(host);
        Assert.Contains("'pay' must not run twice", (await host.HeadAsync("r1")).Reason);
        Assert.False(_runs.ContainsKey("pay"));
        await Assert.ThrowsAsync<WorkflowParkedException>(() => host.WaitAsync("r1"));

        Assert.True(await Operators(host).ReleaseAsync("r1"));
        await EndedAsync(host);
        Assert.Equal(2, await host.WaitAsync("r1"));
        Assert.Equal((1, 1), (_runs["a"], _runs["pay"]));
        Assert.False(await Operators(host).ReleaseAsync("r1"));
    }

    [Fact]
    public async Task I6_a_run_whose_step_is_gone_is_parked_and_the_step_is_named()
    {
        await DieInAsync("b");
        await using var host = Host(_store, Counted("renamed"), Counted("b", "renamed"));
        await host.Engine.StartAsync();
        await ParkedAsync(host);
        Assert.Contains("'a'", (await host.HeadAsync("r1")).Reason);
        Assert.Equal("a", Assert.Single(_runs).Key);

        // I16: released to a build that has the step, it goes on from where it stood.
        await host.DisposeAsync();
        await using var old = Host(_store, Counted("a"), Counted("b", "a"));
        await old.Engine.StartAsync();
        Assert.True(await Operators(old).ReleaseAsync("r1"));
        await EndedAsync(old);
        Assert.Equal(2, await old.WaitAsync("r1"));
        Assert.Equal(1, _runs["a"]);
    }

    [Fact]
    public async Task A_new_dependency_of_a_step_that_has_run_parks_the_run()
    {
        await DieInAsync("b");
        await using var host = Host(_store, Counted("new"), Counted("a", "new"), Counted("b", "a"));
        await host.Engine.StartAsync();
        await ParkedAsync(host);
        Assert.Contains("'a' has begun already, and now depends on 'new'", (await host.HeadAsync("r1")).Reason);
        Assert.False(_runs.ContainsKey("new"));
    }

    [Fact]
    public async Task I13_a_damaged_journal_parks_its_run_and_no_other()
    {
        await DieInAsync("b");
        var damaging = new DamagingStore(_store, "r1");
        await using var host = Host(damaging, Counted("a"), Counted("b", "a"));
        await host.Engine.StartAsync();
        await host.StartRunAsync("r2");
        await ParkedAsync(host);
        Assert.Contains("checksum", (await host.HeadAsync("r1")).Reason);
        Assert.Contains("'r1'", (await host.HeadAsync("r1")).Reason);
        Assert.Equal(2, await host.WaitAsync("r2"));
    }

    [Fact]
    public async Task I14_a_run_that_kills_its_worker_every_time_is_parked_and_others_go_on()
    {
        await DieInAsync("b");
        for (var i = 0; i < 10; i++)
        {
            var mortal = new MortalStore(_store);
            mortal.After = call =>
            {
                if (call == DelegatingStore.Call.Load)
                    mortal.IsDead = true;
                return null;
            };
            var dying = Host(mortal, Counted("a"), Counted("b", "a"));
            await dying.Engine.StartAsync();
            await EngineHarness.UntilAsync(() => new(mortal.IsDead), _clock, TimeSpan.FromSeconds(1));
        }
        await using var last = Host(_store, Counted("a"), Counted("b", "a"));
        await last.Engine.StartAsync();
        await last.StartRunAsync("r2");
        Assert.Equal(2, await last.WaitAsync("r2"));
        await ParkedAsync(last);
        Assert.Contains("taken up 10 times and nothing was committed", (await last.HeadAsync("r1")).Reason);
    }

    [Fact]
    public async Task I14_more_claims_without_progress_than_allowed_park_the_run()
    {
        await DieInAsync("b");
        for (var i = 0; i < 11; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(await _store.ClaimAsync(
                new ClaimRequest { Owner = "doomed", Now = _clock.GetUtcNow(), LeaseUntil = _clock.GetUtcNow() + TimeSpan.FromSeconds(30), Limit = 1 }, default));
        }
        _clock.Advance(TimeSpan.FromMinutes(1));
        await using var host = Host(_store, Counted("a"), Counted("b", "a"));
        await host.Engine.StartAsync();
        await ParkedAsync(host);
        Assert.Contains("taken up 11 times and nothing was committed", (await host.HeadAsync("r1")).Reason);
        Assert.Single(await Operators(host).ListParkedAsync().ToListAsync());

        Assert.True(await Operators(host).CancelAsync("r1"));
        await EndedAsync(host);
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("r1")).Status);
        await Assert.ThrowsAsync<WorkflowCancelledException>(() => host.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_run_of_a_workflow_that_is_not_known_here_is_left_alone_listed_and_told_once()
    {
        await _store.CreateAsync(new NewRun { RunId = "other", Workflow = "elsewhere", Version = 3, CreatedAt = _clock.GetUtcNow(), Entries = [new JournalEntry(1, new byte[] { 1 })] }, default);
        var logs = new TestLogs();
        await using var host = new EngineHarness(_store, [Counted("a")], logs: logs, time: _clock);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        Assert.Equal(1, await host.WaitAsync("r1"));
        Assert.Equal(RunStatus.Pending, (await host.HeadAsync("other")).Status);
        Assert.Equal("other", Assert.Single(await Operators(host).ListUnknownAsync().ToListAsync()).RunId);
        await EngineHarness.UntilAsync(() => new(logs.Lines.Any(l => l.Event == 18)));
        Assert.Single(logs.Lines, l => l.Event == 18);

        Assert.True(await Operators(host).CancelAsync("other"));
        Assert.Equal(RunStatus.Cancelled, (await host.HeadAsync("other")).Status);
    }

    /// <summary>Flips a bit in the last entry of a run whenever it is loaded.</summary>
    private sealed class DamagingStore(IWorkflowStore inner, string run) : DelegatingStore(inner)
    {
        protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
        {
            var answer = await inner();
            if (call != Call.Load || runId != run || answer is not StoredRun stored)
                return answer;
            var bytes = stored.Entries[^1].Data.ToArray();
            bytes[bytes.Length / 2] ^= 4;
            return (T)(object)(stored with { Entries = [.. stored.Entries.SkipLast(1), stored.Entries[^1] with { Data = bytes }] });
        }
    }
}
