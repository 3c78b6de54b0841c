using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Journal;
using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>Loops, pure steps and heartbeats of durable runs, through a crash wherever one can fall.</summary>
public sealed class DurableLoopTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, (string Saw, int Times)> _ran = new();

    /// <summary>Adds its inputs and its round. Run again, it must see what it saw before.</summary>
    private Step Sees(string name, params string[] needs) => new(name, (inputs, step, _) =>
    {
        var saw = $"{string.Join(',', inputs.Select(i => i?.ToString() ?? "-"))} at {step!.UtcNow:O}, {step.NewGuid()}";
        var (before, _) = _ran.AddOrUpdate($"{name}/{step.Round}", (saw, 1), (_, ran) => (ran.Saw, ran.Times + 1));
        Assert.Equal(before, saw);
        return new((inputs.Sum() ?? 0) + step.Round);
    })
    { Needs = needs, TakesContext = true };

    public static TheoryData<string, int> Cases()
    {
        var data = new TheoryData<string, int>();
        foreach (var graph in (string[])["straight", "nested", "overlapping", "skips", "previous", "pure", "pure loop", "retries", "joins"])
        {
            data.Add(graph, 1);
            data.Add(graph, 3);
            data.Add(graph, 1000);
        }
        return data;
    }

    private Step[] Graph(string name) => name switch
    {
        "straight" => [Sees("a"), Sees("b", "a"), Sees("c", "b") with { Loop = new("b", v => v[0] < 10) }, Sees("of b", "b"), Sees("end", "c", "of b")],
        "nested" =>
        [
            Sees("first"), Sees("out", "first"), Sees("in", "out") with { Loop = new("in", null, 2) }, Sees("back", "in") with { Loop = new("out", v => v[0] < 14) }, Sees("end", "in", "back"),
        ],
        "overlapping" =>
        [
            Sees("a"), Sees("b", "a"), Sees("c", "b") with { Loop = new("a", null, 2) }, Sees("d", "c") with { Loop = new("b", null, 2) }, Sees("of a", "a"), Sees("end", "d", "of a"),
        ],
        "skips" =>
        [
            Sees("a"), Sees("odd", "a") with { Guard = v => v[0] % 2 == 1 }, Sees("back", "a") with { Reads = ["odd"], Loop = new("a", v => v[1] < 4) }, Sees("end", "back") with { Reads = ["odd"] },
        ],
        "previous" => [Sees("a"), Sees("b", "a") with { Previous = ["a", "b"], Loop = new("a", v => v[1] < 4) }, Sees("end", "b")],
        "pure" => [Sees("a"), Sees("b", "a") with { IsPure = true }, Sees("c", "b") with { Loop = new("b", null, 3) }, Sees("d", "c") with { IsPure = true }, Sees("end", "d") with { IsPure = true }],
        "pure loop" => [Sees("a") with { IsPure = true }, Sees("b", "a") with { IsPure = true, Loop = new("a", null, 4) }, Sees("c", "b"), Sees("end", "c") with { IsPure = true }],
        "joins" =>
        [
            Sees("a"),
            Sees("slow", "a") with { Guard = v => v[0] > 2 },
            Sees("fast", "a"),
            Sees("first") with { Joins = [new("slow", "fast") { Rest = Rest.Ignore }] },
            Sees("all") with { Joins = [new("slow", "fast", "first") { Need = 2, Rest = Rest.Block }], Loop = new("a", null, 3) },
            Sees("end", "all"),
        ],
        _ =>
        [
            Sees("a"),
            Sees("b", "a") with
            {
                Retry = new RetryPolicy(3, TimeSpan.FromSeconds(1), Backoff.Constant),
                Body = (inputs, step, _) => step!.Attempt <= step.Round ? throw new InvalidDataException() : new(inputs[0] + step.Attempt),
                Loop = new("a", null, 2),
            },
            Sees("end", "b"),
        ],
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_run_comes_to_the_same_wherever_its_process_dies(string graph, int snapshotEvery)
    {
        var (expected, commits, _) = await new DurableLoopTests().RunAsync(graph, snapshotEvery, int.MaxValue);
        for (var i = 0; i <= commits; i++)
        {
            var (result, _, ran) = await new DurableLoopTests().RunAsync(graph, snapshotEvery, i);
            Assert.Equal(expected, result);
            Assert.All(ran, r => Assert.InRange(r.Value.Times, 1, 2));
        }
    }

    /// <summary>Runs it with a process that dies when it is about to commit for the n-th time, and another after it.</summary>
    private async Task<(int? Result, int Commits, IReadOnlyDictionary<string, (string Saw, int Times)> Ran)> RunAsync(string graph, int snapshotEvery, int diesAt)
    {
        var mortal = new MortalStore(_store);
        mortal.Before = call =>
        {
            if (call != DelegatingStore.Call.Commit || mortal.Commits < diesAt)
                return null;
            mortal.IsDead = true;
            return new StoreException(StoreFailure.Unavailable, "the process died");
        };
        var first = new EngineHarness(mortal, Graph(graph), o => o.SnapshotEvery = snapshotEvery, time: _clock);
        await first.Engine.StartAsync();
        await first.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => mortal.IsDead || (await _store.GetAsync("r1", default))!.Status.IsTerminal(), _clock, TimeSpan.FromSeconds(1));
        var commits = mortal.Commits;

        await using var next = new EngineHarness(_store, Graph(graph), o => o.SnapshotEvery = snapshotEvery, time: _clock);
        await next.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await next.HeadAsync("r1")).Status.IsTerminal(), _clock, TimeSpan.FromSeconds(5));
        Assert.Equal(RunStatus.Completed, (await next.HeadAsync("r1")).Status);
        return (await next.WaitAsync("r1"), commits, _ran);
    }

    [Fact]
    public async Task What_resuming_reads_does_not_grow_with_the_rounds()
    {
        const int Rounds = 5_000;
        var reached = new TaskCompletionSource();
        Step[] Steps(bool blocks) =>
        [
            new Step("a", (_, step, _) =>
            {
                if (blocks && step!.Round == Rounds)
                {
                    reached.TrySetResult();
                    return new(new TaskCompletionSource<int?>().Task);
                }
                return new(step!.Round);
            })
            { TakesContext = true, Previous = ["a"], Loop = new("a", null, Rounds + 1) },
        ];
        var mortal = new MortalStore(_store);
        // Less than all the rounds' records take together.
        static void Limits(WorkflowGenOptions o) => (o.MaxPayloadBytes, o.MaxJournalBytes) = (1_000, 20_000);
        var first = new EngineHarness(mortal, Steps(true), Limits, time: _clock);
        await first.Engine.StartAsync();
        await first.StartRunAsync("r1");
        await reached.Task;
        mortal.IsDead = true;

        var watched = new MortalStore(_store);
        await using var next = new EngineHarness(watched, Steps(false), Limits, time: _clock);
        await next.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await next.HeadAsync("r1")).Status.IsTerminal(), _clock, TimeSpan.FromSeconds(5));
        Assert.Equal(Rounds + 1, await next.WaitAsync("r1"));
        var loaded = watched.Loaded[0];
        Assert.InRange(loaded.Head.LastSequence, Rounds, long.MaxValue);
        Assert.InRange(loaded.Entries.Count + (loaded.Snapshot is null ? 1000 : 0), 0, 250);
        Assert.InRange(loaded.Snapshot!.Value.Data.Length, 1, 400);
    }

    [Fact]
    public async Task Rounds_are_in_the_history()
    {
        await using var host = new EngineHarness(_store, [new Step("a", (_, step, _) => new(step!.Round)) { TakesContext = true, Loop = new("a", null, 2) }], time: _clock);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await host.WaitAsync("r1");
        var history = await new WorkflowAdministration(host.Engine).ReadHistoryAsync("r1").Select(e => $"{e.Event} {e.Node} {e.Round}".Trim()).ToListAsync();
        Assert.Equal(
            ["job_start", "step_start a", "attempt_start a", "attempt_ok a", "step_ok a", "round_start a 2", "step_start a 2", "attempt_start a 2", "attempt_ok a 2", "step_ok a 2", "job_ok"],
            history);
    }

    [Fact]
    public async Task A_loop_of_pure_steps_alone_does_not_gather_without_end()
    {
        await using var host = new EngineHarness(_store, [new Step("a", (_, step, _) => new(step!.Round)) { TakesContext = true, IsPure = true, Loop = new("a", null, 20_000) }], time: _clock);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        Assert.Equal(20_000, await host.WaitAsync("r1"));
        var sequence = (await host.HeadAsync("r1")).LastSequence;
        Assert.Equal(40_001, sequence); // the start, each completion, each further round, the end
    }

    [Fact]
    public async Task Cancelling_ends_a_durable_loop()
    {
        await using var host = new EngineHarness(_store, [new Step("a", (_, _, _) => new(1)) { Loop = new("a", _ => true) }], time: _clock);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).LastSequence > 100);
        await host.CancelAsync("r1");
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r1")).Status == RunStatus.Cancelled);
    }

    [Fact]
    public async Task A_run_again_after_a_crash_gets_what_the_attempt_had_reported()
    {
        var begun = new TaskCompletionSource<StepContext>();
        var seen = -1;
        Step[] Steps(bool hangs) =>
        [
            new Step("a", (_, step, _) =>
            {
                if (hangs)
                {
                    begun.TrySetResult(step!);
                    return new(new TaskCompletionSource<int?>().Task);
                }
                seen = step!.LastHeartbeat<int>();
                return new(1);
            })
            { TakesContext = true, Heartbeat = TimeSpan.FromSeconds(10) },
        ];
        var mortal = new MortalStore(_store);
        var first = new EngineHarness(mortal, Steps(true), time: _clock);
        await first.Engine.StartAsync();
        await first.StartRunAsync("r1");
        var context = await begun.Task;
        _clock.Advance(TimeSpan.FromSeconds(5));
        context.Heartbeat(41);
        context.Heartbeat(42);
        _clock.Advance(TimeSpan.FromSeconds(6));
        await EngineHarness.UntilAsync(() => new(mortal.Commits == 1));
        mortal.IsDead = true;

        await using var next = new EngineHarness(_store, Steps(false), time: _clock);
        await next.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await next.HeadAsync("r1")).Status.IsTerminal(), _clock, TimeSpan.FromSeconds(5));
        Assert.Equal(42, seen);
    }
}
