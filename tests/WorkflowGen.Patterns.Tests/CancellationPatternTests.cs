using WorkflowGen.Storage;

namespace WorkflowGen.Patterns.Tests;

public sealed class CancellationPatternTests : PatternTest
{
    [Fact]
    public Task P19_Cancel_Activity() => EverywhereAsync<CancelActivity>(async test =>
    {
        var client = test.Client<CancelActivityClient>();
        await client.StartAsync(Id, new Request(1));
        await client.SignalNeverMindAsync(Id, new Closed(), "n");
        await test.RunToEndAsync();

        Assert.Equal(new Receipt("not inspected"), (await client.GetAsync(Id))!.Result);
        Assert.Empty(Done(test));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task P20_Cancel_Case(bool bySignal) => EverywhereAsync<CancelCase>(async test =>
    {
        var client = test.Client<CancelCaseClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();
        if (bySignal)
            await client.SignalWithdrawAsync(Id, new Closed(), "w");
        else
            await client.CancelAsync(Id);
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Cancelled, test.Run(Id).Status);
        Assert.Equal(["Reserve", "Free"], test.Effects.All.Select(e => e.Name).Distinct());
    });

    [Theory]
    [InlineData(true, "sorry")]
    [InlineData(false, "on its way")]
    public Task P25_Cancel_Region(bool isCancelled, string answer) => EverywhereAsync<CancelRegion>(async test =>
    {
        var client = test.Client<CancelRegionClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();
        if (isCancelled)
            await client.SignalOutOfStockAsync(Id, new Closed(), "o");
        else
            await client.SignalPaidAsync(Id, new Approval("Ada"), "p");
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt(answer), (await client.GetAsync(Id))!.Result);
        Assert.Equal(isCancelled ? [] : ["Pack"], Done(test));
    });

    [Fact]
    public Task P26_Cancel_Multiple_Instance_Activity() => EverywhereAsync<CancelInstances>(async test =>
    {
        var client = test.Client<CancelInstancesClient>();
        await client.StartAsync(Id, [1, 0, 2]);
        await test.RunUntilIdleAsync();
        await client.SignalNeverMindAsync(Id, new Closed(), "n");
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("cancelled"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Ask[1]"], Done(test));
    });

    [Fact]
    public Task P27_Complete_Multiple_Instance_Activity() => EverywhereAsync<CompleteInstances>(async test =>
    {
        var client = test.Client<CompleteInstancesClient>();
        await client.StartAsync(Id, [1, 0, 2, 0]);
        await test.RunUntilIdleAsync();
        await client.SignalEnoughAsync(Id, new Closed(), "e");
        await test.RunUntilIdleAsync();

        Assert.Equal(2, (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Ask[1]", "Ask[3]"], DoneInAnyOrder(test));
    });
}
