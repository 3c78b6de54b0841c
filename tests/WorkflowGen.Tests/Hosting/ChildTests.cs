using System.Collections.Concurrent;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class ChildTests
{
    private readonly InMemoryWorkflowStore _store = new();
    private readonly ConcurrentQueue<string> _log = [];

    private static Step Sum(string name, params string[] needs) => new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + 1)) { Needs = needs };

    private static Step Signal(string name, params string[] needs) => new(name, null!) { Kind = NodeKind.Signal, Signal = new SignalDefinition(), Needs = needs };

    private static Step Child(string name, WorkflowDefinition child, params string[] needs) =>
        new(name, null!) { Kind = NodeKind.Child, Child = new ChildDefinition(() => child), Needs = needs };

    private static Step Fails(string name, Func<Exception>? exception = null) => new(name, (_, _, _) => throw exception?.Invoke() ?? new InvalidOperationException("no"));

    private async Task<EngineHarness> StartedAsync(Step[] parent, Step[] child, IWorkflowStore? store = null, Action<WorkflowGenOptions>? configure = null, TimeProvider? time = null)
    {
        var harness = Harness(parent, child, store, configure, time);
        await harness.Engine.StartAsync();
        return harness;
    }

    private EngineHarness Harness(Step[] parent, Step[] child, IWorkflowStore? store = null, Action<WorkflowGenOptions>? configure = null, TimeProvider? time = null) =>
        new(store ?? _store, () => Create(parent), configure, null, time, () => CreateNamed("child", child));

    private static WorkflowDefinition Of(params Step[] child) => CreateNamed("child", child).Definition;

    private async Task<RunHead> HeadAsync(string id) => await _store.GetAsync(id, CancellationToken.None) ?? throw new InvalidOperationException($"There is no run '{id}'.");

    [Fact]
    public async Task A_childs_result_is_handed_over()
    {
        Step[] child = [new("c", (_, _, _) => new(40))];
        await using var harness = await StartedAsync([Sum("a"), Child("bill", Of(child), "a"), Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        Assert.Equal(41, await harness.WaitAsync("p"));
        var head = await HeadAsync("p.bill");
        Assert.Equal(RunStatus.Completed, head.Status);
        Assert.Equal(new RunParent("p", "bill#1"), head.Parent);
        Assert.Empty(await _store.ReadSignalsAsync("p", 0, CancellationToken.None));
    }

    [Fact]
    public async Task A_parent_goes_on_after_its_child_has_ended_while_no_worker_was_there_for_it()
    {
        Step[] child = [Signal("go")];
        Step[] parent = [Child("bill", Of(child)), Sum("end", "bill")];
        await using (var both = await StartedAsync(parent, child))
        {
            await both.StartRunAsync("p");
            await both.UntilStatusAsync("p.bill", RunStatus.Suspended);
            await both.UntilStatusAsync("p", RunStatus.Suspended);
        }
        await using (var childOnly = new EngineHarness(_store, () => CreateNamed("child", child)))
        {
            await childOnly.Engine.StartAsync();
            Assert.True(await childOnly.SignalAsync("p.bill", "go", 5));
            await childOnly.UntilStatusAsync("p.bill", RunStatus.Completed);
            Assert.Equal(RunStatus.Suspended, (await HeadAsync("p")).Status);
        }
        await using var again = await StartedAsync(parent, child);
        Assert.Equal(6, await again.WaitAsync("p"));
    }

    [Fact]
    public async Task A_failed_child_is_a_failed_attempt_and_the_next_is_another_run()
    {
        var tries = 0;
        Step[] child = [new("c", (_, _, _) => Interlocked.Increment(ref tries) == 1 ? throw new InvalidOperationException("no") : new(7))];
        await using var harness = await StartedAsync([Child("bill", Of(child)) with { Retry = new RetryPolicy(3, TimeSpan.FromMilliseconds(1), Backoff.Constant) }, Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        Assert.Equal(8, await harness.WaitAsync("p"));
        Assert.Equal(RunStatus.Failed, (await HeadAsync("p.bill")).Status);
        Assert.Equal(RunStatus.Completed, (await HeadAsync("p.bill-try2")).Status);
    }

    [Fact]
    public async Task A_child_that_fails_for_good_fails_its_parent_with_its_own_failure()
    {
        Step[] child = [Fails("c")];
        await using var harness = await StartedAsync([Child("bill", Of(child)), Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        var exception = await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Equal("bill", exception.Step);
        Assert.Equal(typeof(ChildFailedException).FullName, exception.Failures[0].ErrorType);
        Assert.Equal("Child 'p.bill' of workflow 'child' failed in step 'c' at attempt 1: System.InvalidOperationException: no", exception.Failures[0].Message);
    }

    [Fact]
    public async Task A_cancelled_child_is_a_failure()
    {
        Step[] child = [Signal("never")];
        await using var harness = await StartedAsync([Child("bill", Of(child)), Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        await EngineHarness.UntilAsync(async () => await _store.GetAsync("p.bill", CancellationToken.None) is not null);
        Assert.True(await harness.Engine.CancelAsync("p.bill", null, CancellationToken.None));
        var exception = await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Equal("Child 'p.bill' of workflow 'child' was cancelled.", exception.Failures[0].Message);
    }

    [Fact]
    public async Task Cancelling_a_parent_cancels_its_child_first()
    {
        Step[] child = [Signal("never")];
        await using var harness = await StartedAsync([Child("bill", Of(child)), Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        await harness.UntilStatusAsync("p", RunStatus.Suspended);
        Assert.True(await harness.CancelAsync("p"));
        await Assert.ThrowsAsync<WorkflowCancelledException>(() => harness.WaitAsync("p"));
        Assert.Equal(RunStatus.Cancelled, (await HeadAsync("p.bill")).Status);
        Assert.True((await HeadAsync("p.bill")).UpdatedAt <= (await HeadAsync("p")).UpdatedAt);
    }

    [Fact]
    public async Task A_parent_that_fails_cancels_its_child_and_awaits_its_end()
    {
        var childRuns = new TaskCompletionSource();
        var childMayEnd = new TaskCompletionSource();
        Step[] child = [new("c", async (_, _, token) =>
        {
            childRuns.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => { }, TaskScheduler.Default);
            await childMayEnd.Task;
            token.ThrowIfCancellationRequested();
            return 1;
        })];
        await using var harness = await StartedAsync(
            [Child("bill", Of(child)), new("fails", async (_, _, _) =>
            {
                await childRuns.Task;
                throw new FormatException();
            }), Sum("end", "bill", "fails")], child);
        await harness.StartRunAsync("p");
        await EngineHarness.UntilAsync(async () => (await _store.GetAsync("p.bill", CancellationToken.None))?.CancelRequestedAt is not null);
        await harness.UntilStatusAsync("p", RunStatus.Suspended);
        childMayEnd.SetResult();
        var exception = await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Equal("fails", Assert.Single(exception.Failures).Step);
        Assert.Equal(RunStatus.Cancelled, (await HeadAsync("p.bill")).Status);
    }

    [Fact]
    public async Task A_detached_child_is_neither_awaited_nor_cancelled_and_has_no_parent()
    {
        Step[] child = [Signal("go")];
        await using var harness = await StartedAsync(
            [new Step("bill", null!) { Kind = NodeKind.Child, Child = new ChildDefinition(() => Of(child)) { Detached = true } }, Sum("end") with { After = ["bill"] }], child);
        await harness.StartRunAsync("p");
        Assert.Equal(1, await harness.WaitAsync("p"));
        Assert.Null((await HeadAsync("p.bill")).Parent);
        await harness.UntilStatusAsync("p.bill", RunStatus.Suspended);
        Assert.True(await harness.Engine.SignalAsync("p.bill", Of(child), "go", 1, static (w, v) => w.WriteNumberValue(v), null, CancellationToken.None));
        await harness.UntilStatusAsync("p.bill", RunStatus.Completed);
    }

    [Fact]
    public async Task A_workflow_may_be_its_own_child()
    {
        // Counts down to 0: each run starts the next, and adds one to what comes back.
        InterpretedExecutor Countdown()
        {
            InterpretedExecutor? executor = null;
            executor = Create(
                new Step("n", (_, _, _) => new(executor!.Input - 1)),
                new Step("next", null!) { Kind = NodeKind.Child, Child = new ChildDefinition(() => executor!.Definition), Needs = ["n"], Guard = inputs => inputs[0] > 0 },
                new Step("end", (inputs, _, _) => new((inputs[0] ?? 0) + 1)) { Reads = ["next"] });
            return executor;
        }
        await using var harness = new EngineHarness(_store, Countdown);
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("p", 5);
        Assert.Equal(5, await harness.WaitAsync("p"));
        Assert.Equal(RunStatus.Completed, (await HeadAsync("p.next.next.next.next")).Status);
    }

    [Fact]
    public async Task A_child_that_takes_too_long_is_cancelled_and_the_attempt_has_failed()
    {
        var clock = new ManualTimeProvider();
        Step[] child = [Signal("never")];
        await using var harness = await StartedAsync([Child("bill", Of(child)) with { Timeout = TimeSpan.FromHours(1) }, Sum("end", "bill")], child, time: clock);
        await harness.StartRunAsync("p");
        await harness.UntilStatusAsync("p", RunStatus.Suspended);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromHours(1), (await HeadAsync("p")).WakeAt);
        clock.Advance(TimeSpan.FromHours(1));
        var exception = await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Equal(typeof(TimeoutException).FullName, exception.Failures[0].ErrorType);
        await harness.UntilStatusAsync("p.bill", RunStatus.Cancelled, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_parked_child_keeps_its_parent_waiting_until_an_operator_has_seen_to_it()
    {
        Step[] child = [Signal("go"), Sum("c", "go")];
        await using var harness = await StartedAsync([Child("bill", Of(child)), Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        await EngineHarness.UntilAsync(async () => await _store.GetAsync("p.bill", CancellationToken.None) is not null);
        await _store.PutSignalAsync(new RunSignal { RunId = "p.bill", Name = "go", At = DateTimeOffset.UtcNow, Payload = "\"x\""u8.ToArray() }, CancellationToken.None);
        harness.Engine.TellOfSignals("p.bill");
        await harness.UntilStatusAsync("p.bill", RunStatus.Parked);
        await harness.UntilStatusAsync("p", RunStatus.Suspended);
        await harness.Engine.CancelAsync("p.bill", null, CancellationToken.None);
        await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
    }

    private Step Undone(string name, params string[] needs) => Sum(name, needs) with
    {
        Compensation = new Undo(new CompensationDefinition($"undo {name}") { TakesContext = true }, (_, _, step, _) =>
        {
            _log.Enqueue($"{step.RunId}/{step.StepName}");
            return default;
        }),
    };

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task A_completed_child_is_undone_as_a_whole_where_it_finished_in_the_order(int snapshotEvery)
    {
        Step[] child = [Undone("c1"), Undone("c2", "c1")];
        await using var harness = await StartedAsync(
            [Undone("a"), Child("bill", Of(child), "a"), Undone("b", "bill"), Fails("fails") with { After = ["b"] }], child, configure: o => o.SnapshotEvery = snapshotEvery);
        await harness.StartRunAsync("p");
        var exception = await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Equal("fails", Assert.Single(exception.Failures).Step);
        Assert.Equal(["p/undo b", "p.bill.undo/undo c2", "p.bill.undo/undo c1", "p/undo a"], _log);
        Assert.Equal("Undid run 'p.bill'.", (await HeadAsync("p.bill.undo")).Reason);
        Assert.Equal(RunStatus.Completed, (await HeadAsync("p.bill")).Status);
    }

    [Fact]
    public async Task A_childs_child_is_undone_by_the_run_that_undoes_the_child()
    {
        Step[] grandchild = [Undone("g")];
        Step[] child = [Undone("c"), Child("deep", CreateNamed("grandchild", grandchild).Definition, "c")];
        await using var harness = new EngineHarness(
            _store, () => Create(Child("bill", Of(child)), Fails("fails") with { After = ["bill"] }), null, null, null, () => CreateNamed("child", child), () => CreateNamed("grandchild", grandchild));
        await harness.Engine.StartAsync();
        await harness.StartRunAsync("p");
        await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Equal(["p.bill.deep.undo/undo g", "p.bill.undo/undo c"], _log);
    }

    [Fact]
    public async Task A_child_that_is_not_registered_is_said_when_the_engine_starts()
    {
        await using var harness = new EngineHarness(_store, () => Create(Child("bill", Of(Sum("c")))));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => harness.Engine.StartAsync());
        Assert.Contains("'child v1' as a child (step 'bill')", exception.Message);
    }

    [Fact]
    public async Task A_parked_child_that_an_operator_cancels_tells_its_parent()
    {
        Step[] child = [Signal("go")];
        await using var harness = await StartedAsync([Child("bill", Of(child)), Sum("end", "bill")], child);
        await harness.StartRunAsync("p");
        await EngineHarness.UntilAsync(async () => await _store.GetAsync("p.bill", CancellationToken.None) is not null);
        await _store.PutSignalAsync(new RunSignal { RunId = "p.bill", Name = "go", At = DateTimeOffset.UtcNow, Payload = "\"x\""u8.ToArray() }, CancellationToken.None);
        harness.Engine.TellOfSignals("p.bill");
        await harness.UntilStatusAsync("p.bill", RunStatus.Parked);
        Assert.True(await new WorkflowAdministration(harness.Engine).CancelAsync("p.bill"));
        var exception = await Assert.ThrowsAsync<WorkflowFailedException>(() => harness.WaitAsync("p"));
        Assert.Contains("was cancelled", exception.Failures[0].Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Lost_answers_at_any_commit_start_one_child_and_take_its_end_once(int lost)
    {
        var started = 0;
        Step[] child = [new("c", (_, _, _) => new(Interlocked.Increment(ref started) + 40))];
        await using var harness = await StartedAsync([Sum("a"), Child("bill", Of(child), "a"), Sum("end", "bill")], child, new LosingStore(_store, lost));
        await harness.StartRunAsync("p");
        Assert.Equal(42, await harness.WaitAsync("p"));
        Assert.Equal(1, started);
    }

    /// <summary>Commits, and loses the answer: of the k-th commit only.</summary>
    private sealed class LosingStore(IWorkflowStore inner, int lost) : DelegatingStore(inner)
    {
        private int _commits;

        public override async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
        {
            var result = await base.CommitAsync(commit, cancellationToken);
            return Interlocked.Increment(ref _commits) == lost ? throw new StoreException(StoreFailure.Unavailable, "lost") : result;
        }
    }
}
