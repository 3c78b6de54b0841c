using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Children that were given up, which takes them two hours: a run that fails or is cancelled undoes nothing of its own before.</summary>
public sealed class LeftChildTests : ScenarioTest
{
    /// <param name="fails">What fails besides the first attempt at getting off.</param>
    private static WorkflowTest Slow<TWorkflow>(int snapshotEvery, params (string Step, int Times)[] fails)
        where TWorkflow : class, IWorkflow<TWorkflow> =>
        Create<TWorkflow>([("Alight", 1), .. fails]).Configure(o => o.SnapshotEvery = snapshotEvery);

    /// <summary>What was done in which run, each thing once, in order.</summary>
    private static IEnumerable<string> Where(WorkflowTest test) => test.Effects.All.DistinctBy(e => e.Key).Select(e => $"{e.Name} {e.Key[..e.Key.IndexOf('/', StringComparison.Ordinal)]}");

    private static IEnumerable<string> Alights(WorkflowTest test) => Where(test).Where(e => e.StartsWith("Alight", StringComparison.Ordinal));

    private static void LastOf(WorkflowTest test, string last, params string[] all)
    {
        Assert.Equal(all.Order(), Where(test).Where(e => e != "Insure r").Order());
        Assert.Equal(last, Names(test)[^1]);
        Assert.All(test.Runs, r => Assert.True(r.Status.IsTerminal(), $"{r.RunId} is {r.Status}"));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task An_element_fails_beside_others(int snapshotEvery) => EverywhereAsync(() => Slow<Convoy>(snapshotEvery), async test =>
    {
        await test.Client<ConvoyClient>().StartAsync(Id, [new Order(1), new Order(2), new Order(3)]);
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-0", new Click(1), "a");
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-1", new Click(-1), "b");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal([RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled], new[] { "r.Send-0", "r.Send-1", "r.Send-2" }.Select(r => test.Run(r).Status));
        LastOf(
            test, "Disinsure", "Board r.Send-0", "Board r.Send-1", "Board r.Send-2", "Alight r.Send-1", "Alight r.Send-2", "Alight r.Send-0.undo", "Disinsure r");
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task A_child_takes_too_long_and_that_is_all(int snapshotEvery) => EverywhereAsync(() => Slow<Hasty>(snapshotEvery), async test =>
    {
        await test.Client<HastyClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(RunStatus.Cancelled, test.Run("r.Send").Status);
        LastOf(test, "Disinsure", "Board r.Send", "Alight r.Send", "Disinsure r");
        var story = test.Journal(Id).Select(e => e.ToString()).ToList();
        Assert.True(story.IndexOf("gave up child Send") is var left && left >= 0 && story.IndexOf("child Send ended Cancelled") > left, test.Story(Id));
        Assert.True(story.IndexOf("closing Failed") > story.IndexOf("child Send ended Cancelled"), test.Story(Id));
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task A_child_takes_too_long_twice(int snapshotEvery) => EverywhereAsync(() => Slow<Dogged>(snapshotEvery), async test =>
    {
        await test.Client<DoggedClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send", "Board r.Send-try2", "Alight r.Send", "Alight r.Send-try2", "Disinsure r");
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task The_second_child_is_in_time_and_a_later_step_fails_while_the_first_is_still_ending(int snapshotEvery) => EverywhereAsync(() => Slow<Dogged>(snapshotEvery, ("Pay", -1)), async test =>
    {
        await test.Client<DoggedClient>().StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(62));
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-try2", new Click(1), "a");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal([RunStatus.Cancelled, RunStatus.Completed], new[] { "r.Send", "r.Send-try2" }.Select(r => test.Run(r).Status));
        LastOf(test, "Disinsure", "Board r.Send", "Board r.Send-try2", "Alight r.Send", "Alight r.Send-try2.undo", "Disinsure r");
        // What was given up had to end before anything was undone.
        Assert.Equal(["Alight r.Send", "Alight r.Send-try2.undo"], Alights(test));
    });

    [Fact]
    public Task A_run_that_completes_does_not_wait_for_what_it_gave_up() => EverywhereAsync(() => Slow<Dogged>(64), async test =>
    {
        await test.Client<DoggedClient>().StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(62));
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-try2", new Click(1), "a");
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("1", (await test.Client<DoggedClient>().GetAsync(Id))!.Result);
        Assert.False(test.Run("r.Send").Status.IsTerminal());
        await test.RunToEndAsync();
        Assert.Equal(RunStatus.Cancelled, test.Run("r.Send").Status);
        Assert.DoesNotContain("Disinsure", Names(test));
    });

    [Theory]
    [InlineData(64, true)]
    [InlineData(1, true)]
    [InlineData(64, false)]
    public Task A_child_that_completes_waits_for_what_it_gave_up(int snapshotEvery, bool fails) => EverywhereAsync(() => Slow<Expedition>(snapshotEvery, ("Settle", fails ? -1 : 0)), async test =>
    {
        await test.Client<ExpeditionClient>().StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(62));
        await test.Client<VoyageClient>().SignalArriveAsync("r.Go.Send-try2", new Click(1), "a");
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([RunStatus.Suspended, RunStatus.Suspended, RunStatus.Completed], new[] { Id, "r.Go", "r.Go.Send-try2" }.Select(r => test.Run(r).Status));
        Assert.Equal(["r.Go.Send"], (await test.Client<DoggedClient>().GetAsync("r.Go"))!.WaitingFor.Select(w => w.ChildId));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run("r.Go.Send").Status);
        Assert.Equal(RunStatus.Completed, test.Run("r.Go").Status);
        Assert.Equal(fails ? RunStatus.Failed : RunStatus.Completed, test.Run(Id).Status);
        Assert.Equal(
            ["Insure r.Go", "Board r.Go.Send", "Board r.Go.Send-try2", "Pay r.Go", "Alight r.Go.Send", .. fails ? new[] { "Alight r.Go.Send-try2.undo", "Disinsure r.Go.undo" } : ["Settle r"]],
            Where(test));
        Assert.All(test.Runs, r => Assert.True(r.Status.IsTerminal(), $"{r.RunId} is {r.Status}"));
    });

    [Fact]
    public Task A_child_that_is_cancelled_while_it_waits_for_what_it_gave_up_undoes_what_it_did() => EverywhereAsync(() => Slow<Expedition>(64), async test =>
    {
        var client = test.Client<ExpeditionClient>();
        await client.StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(62));
        await test.Client<VoyageClient>().SignalArriveAsync("r.Go.Send-try2", new Click(1), "a");
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await client.CancelAsync(Id);
        await test.RunToEndAsync();

        Assert.Equal([RunStatus.Cancelled, RunStatus.Cancelled], new[] { Id, "r.Go" }.Select(r => test.Run(r).Status));
        Assert.Equal(["Alight r.Go.Send", "Alight r.Go.Send-try2.undo"], Alights(test));
        Assert.Equal("Disinsure", Names(test)[^1]);
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task A_run_that_goes_on_takes_the_end_in_and_may_fail_later(int snapshotEvery) => EverywhereAsync(() => Create<Dogged>(("Pay", -1)).Configure(o => o.SnapshotEvery = snapshotEvery), async test =>
    {
        var client = test.Client<DoggedClient>();
        await client.StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(70));
        Assert.Equal(RunStatus.Cancelled, test.Run("r.Send").Status);
        Assert.Equal(["r.Send-try2"], (await client.GetAsync(Id))!.WaitingFor.Select(w => w.ChildId));
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-try2", new Click(1), "a");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send", "Board r.Send-try2", "Alight r.Send", "Alight r.Send-try2.undo", "Disinsure r");
        Assert.Equal(
            ["gave up child Send", "child Send ended Cancelled", "completed Send"],
            test.Journal(Id).Select(e => e.ToString()).Where(e => e is "gave up child Send" or "child Send ended Cancelled" or "completed Send"));
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task What_was_not_needed_any_more_has_ended_before_the_rest_is_undone(int snapshotEvery) => EverywhereAsync(() => Slow<Regatta>(snapshotEvery, ("Pay", -1)), async test =>
    {
        await test.Client<RegattaClient>().StartAsync(Id, [new Order(1), new Order(2)]);
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-1", new Click(1), "a");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send-0", "Board r.Send-1", "Alight r.Send-0", "Alight r.Send-1.undo", "Disinsure r");
        Assert.Equal(["Alight r.Send-0", "Alight r.Send-1.undo"], Alights(test));
    });

    [Fact]
    public Task A_child_is_cancelled_by_a_signal_and_then_the_run_fails() => EverywhereAsync(() => Slow<Fickle>(64, ("Pay", -1)), async test =>
    {
        await test.Client<FickleClient>().StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        await test.Client<FickleClient>().SignalNeverMindAsync(Id, new Click(1), "a");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send", "Alight r.Send", "Disinsure r");
    });

    [Fact]
    public Task The_loser_of_a_join_ends_before_the_winner_is_undone() => EverywhereAsync(() => Slow<Detour>(64, ("Pay", -1)), async test =>
    {
        await test.Client<DetourClient>().StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.South", new Click(1), "a");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.North", "Board r.South", "Alight r.North", "Alight r.South.undo", "Disinsure r");
        Assert.Equal("Alight r.North", Alights(test).First());
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task A_new_round_cuts_a_child_short(int snapshotEvery) => EverywhereAsync(() => Slow<Shuttle>(snapshotEvery, ("Pay", -1)), async test =>
    {
        await test.Client<ShuttleClient>().StartAsync(Id, 2);
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.South", new Click(1), "a");
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.North_2", new Click(1), "b");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(RunStatus.Cancelled, test.Run("r.North").Status);
        Assert.Contains("gave up child North", test.Journal(Id).Select(e => e.ToString()));
        Assert.Equal(4, Names(test).Count(n => n == "Alight"));
        Assert.Equal("Disinsure", Names(test)[^1]);
    });

    [Fact]
    public Task A_childs_child_ends_before_the_child_and_that_before_the_run() => EverywhereAsync(() => Slow<PackageTour>(64), async test =>
    {
        await test.Client<PackageTourClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Open", "Insure", "Board", "Alight", "Disinsure", "Close"], Names(test));
    });

    [Fact]
    public Task A_run_that_fails_at_its_end_awaits_them_too() => EverywhereAsync(() => Slow<PatientHasty>(64), async test =>
    {
        await test.Client<PatientHastyClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send", "Beside r", "Alight r.Send", "Disinsure r");
    });

    [Fact]
    public Task A_failed_run_that_is_cancelled_while_it_waits_goes_on_waiting() => EverywhereAsync(() => Slow<PatientHasty>(64), async test =>
    {
        var client = test.Client<PatientHastyClient>();
        await client.StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(["r.Send"], (await client.GetAsync(Id))!.WaitingFor.Select(w => w.ChildId));
        await client.CancelAsync(Id);
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RunStatus.Suspended, test.Run(Id).Status);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send", "Beside r", "Alight r.Send", "Disinsure r");
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task A_run_that_is_cancelled_awaits_what_it_gave_up_before(int snapshotEvery) => EverywhereAsync(() => Slow<Dogged>(snapshotEvery), async test =>
    {
        var client = test.Client<DoggedClient>();
        await client.StartAsync(Id, new Order(1));
        await test.AdvanceAsync(TimeSpan.FromMinutes(70));
        await client.CancelAsync(Id);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send", "Board r.Send-try2", "Alight r.Send", "Alight r.Send-try2", "Disinsure r");
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task One_that_completed_and_was_dropped_is_undone_too(int snapshotEvery) => EverywhereAsync(() => Create<Parade>(("Pay", -1)).Configure(o => o.SnapshotEvery = snapshotEvery), async test =>
    {
        await test.Client<ParadeClient>().StartAsync(Id, [new Order(1), new Order(2)]);
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-1", new Click(1), "a");
        await test.RunUntilIdleAsync();
        await test.Client<VoyageClient>().SignalArriveAsync("r.Send-0", new Click(1), "b");
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send-0", "Board r.Send-1", "Alight r.Send-0.undo", "Alight r.Send-1.undo", "Disinsure r");
        Assert.Equal(["Alight r.Send-0.undo", "Alight r.Send-1.undo"], Alights(test));
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task A_run_that_is_cancelled_while_all_it_waits_for_are_children_of_elements(int snapshotEvery) => EverywhereAsync(() => Slow<Convoy>(snapshotEvery), async test =>
    {
        var client = test.Client<ConvoyClient>();
        await client.StartAsync(Id, [new Order(1), new Order(2)]);
        await test.RunUntilIdleAsync();
        await client.CancelAsync(Id);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run(Id).Status);
        LastOf(test, "Disinsure", "Board r.Send-0", "Board r.Send-1", "Alight r.Send-0", "Alight r.Send-1", "Disinsure r");
    });

    /// <summary>Nothing to undo, nothing to do at the end: what the snapshot says of elements is all that keeps the run from ending at once.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task Children_of_elements_end_with_a_run_that_has_nothing_else_to_do(int snapshotEvery) => EverywhereAsync(() => Create<Panel>().Configure(o => o.SnapshotEvery = snapshotEvery), async test =>
    {
        var client = test.Client<PanelClient>();
        await client.StartAsync(Id, [new Order(1), new Order(2)]);
        await test.RunUntilIdleAsync();
        await client.CancelAsync(Id);
        await test.RunUntilIdleAsync();

        Assert.Equal(3, test.Runs.Count);
        Assert.All(test.Runs, r => Assert.Equal(RunStatus.Cancelled, r.Status));
    });

    [Fact]
    public async Task A_child_that_cannot_end_is_what_the_run_waits_for()
    {
        await using var test = Create<Hasty>(("Alight", -1));
        await test.Client<HastyClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Parked, test.Run("r.Send").Status);
        Assert.Equal(RunStatus.Suspended, test.Run(Id).Status);
        var wait = Assert.Single((await test.Client<HastyClient>().GetAsync(Id))!.WaitingFor);
        Assert.Equal(("Send", RunWaitKind.Child, "r.Send", RunStatus.Parked), (wait.Name, wait.Kind, wait.ChildId, wait.ChildStatus));
        Assert.Contains("Alight", wait.ChildReason);
        Assert.DoesNotContain("Disinsure", Names(test));
    }
}
