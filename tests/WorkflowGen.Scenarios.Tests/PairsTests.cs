using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Pairs of features: the smallest workflow in which both matter, with a crash at every store call.</summary>
public sealed class PairsTests : ScenarioTest
{
    private static readonly int[] s_two = [1, 2];

    [Theory]
    [InlineData(1, " 7", 1)]
    [InlineData(0, "2 ", 0)]
    public Task A_failing_stream_is_handled_like_a_step(int amount, string result, int handled) => EverywhereAsync(() => Create<CaughtStream>(), async test =>
    {
        var client = test.Client<CaughtStreamClient>();
        await client.StartAsync(Id, new Order(amount));
        await test.RunUntilIdleAsync();

        Assert.Equal(result, (await client.GetAsync(Id))!.Result);
        Assert.Equal(handled, Names(test).Count(n => n == "Handle"));
    });

    [Fact]
    public async Task A_failing_stream_is_handled_like_a_step_in_memory_too()
    {
        Assert.Equal(" 7", await new CaughtStream(new World(new Effects())).RunAsync(new Order(1), TestContext.Current.CancellationToken));
        Assert.Equal("2 ", await new CaughtStream(new World(new Effects())).RunAsync(new Order(0), TestContext.Current.CancellationToken));
        Assert.Equal("1:1/ 2:/1 3:1/ ", await new CaughtStreamInRounds(new World(new Effects())).RunAsync(new Order(0), TestContext.Current.CancellationToken));
        Assert.Equal("/", await new UntakenStream(new World(new Effects())).RunAsync(new Order(0), TestContext.Current.CancellationToken));
    }

    [Fact]
    public Task A_failing_stream_is_handled_in_its_round() => EverywhereAsync(() => Create<CaughtStreamInRounds>(), async test =>
    {
        var client = test.Client<CaughtStreamInRoundsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("1:1/ 2:/1 3:1/ ", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task A_stream_that_nobody_takes_cannot_fail_any_more() => EverywhereAsync(() => Create<UntakenStream>(), async test =>
    {
        var client = test.Client<UntakenStreamClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal("/", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task What_comes_after_what_was_left_out_because_of_a_failure_is_left_out() => EverywhereAsync(() => Create<OutOfReach>(), async test =>
    {
        await test.Client<OutOfReachClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Other"], Names(test));
    });

    [Fact]
    public Task Losers_of_what_is_decided_at_once_are_cancelled_in_every_round() => EverywhereAsync(() => Create<DecidedAtOnce>(), async test =>
    {
        var client = test.Client<DecidedAtOnceClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(1, (await client.GetAsync(Id))!.Result);
        Assert.DoesNotContain("Slow", Names(test));
    });
}
