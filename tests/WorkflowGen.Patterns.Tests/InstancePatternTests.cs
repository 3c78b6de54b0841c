using WorkflowGen.Storage;

namespace WorkflowGen.Patterns.Tests;

public sealed class InstancePatternTests : PatternTest
{
    [Fact]
    public Task P12_Multiple_Instances_without_Synchronization() => EverywhereAsync<InstancesWithoutSynchronization>(async test =>
    {
        var client = test.Client<InstancesWithoutSynchronizationClient>();
        await client.StartAsync(Id, [new Letter("Ada"), new Letter("Grace")]);
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("2 on their way"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(3, test.Runs.Count);
        Assert.All(test.Runs, run => Assert.Equal(RunStatus.Completed, run.Status));
    });

    [Fact]
    public Task P13_Multiple_Instances_with_a_Priori_Design_Time_Knowledge() => EverywhereAsync<InstancesKnownAtDesignTime>(async test =>
    {
        var client = test.Client<InstancesKnownAtDesignTimeClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("Ada, Grace, Edsger"), (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public Task P14_Multiple_Instances_with_a_Priori_Run_Time_Knowledge(int count) => EverywhereAsync<InstancesKnownAtRunTime>(async test =>
    {
        var client = test.Client<InstancesKnownAtRunTimeClient>();
        await client.StartAsync(Id, [.. Enumerable.Range(1, count)]);
        await test.RunUntilIdleAsync();

        Assert.Equal(count * (count + 1) / 2, (await client.GetAsync(Id))!.Result);
        Assert.Equal(count, Done(test).Count);
    });

    [Fact]
    public Task P15_Multiple_Instances_without_a_Priori_Run_Time_Knowledge() => EverywhereAsync<InstancesAddedWhileRunning>(async test =>
    {
        var client = test.Client<InstancesAddedWhileRunningClient>();
        await client.StartAsync(Id, new Request(1));
        await client.SignalMoreMailAsync(Id, new Letter("Ada"), "1");
        await test.RunUntilIdleAsync();
        await client.SignalMoreMailAsync(Id, new Letter("Grace"), "2");
        await client.SignalMoreMailAsync(Id, new Letter("Edsger"), "3");
        await test.RunUntilIdleAsync();
        Assert.Equal(["Deliver[0]", "Deliver[1]", "Deliver[2]"], DoneInAnyOrder(test));

        await client.SignalNoMoreMailAsync(Id, new Closed(), "end");
        await test.RunUntilIdleAsync();
        Assert.Equal(3, (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task P34_Static_Partial_Join_for_Multiple_Instances() => EverywhereAsync<StaticPartialJoinForInstances>(async test =>
    {
        var client = test.Client<StaticPartialJoinForInstancesClient>();
        await client.StartAsync(Id, ["Ada", "Grace", "Edsger"]);
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("published"), (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task P35_Cancelling_Partial_Join_for_Multiple_Instances() => EverywhereAsync<CancellingPartialJoinForInstances>(async test =>
    {
        var client = test.Client<CancellingPartialJoinForInstancesClient>();
        await client.StartAsync(Id, ["Ada", "nobody", "Grace"]);
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("2 approvals"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Ask[0]", "Ask[2]"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P36_Dynamic_Partial_Join_for_Multiple_Instances() => EverywhereAsync<DynamicPartialJoinForInstances>(async test =>
    {
        var client = test.Client<DynamicPartialJoinForInstancesClient>();
        await client.StartAsync(Id, new Request(100));
        await client.SignalBidsAsync(Id, new Request(40), "1");
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Suspended, test.Run(Id).Status);
        await client.SignalBidsAsync(Id, new Request(70), "2");
        await test.RunUntilIdleAsync();

        Assert.Equal(110, (await client.GetAsync(Id))!.Result);
    });
}
