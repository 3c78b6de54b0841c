using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>What meets a loop, or a lock, with a crash at every store call.</summary>
public sealed class PairsInLoopsTests : ScenarioTest
{
    private static readonly int[] s_two = [1, 2];

    private static WorkflowTest Waiting<TWorkflow>()
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        var test = Create<TWorkflow>();
        test.SkipsWaits = false;
        return test;
    }

    [Fact]
    public Task A_step_that_a_signal_has_cancelled_is_cancelled_in_the_rounds_to_come() => EverywhereAsync(Waiting<CalledOffInRounds>, async test =>
    {
        var client = test.Client<CalledOffInRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        await test.AdvanceAsync(TimeSpan.FromMinutes(150));
        await client.SignalStopAsync(Id, new Click(1), "stop");
        await test.RunUntilIdleAsync();
        for (var i = 0; i < 10; i++)
            await test.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("1/1 /2 /3 ", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task What_has_closed_a_window_has_closed_it_for_the_rounds_to_come() => EverywhereAsync(() => Create<ClosedInRounds>(), async test =>
    {
        var client = test.Client<ClosedInRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("1/1 /2 /3 ", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task What_has_lost_outside_of_its_loop_has_lost_for_the_rounds_to_come() => EverywhereAsync(() => Create<LostInRounds>(), async test =>
    {
        var client = test.Client<LostInRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("1/1 /2 /3 7", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task A_section_lasts_from_a_loop_to_what_comes_behind_it() => EverywhereAsync(() => Create<SectionOfRounds>(), async test =>
    {
        var client = test.Client<SectionOfRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("3 late", (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Late", "Tell"], Names(test).TakeLast(2));
    });

    [Fact]
    public Task A_child_that_fails_in_one_round_is_replaced_in_that_round() => EverywhereAsync(() => Create<ChildrenInRounds>().AddWorkflow<Errand>(), async test =>
    {
        var client = test.Client<ChildrenInRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(">1 1>none >3 ", (await client.GetAsync(Id))!.Result);
        Assert.Equal(1, Names(test).Count(n => n == "Back"));
    });

    [Fact]
    public Task Rounds_and_elements_are_undone_in_reverse() => EverywhereAsync(() => Create<UndoneRounds>(("Pay", -1)), async test =>
    {
        await test.Client<UndoneRoundsClient>().StartAsync(Id, s_two);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Begin", "Book", "Book", "Turn", "Begin", "Book", "Book", "Turn", "Release", "Release", "Cancel", "Release", "Release", "Cancel", "Tell"], Names(test));
    });

    [Fact]
    public Task Somebody_is_asked_until_they_agree() => EverywhereAsync(() => Create<AskedAgain>(), async test =>
    {
        var client = test.Client<AskedAgainClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        await client.SignalAskAsync(Id, new Answer.No("too little"), "1");
        await test.RunUntilIdleAsync();
        await test.AdvanceAsync(TimeSpan.FromDays(1.1));
        await client.SignalAskAsync(Id, new Answer.Yes("Ada"), "2");
        await test.RunUntilIdleAsync();

        Assert.Equal("12/", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task A_round_waits_for_losers_that_try_again() => EverywhereAsync(() => Create<AwaitedLosers>(("South", 1), ("West", -1)), async test =>
    {
        var client = test.Client<AwaitedLosersClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("1+4", (await client.GetAsync(Id))!.Result);
        Assert.Equal(2, Names(test).Count(n => n == "South"));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_section_ends_with_its_last_step_though_that_is_skipped(bool comes) => EverywhereAsync(() => Create<BrokenSection>(), async test =>
    {
        var client = test.Client<BrokenSectionClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        if (comes)
            await client.SignalCountAsync(Id, new Click(1), "count");
        await test.RunToEndAsync();

        Assert.Equal(comes ? "1 other" : " other", (await client.GetAsync(Id))!.Result);
        Assert.True(Names(test).ToList().IndexOf("Other") > Names(test).ToList().IndexOf("Shut"));
    });

    [Fact]
    public Task An_end_ends_children_that_wait_and_those_in_line() => EverywhereAsync(() => Create<EndedEarly>().AddWorkflow<Errand>(), async test =>
    {
        var client = test.Client<EndedEarlyClient>();
        await client.StartAsync(Id, s_two);
        await test.RunToEndAsync();

        Assert.Equal("stopped", (await client.GetAsync(Id))!.Result);
        Assert.Equal("Sweep", Names(test)[^1] is "Back" ? Names(test)[^2] : Names(test)[^1]);
        Assert.All(test.Runs, r => Assert.True(r.Status is RunStatus.Completed or RunStatus.Cancelled, test.Story()));
    });
}
