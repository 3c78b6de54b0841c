using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>A child that was given up and completes all the same, before it has heard of it.</summary>
public sealed class LeftChildTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly Step[] _child;
    private Step[] _parent = [];

    public LeftChildTests() => _child = [Signal("go"), Undone("c1", "go"), Does("c2", "c1")];

    private string Ran => string.Join(", ", _ran);

    private Step Does(string name, params string[] needs) => new(name, (inputs, _, _) =>
    {
        _ran.Enqueue(name);
        return new((inputs.Sum() ?? 0) + 1);
    })
    { Needs = needs };

    private Step Undone(string name, params string[] needs) => Does(name, needs) with
    {
        Compensation = new Undo(new CompensationDefinition("undo") { TakesContext = true }, (_, _, step, _) =>
        {
            _ran.Enqueue($"undo {name} by {step.RunId}");
            return default;
        }),
    };

    private Step Fails(string name, params string[] needs) => new(name, (_, _, _) => throw new InvalidDataException($"{name} broke")) { Needs = needs };

    private static Step Signal(string name) => new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition() };

    /// <summary>It may take ten seconds.</summary>
    private Step Bill(RetryPolicy? retry = null) => new("bill", null!)
    {
        Kind = NodeKind.Child,
        Child = new ChildDefinition(() => CreateNamed("child", _child).Definition),
        Needs = ["p1"],
        Timeout = TimeSpan.FromSeconds(10),
        Retry = retry,
    };

    private EngineHarness Host(IWorkflowStore store, int snapshotEvery = 64) =>
        new(store, () => Create(_parent), o => o.SnapshotEvery = snapshotEvery, null, _clock, () => CreateNamed("child", _child));

    private async Task<RunHead> HeadAsync(string id) => await _store.GetAsync(id, default) ?? throw new InvalidOperationException($"There is no run '{id}'.");

    private Task UntilAsync(Func<ValueTask<bool>> condition) => EngineHarness.UntilAsync(condition, _clock, TimeSpan.FromMilliseconds(100));

    private Task UntilEndedAsync(EngineHarness host) => UntilAsync(async () => (await _store.GetAsync("p", default))?.Status.IsTerminal() == true && host.Engine.ActiveCount == 0);

    /// <summary>Up to where the child has completed, and its parent has given it up.</summary>
    private async Task RaceAsync(EngineHarness host, RaceStore race)
    {
        await host.Engine.StartAsync();
        await host.StartRunAsync("p");
        await host.UntilStatusAsync("p.bill", RunStatus.Suspended);
        await host.Engine.SignalAsync("p.bill", CreateNamed("child", _child).Definition, "go", 1, static (w, v) => w.WriteNumberValue(v), null, default);
        await race.IsWaiting;
        await UntilAsync(() => new(race.IsOver || ((MortalStore)race.Inner).IsDead));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public async Task It_is_undone_when_the_run_fails(int snapshotEvery)
    {
        _parent = [Undone("p1"), Bill(), Does("end", "bill")];
        var race = new RaceStore(new MortalStore(_store), "p.bill");
        await using var host = Host(race, snapshotEvery);
        await RaceAsync(host, race);
        await UntilEndedAsync(host);
        Assert.Equal(RunStatus.Failed, (await HeadAsync("p")).Status);
        Assert.Equal(RunStatus.Completed, (await HeadAsync("p.bill")).Status);
        Assert.Equal("p1, c1, c2, undo c1 by p.bill.undo, undo p1 by p", Ran);
        Assert.Empty(await _store.ReadSignalsAsync("p", 0, default));
    }

    [Fact]
    public async Task It_is_undone_before_what_completed_earlier_and_after_what_completed_later()
    {
        _parent = [Undone("p1"), Bill(new RetryPolicy(2, TimeSpan.FromSeconds(1), Backoff.Constant)), Undone("p2", "bill"), Fails("p3", "p2")];
        var race = new RaceStore(new MortalStore(_store), "p.bill");
        await using var host = Host(race);
        await RaceAsync(host, race);
        await host.UntilStatusAsync("p.bill-try2", RunStatus.Suspended, TimeSpan.FromMilliseconds(100));
        await host.Engine.SignalAsync("p.bill-try2", CreateNamed("child", _child).Definition, "go", 1, static (w, v) => w.WriteNumberValue(v), null, default);
        await UntilEndedAsync(host);
        Assert.Equal(RunStatus.Failed, (await HeadAsync("p")).Status);
        Assert.Equal("p1, c1, c2, c1, c2, p2, undo p2 by p, undo c1 by p.bill-try2.undo, undo c1 by p.bill.undo, undo p1 by p", Ran);
    }

    [Fact]
    public async Task What_it_did_stays_when_the_run_completes()
    {
        _parent = [Undone("p1"), Bill(new RetryPolicy(2, TimeSpan.FromSeconds(1), Backoff.Constant)), Does("end", "bill")];
        var race = new RaceStore(new MortalStore(_store), "p.bill");
        await using var host = Host(race);
        await RaceAsync(host, race);
        await host.UntilStatusAsync("p.bill-try2", RunStatus.Suspended, TimeSpan.FromMilliseconds(100));
        await host.Engine.SignalAsync("p.bill-try2", CreateNamed("child", _child).Definition, "go", 1, static (w, v) => w.WriteNumberValue(v), null, default);
        await UntilEndedAsync(host);
        Assert.Equal(RunStatus.Completed, (await HeadAsync("p")).Status);
        Assert.Equal("p1, c1, c2, c1, c2, end", Ran);
    }

    [Fact]
    public async Task It_is_undone_once_wherever_the_process_dies_after_a_commit()
    {
        for (var commits = 1; ; commits++)
        {
            if (!await new LeftChildTests().DieAfterAsync(commits))
                return;
        }
    }

    /// <returns>False: it came to its end before.</returns>
    private async Task<bool> DieAfterAsync(int commits)
    {
        _parent = [Undone("p1"), Bill(), Does("end", "bill")];
        var mortal = new MortalStore(_store);
        var left = -1;
        mortal.After = call =>
        {
            if (call == DelegatingStore.Call.Commit && left > 0 && --left == 0)
                mortal.IsDead = true;
            return null;
        };
        var race = new RaceStore(mortal, "p.bill") { OnWaiting = () => left = commits };
        var dying = Host(race);
        await RaceAsync(dying, race);
        await UntilAsync(async () => mortal.IsDead || (await _store.GetAsync("p", default))!.Status.IsTerminal());
        if (!mortal.IsDead)
        {
            await dying.DisposeAsync();
            return false;
        }
        await using var next = Host(_store);
        await next.Engine.StartAsync();
        await UntilEndedAsync(next);
        Assert.Equal(RunStatus.Failed, (await HeadAsync("p")).Status);
        var ran = _ran.Distinct().Select(r => r.Replace(".undo", "", StringComparison.Ordinal)).ToList();
        Assert.Equal(["p1", "c1", "c2", "undo c1 by p.bill", "undo p1 by p"], ran);
        return true;
    }

    /// <summary>Keeps a run's completion back until another has asked for its cancellation.</summary>
    private sealed class RaceStore(MortalStore inner, string runId) : DelegatingStore(inner)
    {
        private readonly TaskCompletionSource _isWaiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsWaiting => _isWaiting.Task;

        public bool IsOver { get; private set; }

        public Action? OnWaiting { get; init; }

        public override async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
        {
            var completes = commit.RunId == runId && commit.Head?.Status == RunStatus.Completed;
            if (completes)
            {
                OnWaiting?.Invoke();
                _isWaiting.TrySetResult();
                await _cancelled.Task;
            }
            var cancels = commit.Cancels.Contains(runId);
            var result = await base.CommitAsync(commit, cancellationToken);
            if (cancels)
                _cancelled.TrySetResult();
            IsOver |= completes;
            return result;
        }
    }
}
