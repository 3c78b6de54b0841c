using WorkflowGen.Storage;

namespace WorkflowGen.Patterns.Tests;

public sealed class StatePatternTests : PatternTest
{
    [Theory]
    [InlineData(true, "Deliver")]
    [InlineData(false, "Close")]
    public Task P16_Deferred_Choice(bool accepts, string taken) => EverywhereAsync<DeferredChoice>(async test =>
    {
        var client = test.Client<DeferredChoiceClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();
        if (accepts)
            await client.SignalAcceptedAsync(Id, new Approval("Ada"), "a");
        else
            await client.SignalDeclinedAsync(Id, new Refusal("no"), "d");
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal([taken], Done(test));
    });

    [Fact]
    public Task P17_Interleaved_Parallel_Routing() => EverywhereAsync<InterleavedParallelRouting>(async test =>
    {
        await test.Client<InterleavedParallelRoutingClient>().StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Completed(test);
        var done = Done(test).ToList();
        Assert.Equal(["Medicate", "TakeAnXray", "Weigh"], done.Order());
        Assert.True(done.IndexOf("Weigh") < done.IndexOf("Medicate"));
    });

    [Theory]
    [InlineData(true, "Accept, Readdress, Ship")]
    [InlineData(false, "Accept, Ship")]
    public Task P18_Milestone(bool inTime, string done) => EverywhereAsync<Milestone>(async test =>
    {
        var client = test.Client<MilestoneClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();
        if (inTime)
        {
            await client.SignalChangeAddressAsync(Id, new Letter("new house"), "c");
            await test.RunUntilIdleAsync();
        }
        await client.SignalPackedAsync(Id, new Closed(), "p");
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(done, string.Join(", ", Done(test)));
        Assert.False(await client.SignalChangeAddressAsync(Id, new Letter("too late"), "late"));
    });

    [Fact]
    public Task P39_Critical_Section() => EverywhereAsync<CriticalSection>(async test =>
    {
        await test.Client<CriticalSectionClient>().StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(["ReadCredit", "ReadDebit", "WriteCredit", "WriteDebit"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P40_Interleaved_Routing() => EverywhereAsync<InterleavedRouting>(async test =>
    {
        await test.Client<InterleavedRoutingClient>().StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(["ChangeOil", "ChangeTyres", "Wash"], DoneInAnyOrder(test));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task P23_Transient_Trigger(bool inTime) => EverywhereAsync<TransientTrigger>(async test =>
    {
        var client = test.Client<TransientTriggerClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();
        if (!inTime)
        {
            await client.SignalDoorBellAsync(Id, new Closed(), "early");
            await test.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        await client.SignalReadyAsync(Id, new Approval("Ada"), "ready");
        await test.RunUntilIdleAsync();
        Assert.Empty(Done(test)); // what came early was lost

        await client.SignalDoorBellAsync(Id, new Closed(), "again");
        await test.RunUntilIdleAsync();
        Completed(test);
        Assert.Equal(["Open"], Done(test));
    });

    [Fact]
    public Task P24_Persistent_Trigger() => EverywhereAsync<PersistentTrigger>(async test =>
    {
        var client = test.Client<PersistentTriggerClient>();
        await client.StartAsync(Id, new Request(1));
        await client.SignalMailAsync(Id, new Letter("Ada"), "early");
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Suspended, test.Run(Id).Status);

        await client.SignalReadyAsync(Id, new Approval("Ada"), "ready");
        await test.RunUntilIdleAsync();
        Completed(test);
        Assert.Equal(["Read"], Done(test));
    });
}
