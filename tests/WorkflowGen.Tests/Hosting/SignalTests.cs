using System.Text;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class SignalTests
{
    private static Step Signal(string name, TimeSpan? timeout = null, params string[] needs) =>
        new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition { Timeout = timeout }, Needs = needs };

    private static Step Sum(string name, params string[] needs) => new(name, (inputs, _, _) => new(inputs.Sum() ?? 0)) { Needs = needs };

    [Fact]
    public async Task A_suspended_run_goes_on_when_its_signal_comes()
    {
        await using var harness = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Signal("a"), Sum("end", "a"));
        await harness.StartRunAsync("r");
        await harness.UntilStatusAsync("r", RunStatus.Suspended);
        Assert.True(await harness.SignalAsync("r", "a", 42));
        Assert.Equal(42, await harness.WaitAsync("r"));
        Assert.Empty(await harness.Store.ReadSignalsAsync("r", 0, CancellationToken.None));
        Assert.False(await harness.SignalAsync("r", "a", 1));
    }

    [Fact]
    public async Task Five_signals_sent_before_the_run_is_taken_up_arrive_in_order()
    {
        var store = new InMemoryWorkflowStore();
        var steps = new[] { Signal("s0"), Signal("s1", null, "s0"), Sum("end", "s0", "s1") };
        await using (var client = new EngineHarness(store, steps, o => o.ExecuteRuns = false))
        {
            await client.StartRunAsync("r");
            Assert.Equal(RunStatus.Pending, (await client.HeadAsync("r")).Status);
            for (var i = 1; i <= 5; i++)
                Assert.True(await client.SignalAsync("r", i % 2 == 0 ? "s0" : "s1", i));
        }
        await using var worker = await EngineHarness.StartedAsync(store, steps);
        Assert.Equal(2 + 1, await worker.WaitAsync("r"));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_is_true_and_counts_once()
    {
        await using var harness = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Signal("a"), Signal("b"), Sum("end", "a", "b"));
        await harness.StartRunAsync("r");
        Assert.True(await harness.SignalAsync("r", "a", 1, "k"));
        Assert.True(await harness.SignalAsync("r", "a", 2, "k"));
        Assert.True(await harness.SignalAsync("r", "b", 10, "k"));
        Assert.Equal(11, await harness.WaitAsync("r"));
        Assert.True(await harness.SignalAsync("r", "a", 3, "k"));
    }

    [Fact]
    public async Task A_run_that_is_under_way_takes_a_signal_at_once()
    {
        var gate = new TaskCompletionSource<int?>();
        await using var harness = await EngineHarness.StartedAsync(
            new InMemoryWorkflowStore(), Signal("a"), new Step("slow", (_, _, _) => new(gate.Task)), Sum("end", "a", "slow"));
        await harness.StartRunAsync("r");
        await EngineHarness.UntilAsync(async () => (await harness.HeadAsync("r")).Status == RunStatus.Running);
        Assert.True(await harness.SignalAsync("r", "a", 1));
        await EngineHarness.UntilAsync(async () => (await harness.Store.ReadSignalsAsync("r", 0, CancellationToken.None)).Count == 0);
        gate.SetResult(5);
        Assert.Equal(6, await harness.WaitAsync("r"));
    }

    [Fact]
    public async Task A_run_that_is_under_way_elsewhere_hears_of_a_signal_when_its_lease_is_renewed()
    {
        var clock = new ManualTimeProvider();
        var store = new InMemoryWorkflowStore();
        var gate = new TaskCompletionSource<int?>();
        Step[] steps = [Signal("a"), new Step("slow", (_, _, _) => new(gate.Task)), Sum("end", "a", "slow")];
        await using var worker = new EngineHarness(store, steps, time: clock);
        await worker.Engine.StartAsync();
        await using var client = new EngineHarness(store, steps, o => o.ExecuteRuns = false, time: clock);
        await worker.StartRunAsync("r");
        Assert.True(await client.SignalAsync("r", "a", 1));
        await EngineHarness.UntilAsync(async () => (await store.ReadSignalsAsync("r", 0, CancellationToken.None)).Count == 0, clock, TimeSpan.FromSeconds(1));
        gate.SetResult(1);
        Assert.Equal(2, await worker.WaitAsync("r"));
    }

    [Fact]
    public async Task A_signal_that_is_sent_while_the_run_is_being_suspended_is_not_slept_through()
    {
        // Put by another process between the last look and the commit that suspends.
        var store = new SignallingStore(new InMemoryWorkflowStore());
        await using var harness = await EngineHarness.StartedAsync(store, Signal("a"), Sum("end", "a"));
        await harness.StartRunAsync("r");
        Assert.Equal(9, await harness.WaitAsync("r"));
    }

    [Fact]
    public async Task Two_hundred_signals_in_rapid_succession_leave_no_run_stuck()
    {
        await using var harness = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Signal("a"), Signal("b", null, "a"), Sum("end", "a", "b"));
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), async (i, _) =>
        {
            await harness.StartRunAsync($"r{i}");
            Assert.True(await harness.SignalAsync($"r{i}", "b", i));
            Assert.True(await harness.SignalAsync($"r{i}", "a", 1));
        });
        for (var i = 0; i < 100; i++)
            Assert.Equal(i + 1, await harness.WaitAsync($"r{i}"));
    }

    [Fact]
    public async Task A_timeout_of_three_days_ends_a_suspended_run()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new EngineHarness(
            new InMemoryWorkflowStore(), [Signal("a", TimeSpan.FromDays(3)), new Step("end", (inputs, _, _) => new(inputs[0] ?? -1)) { Needs = ["a"] }], time: clock);
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("r");
        await harness.UntilStatusAsync("r", RunStatus.Suspended);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromDays(3), (await harness.HeadAsync("r")).WakeAt);
        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(-1, await harness.WaitAsync("r"));
    }

    [Fact]
    public async Task A_value_that_does_not_fit_parks_the_run_with_the_signals_name()
    {
        await using var harness = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Signal("approval"), Sum("end", "approval"));
        await harness.StartRunAsync("r");
        await harness.Store.PutSignalAsync(new RunSignal { RunId = "r", Name = "approval", At = DateTimeOffset.UtcNow, Payload = Encoding.UTF8.GetBytes("\"x\"") }, CancellationToken.None);
        harness.Engine.TellOfSignals("r");
        await harness.UntilStatusAsync("r", RunStatus.Parked);
        Assert.Contains("signal 'approval'", (await harness.HeadAsync("r")).Reason);
        Assert.Single(await harness.Store.ReadSignalsAsync("r", 0, CancellationToken.None));
    }

    [Fact]
    public async Task A_run_that_is_not_there_or_of_another_workflow_is_said()
    {
        await using var harness = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Signal("a"), Sum("end", "a"));
        await Assert.ThrowsAsync<RunNotFoundException>(async () => await harness.SignalAsync("none", "a", 1));
        await harness.Store.CreateAsync(
            new NewRun { RunId = "other", Workflow = "another", Version = 1, CreatedAt = DateTimeOffset.UtcNow, Entries = [new JournalEntry(1, new byte[] { 1 })] }, CancellationToken.None);
        await Assert.ThrowsAsync<RunConflictException>(async () => await harness.SignalAsync("other", "a", 1));
    }

    [Fact]
    public async Task A_lost_answer_does_not_make_a_second_signal()
    {
        var store = new ForgetfulStore(new InMemoryWorkflowStore());
        await using var harness = await EngineHarness.StartedAsync(store, Signal("a"), Signal("b"), Sum("end", "a", "b"));
        await harness.StartRunAsync("r");
        Assert.True(await harness.SignalAsync("r", "a", 1));
        Assert.Equal(2, store.Puts);
        await EngineHarness.UntilAsync(async () => (await store.ReadSignalsAsync("r", 0, CancellationToken.None)).Count == 0);
        Assert.Equal(1, (await harness.HeadAsync("r")).LastSignal);
    }

    /// <summary>Puts a signal just before the first commit that suspends the run.</summary>
    private sealed class SignallingStore(IWorkflowStore inner) : DelegatingStore(inner)
    {
        private int _put;

        public override async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
        {
            if (commit.Head?.Status == RunStatus.Suspended && Interlocked.Exchange(ref _put, 1) == 0)
                await Inner.PutSignalAsync(new RunSignal { RunId = commit.RunId, Name = "a", At = commit.Head.At, Payload = "9"u8.ToArray() }, cancellationToken);
            return await base.CommitAsync(commit, cancellationToken);
        }
    }

    /// <summary>Loses the answer to the first signal.</summary>
    private sealed class ForgetfulStore(IWorkflowStore inner) : DelegatingStore(inner)
    {
        private int _puts;

        public int Puts => _puts;

        protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
        {
            var result = await inner();
            if (call == Call.PutSignal && Interlocked.Increment(ref _puts) == 1)
                throw new StoreException(StoreFailure.Unavailable, "lost");
            return result;
        }
    }
}
