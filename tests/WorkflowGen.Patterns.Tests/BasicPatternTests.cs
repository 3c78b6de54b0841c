namespace WorkflowGen.Patterns.Tests;

public sealed class BasicPatternTests : PatternTest
{
    [Fact]
    public Task P01_Sequence() => EverywhereAsync<Sequence>(async test =>
    {
        var client = test.Client<SequenceClient>();
        await client.StartAsync(Id, new Letter("Ada"));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Delivered("Ada"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Stamp", "Deliver"], Done(test));
    });

    [Fact]
    public Task P02_Parallel_Split() => EverywhereAsync<ParallelSplit>(async test =>
    {
        await test.Client<ParallelSplitClient>().StartAsync(Id, new Letter("Ada"));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(["Archive", "Deliver"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P03_Synchronization() => EverywhereAsync<Synchronization>(async test =>
    {
        var client = test.Client<SynchronizationClient>();
        await client.StartAsync(Id, new Request(21));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Offer(42, 22), (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(99, "Pay")]
    [InlineData(100, "Decline")]
    public Task P04_Exclusive_Choice(int amount, string taken) => EverywhereAsync<ExclusiveChoice>(async test =>
    {
        await test.Client<ExclusiveChoiceClient>().StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal([taken], Done(test));
    });

    [Theory]
    [InlineData(99, "approved by nobody")]
    [InlineData(100, "approved by manager")]
    public Task P05_Simple_Merge(int amount, string receipt) => EverywhereAsync<SimpleMerge>(async test =>
    {
        var client = test.Client<SimpleMergeClient>();
        await client.StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt(receipt), (await client.GetAsync(Id))!.Result);
    });
}
