using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Waits, children, elements and joins that meet, with a crash at every store call.</summary>
public sealed class PairsOfWaitsTests : ScenarioTest
{
    private static readonly int[] s_three = [1, 2, 3];

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public Task A_child_per_signal_one_at_a_time_and_all_of_them_undone(int fails) => EverywhereAsync(() => Create<SentOnDemand>(("Pay", fails)).AddWorkflow<Errand>(), async test =>
    {
        var client = test.Client<SentOnDemandClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        await client.SignalWantedAsync(Id, new Click(1), "1");
        await client.SignalWantedAsync(Id, new Click(3), "3");
        await test.RunUntilIdleAsync();
        await client.SignalEnoughAsync(Id, new Approval("enough"), "enough");
        await test.RunUntilIdleAsync();

        Assert.Equal(fails == 0 ? RunStatus.Completed : RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(fails == 0 ? 0 : 2, Names(test).Count(n => n == "Back"));
        if (fails == 0)
            Assert.Equal("1 3", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task Elements_that_are_not_enough_are_replaced_while_something_else_has_failed() => EverywhereAsync(() => Create<SomeElements>(), async test =>
    {
        await test.Client<SomeElementsClient>().StartAsync(Id, s_three);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Contains("Instead", Names(test));
        Assert.Contains("Tell", Names(test));
        Assert.DoesNotContain("Drive", Names(test));
    });

    [Theory]
    [InlineData(1, "1 1", false)]
    [InlineData(1, "Ada 1", true)]
    public Task The_first_counts_and_what_the_others_held_is_free(int amount, string result, bool answers) => EverywhereAsync(() => Create<FirstOfAll>(("Try", answers || amount == 1 ? 1 : -1)).AddWorkflow<Errand>(), async test =>
    {
        var client = test.Client<FirstOfAllClient>();
        if (answers)
            test.SkipsWaits = false;
        await client.StartAsync(Id, new Order(amount));
        if (answers)
        {
            await test.RunUntilIdleAsync();
            await client.SignalAskAsync(Id, new Receipt("Ada"), "1");
        }
        await test.RunUntilIdleAsync();
        await test.AdvanceAsync(TimeSpan.FromHours(12));

        Assert.Equal(result, (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData("open", "3")]
    [InlineData("late", "3")] // a timeout completes what opens it
    [InlineData("storm", "none")]
    public Task Elements_begin_in_their_window_or_not_at_all(string what, string result) => EverywhereAsync(
        () =>
        {
            var test = Create<OpenHours>();
            test.SkipsWaits = false;
            return test;
        },
        async test =>
        {
            var client = test.Client<OpenHoursClient>();
            await client.StartAsync(Id, s_three);
            await test.RunUntilIdleAsync();
            if (what != "late")
                await client.SignalOpenAsync(Id, new Click(1), "open");
            await test.RunUntilIdleAsync();
            if (what == "storm")
                await client.SignalStormAsync(Id, new Click(1), "storm");
            await test.RunUntilIdleAsync();
            await test.AdvanceAsync(TimeSpan.FromHours(30));
            await test.AdvanceAsync(TimeSpan.FromHours(60));

            Assert.Equal(result, (await client.GetAsync(Id))!.Result);
        });

    [Fact]
    public Task A_signal_that_is_not_kept_races_with_a_computed_delay_in_every_round() => EverywhereAsync(
        () =>
        {
            var test = Create<Unkept>();
            test.SkipsWaits = false;
            return test;
        },
        async test =>
        {
            var client = test.Client<UnkeptClient>();
            await client.StartAsync(Id, new Order(1));
            await test.RunUntilIdleAsync();
            await test.AdvanceAsync(TimeSpan.FromHours(1.5));
            await client.SignalCallAsync(Id, new Approval("called"), "1");
            await test.RunUntilIdleAsync();
            await test.AdvanceAsync(TimeSpan.FromHours(4));

            Assert.Equal("late called late ", (await client.GetAsync(Id))!.Result);
        });

    [Fact]
    public Task Cases_and_alternatives_are_decided_anew_in_every_round() => EverywhereAsync(() => Create<CasesInRounds>(("Console", 1)), async test =>
    {
        var client = test.Client<CasesInRoundsClient>();
        await client.StartAsync(Id, s_three);
        await test.RunUntilIdleAsync();

        Assert.Equal("6 -6 18 ", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task What_rounds_gave_is_undone_once_each() => EverywhereAsync(() => Create<CasesInRounds>(("Tell", -1)), async test =>
    {
        await test.Client<CasesInRoundsClient>().StartAsync(Id, s_three);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(2, Names(test).Count(n => n == "Back"));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public Task Enough_of_an_endless_stream_in_every_round(int retries) => EverywhereAsync(() => Create<EnoughInRounds>(("Book", retries)), async test =>
    {
        var client = test.Client<EnoughInRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("11+12 21+22 ", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task Enough_of_every_round_is_undone() => EverywhereAsync(() => Create<EnoughInRounds>(("Tell", -1)), async test =>
    {
        await test.Client<EnoughInRoundsClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(4, Names(test).Count(n => n == "Release"));
    });
}
