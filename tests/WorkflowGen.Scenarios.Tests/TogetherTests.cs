using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Parts of the language that meet in one workflow, with a crash at every store call.</summary>
public sealed class TogetherTests : ScenarioTest
{
    private static readonly int[] s_two = [1, 2];

    [Fact]
    public Task Both_ends_of_a_loop_exclude_each_other_and_get_their_turn_in_every_round() => EverywhereAsync(() => Create<Turns>(), async test =>
    {
        var client = test.Client<TurnsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(3, (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Take", "Put", "Take", "Put", "Take", "Put"], Names(test));
    });

    [Fact]
    public Task A_round_begins_though_elements_of_a_step_whose_failure_was_handled_are_still_at_work() => EverywhereAsync(() => Create<RoundsOfElements>(), async test =>
    {
        var client = test.Client<RoundsOfElementsClient>();
        await client.StartAsync(Id, s_two);
        await test.RunToEndAsync();

        Assert.Equal("1", (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Begin", "Handle", "Turn", "Begin", "Handle", "Turn"], Names(test));
    });

    [Fact]
    public Task What_the_elements_of_the_round_before_handed_over_is_there_after_a_crash() => EverywhereAsync(() => Create<Carried>(), async test =>
    {
        var client = test.Client<CarriedClient>();
        await client.StartAsync(Id, s_two);
        await test.RunUntilIdleAsync();

        Assert.Equal("10 11", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task A_stream_that_has_lost_begins_anew_in_the_next_round() => EverywhereAsync(() => Create<RacedStream>(), async test =>
    {
        var client = test.Client<RacedStreamClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal("30", (await client.GetAsync(Id))!.Result);
        Assert.Equal(3, Names(test).Count(n => n == "Quick"));
    });

    [Fact]
    public Task A_stream_of_signals_that_has_lost_begins_anew_in_the_next_round() => EverywhereAsync(() => Create<RacedSignals>(), async test =>
    {
        var client = test.Client<RacedSignalsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal("30", (await client.GetAsync(Id))!.Result);
        Assert.Equal(3, Names(test).Count(n => n == "Quick"));
    });

    [Fact]
    public Task Elements_that_wait_are_cancelled_with_their_step() => EverywhereAsync(
        () =>
        {
            var test = Create<CalledOff>();
            test.SkipsWaits = false;
            return test;
        },
        async test =>
        {
            var client = test.Client<CalledOffClient>();
            await client.StartAsync(Id, s_two);
            await test.RunUntilIdleAsync();
            await client.SignalStopAsync(Id, new Click(1), "stop");
            await test.RunUntilIdleAsync();
            await test.AdvanceAsync(TimeSpan.FromHours(10));

            Assert.Equal("none", (await client.GetAsync(Id))!.Result);
            Assert.Equal(["Tell"], Names(test));
        });

    [Fact]
    public Task Elements_that_have_begun_go_on_when_the_time_to_begin_is_over() => EverywhereAsync(() => Create<Begun>(), async test =>
    {
        var client = test.Client<BegunClient>();
        await client.StartAsync(Id, s_two);
        await test.RunUntilIdleAsync();

        Assert.Equal("2", (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Shut", "Book", "Book"], Names(test));
    });

    [Fact]
    public Task A_step_keeps_its_lock_while_one_of_its_elements_waits() => EverywhereAsync(() => Create<KeptOut>(), async test =>
    {
        var client = test.Client<KeptOutClient>();
        await client.StartAsync(Id, s_two);
        await test.RunUntilIdleAsync();

        Assert.Equal("2 1", (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Book", "Book", "Count", "Other"], Names(test));
    });

    [Fact]
    public Task What_takes_a_stream_that_fails_is_given_up_and_everything_else_is_done() => EverywhereAsync(() => Create<BrokenStream>(), async test =>
    {
        await test.Client<BrokenStreamClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Contains("torn", test.Run(Id).Reason, StringComparison.Ordinal);
        Assert.Contains("Other", Names(test));
        Assert.DoesNotContain("Use", Names(test));
    });

    [Fact]
    public Task Items_are_kept_for_those_that_begin_later() => EverywhereAsync(() => Create<LateTaker>(), async test =>
    {
        var client = test.Client<LateTakerClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("6 6", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public async Task Items_are_kept_for_those_that_begin_later_in_memory_too()
    {
        var time = new VirtualTimeProvider();
        var run = new LateTaker(new World(new Effects())).Start(new Order(1), time);
        for (var i = 0; i < 100 && !run.Completion.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromHours(1));
            await Task.Delay(10);
        }
        Assert.Equal("6 6", await run.Completion);
    }

    [Fact]
    public Task What_had_arrived_before_the_loop_arrives_in_every_round() => EverywhereAsync(() => Create<StandingArrivals>(), async test =>
    {
        var client = test.Client<StandingArrivalsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("6", (await client.GetAsync(Id))!.Result);
        Assert.Equal(4, Names(test).Count(n => n == "Meet"));
    });
}
