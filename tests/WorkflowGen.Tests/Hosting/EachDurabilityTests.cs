using System.Collections.Concurrent;
using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;
using static WorkflowGen.Tests.Execution.EachExecutor;

namespace WorkflowGen.Tests.Hosting;

/// <summary>[Each] and streams in durable runs: what is on record does not happen again, whenever the process dies.</summary>
public sealed class EachDurabilityTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, int> _calls = new();

    private int Count(string what) => _calls.AddOrUpdate(what, 1, static (_, n) => n + 1);

    private Step Each(string name, string? over = "input") => new(name)
    {
        Over = over is null ? [] : [over],
        MaxParallel = 2,
        Element = async (e, _, _) =>
        {
            await Task.Yield();
            Count($"{name}[{e[0]}]");
            return e[0] * 10;
        },
    };

    private Step Sum(params string[] needs) => new("sum") { Needs = needs, Body = (inputs, _, _) => new([Count("sum") * 0 + inputs.Sum(i => i!.Sum())]) };

    private Step Stream(int count) => new("stream") { Stream = (_, _) => Items(count) };

    private static async IAsyncEnumerable<int> Items(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private EngineHarness Host(IWorkflowStore store, Func<Step[]> steps, int snapshotEvery = 1000) =>
        new(store, () => Create(steps()), o =>
        {
            o.SnapshotEvery = snapshotEvery;
            o.MaxWaitInMemory = TimeSpan.FromSeconds(10);
        }, time: _clock);

    /// <summary>Lets a process die at its n-th commit, before or after that is durable, for every n until none dies any more; another goes on each time.</summary>
    /// <param name="check">Called with the result, which is from the store.</param>
    private async Task CrashEverywhere(Func<Step[]> steps, int input, int snapshotEvery, Action<IReadOnlyList<int>?, bool> check)
    {
        foreach (var durable in (bool[])[true, false])
        {
            for (var commit = 1; ; commit++)
            {
                _calls.Clear();
                var id = $"{durable}-{commit}";
                var mortal = new MortalStore(_store);
                var died = new TaskCompletionSource();
                var n = 0;
                Exception? Hook(DelegatingStore.Call call, bool after)
                {
                    if (call != DelegatingStore.Call.Commit || after != durable || Interlocked.Increment(ref n) != commit)
                        return null;
                    mortal.IsDead = true;
                    died.TrySetResult();
                    return new StoreException(StoreFailure.Unavailable, "the process died");
                }
                mortal.Before = call => Hook(call, after: false);
                mortal.After = call => Hook(call, after: true);

                var first = Host(mortal, steps, snapshotEvery);
                await first.Engine.StartAsync();
                await first.StartRunAsync(id, input);
                await EngineHarness.UntilAsync(async () => died.Task.IsCompleted || (await first.HeadAsync(id)).Status.IsTerminal(), _clock, TimeSpan.FromSeconds(1));
                if (!died.Task.IsCompleted)
                {
                    await first.DisposeAsync();
                    Assert.True(commit > 2);
                    break;
                }

                await using var next = Host(_store, steps, snapshotEvery);
                await next.Engine.StartAsync();
                await EngineHarness.UntilAsync(async () => (await next.HeadAsync(id)).Status.IsTerminal(), _clock, TimeSpan.FromSeconds(1));
                var outcome = await next.OutcomeAsync(id);
                Assert.Equal(RunStatus.Completed, outcome!.Status);
                check(JsonSerializer.Deserialize<int[]>(outcome.Result.Span), durable);
            }
        }
    }

    /// <summary>At most the window runs again, and nothing whose record is durable when nothing was in flight.</summary>
    private void EffectsAreAtMost(int again)
    {
        var repeated = _calls.Values.Sum(n => n - 1);
        Assert.True(repeated <= again, $"{repeated} ran again: {string.Join(", ", _calls.Where(c => c.Value > 1))}");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    [InlineData(3)]
    public Task A_list_whatever_commit_the_process_dies_at(int snapshotEvery) => CrashEverywhere(
        () => [Each("each"), Sum("each")],
        7,
        snapshotEvery,
        (result, _) =>
        {
            Assert.Equal([210], result);
            Assert.Equal(8, _calls.Count);
            EffectsAreAtMost(2);
        });

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public Task The_results_of_one_are_the_elements_of_the_next(int snapshotEvery) => CrashEverywhere(
        () => [Each("a"), Each("b", "a")],
        4,
        snapshotEvery,
        (result, _) =>
        {
            Assert.Equal([0, 100, 200, 300], result);
            EffectsAreAtMost(2);
        });

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public Task Enough_of_them(int snapshotEvery) => CrashEverywhere(
        () => [Each("each") with { Enough = 3 }, Sum("each")],
        7,
        snapshotEvery,
        (result, _) =>
        {
            Assert.Single(result!);
            Assert.True(_calls.Count(c => c.Key != "sum") is 3 or 4 or 5, "no element begins after there are enough");
        });

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    [InlineData(3)]
    public Task A_stream_whatever_commit_the_process_dies_at(int snapshotEvery) => CrashEverywhere(
        () => [Stream(7), Each("each", null) with { Streams = ["stream"] }, Sum("each")],
        0,
        snapshotEvery,
        (result, _) =>
        {
            Assert.Equal([210], result);
            EffectsAreAtMost(2);
        });

    [Theory]
    [InlineData(1000)]
    [InlineData(2)]
    public Task Two_that_take_one_stream(int snapshotEvery) => CrashEverywhere(
        () => [Stream(5), Each("a", null) with { Streams = ["stream"] }, Each("b", null) with { Streams = ["stream"], MaxParallel = 1 }, Sum("a", "b")],
        0,
        snapshotEvery,
        (result, _) =>
        {
            Assert.Equal([200], result);
            EffectsAreAtMost(3);
        });

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    [InlineData(3)]
    public Task A_stream_that_is_cancelled_is_closed_with_what_there_is(int snapshotEvery) => CrashEverywhere(
        () =>
        {
            var reached = new TaskCompletionSource();
            return
            [
                new("stream") { Stream = (_, ct) => Stuck(5, reached, ct) },
                new("stop") { Cancels = ["stream"], Body = async (_, _, _) => { await reached.Task; return []; } },
                Each("each", null) with { Streams = ["stream"] },
                Sum("each"),
            ];
        },
        0,
        snapshotEvery,
        (result, _) => Assert.Equal([100], result));

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public Task A_stream_that_is_cancelled_before_it_gave_anything_is_empty(int snapshotEvery) => CrashEverywhere(
        () =>
        [
            new("before") { Body = async (_, _, _) => { await Task.Yield(); return []; } },
            new("stream") { After = ["before"], Stream = (_, ct) => Stuck(0, new TaskCompletionSource(), ct) },
            new("stop") { After = ["before"], Cancels = ["stream"], Body = async (_, _, _) => { await Task.Yield(); return []; } },
            Each("each", null) with { Streams = ["stream"] },
            Sum("each"),
        ],
        0,
        snapshotEvery,
        (result, _) => Assert.Equal([0], result));

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public Task Signals_whose_milestone_passes_are_as_many_as_came(int snapshotEvery) => CrashEverywhere(
        () =>
        [
            new("signals") { Signal = new SignalDefinition { IsStream = true }, ClosedBy = "close" },
            new("close") { Body = async (_, _, _) => { await Task.Yield(); return []; } },
            Each("each", null) with { Streams = ["signals"] },
            Sum("each"),
        ],
        0,
        snapshotEvery,
        (result, _) => Assert.Equal([0], result));

    /// <summary>Yields so many, and then nothing until it is cancelled.</summary>
    private static async IAsyncEnumerable<int> Stuck(int count, TaskCompletionSource reached, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
        reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public Task Arrivals(int snapshotEvery) => CrashEverywhere(
        () => [.. Enumerable.Range(1, 3).Select(i => new Step($"s{i}") { After = i == 1 ? [] : [$"s{i - 1}"], Body = (_, _, _) => new([i]) }), Each("each", null) with { Arrivals = ["s3", "s2", "s1"] }],
        0,
        snapshotEvery,
        (result, _) =>
        {
            Assert.Equal([10, 20, 30], result);
            EffectsAreAtMost(2);
        });

    [Fact]
    public async Task Attempts_and_waits_of_elements_survive_a_restart()
    {
        var seen = new ConcurrentBag<(int? Element, int Attempt, DateTimeOffset UtcNow)>();
        Step[] Steps() =>
        [
            new("each")
            {
                Over = ["input"],
                TakesContext = true,
                Retry = new RetryPolicy(3, TimeSpan.FromHours(1), Backoff.Linear),
                Element = (e, step, _) =>
                {
                    seen.Add((step!.Element, step.Attempt, step.UtcNow));
                    return e[0] == 1 && step.Attempt < 3 ? throw new InvalidOperationException("not yet") : new(e[0]);
                },
            },
        ];
        var started = _clock.GetUtcNow();
        foreach (var snapshotEvery in (int[])[1, 1000])
        {
            seen.Clear();
            var id = $"r{snapshotEvery}";
            started = _clock.GetUtcNow();
            await using (var first = Host(_store, Steps, snapshotEvery))
            {
                await first.Engine.StartAsync();
                await first.StartRunAsync(id, 3);
                await EngineHarness.UntilAsync(async () => (await first.HeadAsync(id)).Status == RunStatus.Suspended);
                Assert.Equal(started + TimeSpan.FromHours(1), (await first.HeadAsync(id)).WakeAt);
            }

            await using var second = Host(_store, Steps, snapshotEvery);
            await second.Engine.StartAsync();
            Assert.Equal([0, 1, 2], await WaitLong(second, id));
            Assert.Equal([(0, 1), (1, 1), (1, 2), (1, 3), (2, 1)], seen.Select(s => (s.Element!.Value, s.Attempt)).Order());
            Assert.True(seen.Single(s => s.Attempt == 2).UtcNow == started + TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task A_failure_is_reported_as_the_elements_and_after_a_restart_too()
    {
        Step[] Steps() => [new("each") { Over = ["input"], Element = (e, _, _) => e[0] == 2 ? throw new InvalidDataException("two") : new(e[0]) }];
        await using var host = Host(_store, Steps);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r", 4);
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r")).Status.IsTerminal());
        var outcome = await host.OutcomeAsync("r");
        Assert.Equal(RunStatus.Failed, outcome!.Status);
        var failure = Assert.Single(outcome.Failures);
        Assert.Equal(("each[2]", "two"), (failure.Step, failure.Message));
    }

    [Fact]
    public async Task An_element_that_must_not_run_twice_parks_the_run_by_its_name()
    {
        var mortal = new MortalStore(_store);
        var reached = new TaskCompletionSource();
        Step[] Steps() =>
        [
            new("each")
            {
                Over = ["input"],
                Idempotency = Idempotency.AtMostOnce,
                Element = (e, _, _) =>
                {
                    Count($"{e[0]}");
                    if (e[0] != 1 || mortal.IsDead)
                        return new(e[0]);
                    reached.TrySetResult();
                    return new(new TaskCompletionSource<int>().Task);
                },
            },
        ];
        var dying = Host(mortal, Steps);
        await dying.Engine.StartAsync();
        await dying.StartRunAsync("r", 3);
        await reached.Task;
        mortal.IsDead = true;

        await using var next = Host(_store, Steps);
        await next.Engine.StartAsync();
        await EngineHarness.UntilAsync(async () => (await next.HeadAsync("r")).Status == RunStatus.Parked, _clock, TimeSpan.FromSeconds(1));
        Assert.Contains("'each[", (await next.HeadAsync("r")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_a_run_stops_elements_and_pulls()
    {
        var begun = new TaskCompletionSource();
        Step[] Steps() =>
        [
            new("stream") { Stream = (_, ct) => Endless(ct) },
            new("each")
            {
                Streams = ["stream"],
                Element = async (e, _, ct) =>
                {
                    begun.TrySetResult();
                    await Task.Delay(Timeout.Infinite, ct);
                    return 0;
                },
            },
        ];
        await using var host = Host(_store, Steps);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r");
        await begun.Task;
        await host.CancelAsync("r");
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync("r")).Status == RunStatus.Cancelled, _clock, TimeSpan.FromSeconds(1));

        static async IAsyncEnumerable<int> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return 1;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<int>?> WaitLong(EngineHarness host, string id)
    {
        await EngineHarness.UntilAsync(async () => (await host.HeadAsync(id)).Status.IsTerminal(), _clock, TimeSpan.FromMinutes(1));
        return await host.WaitForListAsync(id);
    }
}
