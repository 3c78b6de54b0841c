using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Hosting;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Runs on a store, remembers what was stored after each commit, and takes the run up from each of these: it must come to the same end.</summary>
public sealed class CrashedControlFlowTests
{
    private static Step Now(string name, int value, params string[] needs) => new(name, (_, _, _) => new(value)) { Needs = needs };

    private static Step Later(string name, int value, params string[] needs) => new(name, async (_, _, _) =>
    {
        await Task.Yield();
        return value;
    })
    { Needs = needs };

    private static Step Endless(string name, params string[] needs) => new(name, async (_, _, ct) =>
    {
        await Task.Delay(Timeout.Infinite, ct);
        return 0;
    })
    { Needs = needs };

    private static Step Sum(string name, params Join[] joins) => new(name, (inputs, _, _) => new(inputs.Aggregate(0, (digits, i) => (digits * 10) + (i ?? 0)))) { Joins = joins };

    public static TheoryData<string> Graphs => [.. s_graphs.Keys];

    private static readonly Dictionary<string, (Step[] Steps, string End)> s_graphs = new()
    {
        ["first of two"] = ([Endless("a"), Now("start", 1), Now("b", 2, "start"), Sum("j", new Join("a", "b")), new("last", (i, _, _) => new(i[0] * 10)) { Needs = ["j"] }], "Completed 20"),
        ["what leads to losers"] = (
            [Now("start", 1), Endless("far", "start"), Now("a", 1, "far"), Later("b1", 2, "start"), Later("b", 2, "b1"), Sum("j", new Join("a", "b")), Now("k1", 3, "j"), new("last", (i, _, _) => new((i[0] * 10) + (i[1] ?? 7))) { Needs = ["k1"], Reads = ["a"] }],
            "Completed 37"),
        ["two of three"] = ([Now("a", 1), Now("b", 2), Endless("c"), Sum("j", new Join("a", "b", "c") { Need = 2 }), Now("x", 0, "j"), new("last", (i, _, _) => new(i[0])) { Needs = ["j", "x"] }], "Completed 12"),
        ["losers between attempts"] = (
            [new("a", (_, _, _) => throw new InvalidDataException()) { Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) }, Later("b1", 1), Later("b2", 2, "b1"), Sum("j", new Join("a", "b2")), Now("x", 5, "j"), Now("last", 8, "x")],
            "Completed 8"),
        ["a join that falls short"] = ([Now("a", 1), Now("b", 2, "a") with { Guard = _ => false }, Now("c", 3, "b"), Sum("j", new Join("b", "c")), new("last", (i, _, _) => new(i[0] ?? 6)) { Reads = ["j"], After = ["a"] }], "Completed 6"),
        ["a join inside what is skipped"] = ([Now("a", 1), Now("g", 2, "a") with { Guard = _ => false }, Sum("j", new Join("a")) with { Needs = ["g"] }, new("last", (i, _, _) => new(i[0] ?? 4)) { Reads = ["j"] }], "Completed 4"),
        ["an end"] = ([Endless("a"), Now("b", 1), Now("end", 2, "b") with { IsEnd = true, IsOutput = true }, Now("last", 3, "a")], "Completed 2"),
        ["steps that are cancelled"] = (
            [Endless("a"), Later("start", 1), new("idle", (_, _, _) => throw new InvalidDataException()) { Retry = new RetryPolicy(2, TimeSpan.FromDays(1), Backoff.Constant) }, Later("stop", 1, "start") with { Cancels = ["a", "idle", "far"] }, Now("far", 2, "stop"), Now("never", 1, "a"), new("last", (i, _, _) => new(i.All(value => value is null) ? 6 : 0)) { Reads = ["never", "idle", "far"] }],
            "Completed 6"),
        ["a milestone"] = (
            [Later("close", 1), new("wait", null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition(), ClosedBy = "close" }, Later("gate", 1, "close"), Now("late", 1, "gate") with { ClosedBy = "close" }, new("last", (i, _, _) => new((i[0] ?? 5) * (i[1] ?? 10))) { Reads = ["wait", "late"] }],
            "Completed 50"),
        ["several outputs"] = ([Now("a", 1) with { IsOutput = true }, Now("b", 2, "a") with { IsOutput = true }, Now("c", 3, "b"), Now("last", 4, "c")], "Completed 1"),
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public async Task A_crash_after_any_commit_changes_nothing(string graph)
    {
        var (steps, end) = s_graphs[graph];
        var store = new RememberingStore();
        await using var harness = new EngineHarness(store, steps, o => o.SnapshotEvery = 3);
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("run-1");
        var result = await harness.WaitAsync("run-1");
        Assert.Equal(end, $"{(await harness.HeadAsync("run-1")).Status} {result}");

        // What somebody else reads who was not there.
        var outcome = (await harness.OutcomeAsync("run-1"))!;
        Assert.Equal(end, $"{outcome.Status} {System.Text.Encoding.UTF8.GetString(outcome.Result.Span)}");

        Assert.True(store.Remembered.Count > 1);
        foreach (var stored in store.Remembered.Where(s => !s.Head.Status.IsTerminal()))
            Assert.Equal(end, await ResumeAsync(stored, Create(steps)));
    }

    [Fact]
    public async Task With_FailFast_off_everything_else_is_done_after_a_crash_too()
    {
        InterpretedExecutor New() => Create(
            failFast: false,
            new Step("a", (_, _, _) => throw new InvalidDataException()) { Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant) },
            Later("b", 2), Later("c", 3, "b"), Now("never", 1, "a"), Later("last", 7, "c"));
        var store = new RememberingStore();
        await using var harness = new EngineHarness(store, New, o => o.SnapshotEvery = 3);
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("run-1");
        await harness.UntilStatusAsync("run-1", RunStatus.Failed);
        Assert.Equal("a", Assert.Single((await harness.OutcomeAsync("run-1"))!.Failures).Step);

        Assert.True(store.Remembered.Count > 3);
        foreach (var stored in store.Remembered.Where(s => !s.Head.Status.IsTerminal()))
        {
            var executor = New();
            Assert.StartsWith("Failed", await ResumeAsync(stored, executor), StringComparison.Ordinal);
            Assert.Equal(7, executor.Result); // the last step has been reached all the same
        }
    }

    [Fact]
    public async Task A_cancelled_step_that_must_not_run_twice_does_not_stand_in_the_way()
    {
        // Its start is on record, and no end of it: as soon as what cancels it is on record, too, that is no question any more.
        Step[] steps = [Endless("a") with { Idempotency = Idempotency.AtMostOnce }, Later("start", 1), Later("stop", 1, "start") with { Cancels = ["a"] }, Later("b", 4, "stop"), Later("last", 5, "b")];
        var store = new RememberingStore();
        await using var harness = new EngineHarness(store, steps);
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("run-1");
        Assert.Equal(5, await harness.WaitAsync("run-1"));

        var after = 0;
        foreach (var stored in store.Remembered.Where(s => !s.Head.Status.IsTerminal()))
        {
            if (!stored.Entries.Any(e => JournalDecoder.Decode(e.Data) is StepCompleted { Node: "stop" }))
                continue;
            after++;
            Assert.Equal("Completed 5", await ResumeAsync(stored, Create(steps)));
        }
        Assert.True(after > 1);
    }

    private static async Task<string> ResumeAsync(StoredRun stored, InterpretedExecutor executor)
    {
        var journal = new RecordingJournal(executor);
        executor.BeginDurable(journal, TimeProvider.System, NullLogger.Instance, stored.Head.CreatedAt, TimeSpan.FromDays(10));
        RunRestorer.Restore(RunFold.Of(stored, executor.Definition, new NodeNames(executor.Definition)), "run-1", executor);
        Assert.DoesNotContain(Enumerable.Range(0, executor.Definition.Nodes.Count), i => executor.StateOf(i).Status == NodeStatus.Stopped); // that would park it
        Assert.Equal(ExecutorEnd.Ended, await executor.DriveAsync());
        var status = journal.Commits[^1].Split(", ")[^1];
        return $"{status} {executor.Result}";
    }

    private sealed class RememberingStore() : DelegatingStore(new InMemoryWorkflowStore())
    {
        public List<StoredRun> Remembered { get; } = [];

        protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
        {
            var answer = await inner();
            if (call is Call.Create or Call.Commit)
            {
                var stored = (await Inner.LoadAsync(runId!, CancellationToken.None))!;
                lock (Remembered)
                    Remembered.Add(stored);
            }
            return answer;
        }
    }
}
