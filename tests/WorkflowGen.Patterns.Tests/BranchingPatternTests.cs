namespace WorkflowGen.Patterns.Tests;

public sealed class BranchingPatternTests : PatternTest
{
    [Theory]
    [InlineData(2, "File")]
    [InlineData(3, "File, TellAccounting")]
    [InlineData(100, "File, TellTheManager")]
    [InlineData(101, "File, TellAccounting, TellTheManager")]
    public Task P06_Multi_Choice(int amount, string taken) => EverywhereAsync<MultiChoice>(async test =>
    {
        await test.Client<MultiChoiceClient>().StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(taken, string.Join(", ", DoneInAnyOrder(test)));
    });

    [Theory]
    [InlineData(2, "nobody, ")]
    [InlineData(3, "nobody, 4")]
    [InlineData(100, "manager, ")]
    [InlineData(101, "manager, 102")]
    public Task P07_Structured_Synchronizing_Merge(int amount, string receipt) => EverywhereAsync<StructuredSynchronizingMerge>(async test =>
    {
        var client = test.Client<StructuredSynchronizingMergeClient>();
        await client.StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt(receipt), (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task P08_Multi_Merge() => EverywhereAsync<MultiMerge>(async test =>
    {
        await test.Client<MultiMergeClient>().StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(["Send[0]", "Send[1]"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P09_Structured_Discriminator() => EverywhereAsync<StructuredDiscriminator>(async test =>
    {
        var client = test.Client<StructuredDiscriminatorClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("bought for 1"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["AskNorth", "AskSouth"], Done(test));
    });

    [Fact]
    public Task P28_Blocking_Discriminator() => EverywhereAsync<BlockingDiscriminator>(async test =>
    {
        var client = test.Client<BlockingDiscriminatorClient>();
        await client.StartAsync(Id, new Request(3));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Total(3), (await client.GetAsync(Id))!.Result);
        // Nobody's round was cut short.
        Assert.Equal(["AskNorth", "AskNorth/2", "AskNorth/3", "AskSouth", "AskSouth/2", "AskSouth/3"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P29_Cancelling_Discriminator() => EverywhereAsync<CancellingDiscriminator>(async test =>
    {
        var client = test.Client<CancellingDiscriminatorClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("bought for 1"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["AskTheFastOne"], Done(test));
    });

    [Fact]
    public Task P30_Structured_Partial_Join() => EverywhereAsync<StructuredPartialJoin>(async test =>
    {
        var client = test.Client<StructuredPartialJoinClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("2 approvals"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["AskAda", "AskEdsger", "AskGrace"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P31_Blocking_Partial_Join() => EverywhereAsync<BlockingPartialJoin>(async test =>
    {
        var client = test.Client<BlockingPartialJoinClient>();
        await client.StartAsync(Id, new Request(2));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Total(2), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["AskAda", "AskAda/2", "AskEdsger", "AskEdsger/2", "AskGrace", "AskGrace/2"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P32_Cancelling_Partial_Join() => EverywhereAsync<CancellingPartialJoin>(async test =>
    {
        var client = test.Client<CancellingPartialJoinClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("2 approvals"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["AskAda", "AskGrace"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P33_Generalized_AND_Join() => EverywhereAsync<GeneralizedAndJoin>(async test =>
    {
        var client = test.Client<GeneralizedAndJoinClient>();
        await client.StartAsync(Id, new Request(1));
        await client.SignalMailAsync(Id, new Letter("Ada"), "m1");
        await client.SignalMailAsync(Id, new Letter("Grace"), "m2");
        await test.RunUntilIdleAsync();
        Assert.Empty(Done(test));

        await client.SignalPermitsAsync(Id, new Approval("north"), "p1");
        await test.RunUntilIdleAsync();
        Assert.Equal(["Deliver[0]"], Done(test));

        await client.SignalPermitsAsync(Id, new Approval("south"), "p2");
        await test.RunUntilIdleAsync();
        await client.SignalEndOfDayAsync(Id, new Closed(), "end");
        await test.RunUntilIdleAsync();
        Assert.Equal(2, (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(2, "nobody, 0 days")]
    [InlineData(3, "nobody, 1 days")]
    [InlineData(100, "manager, 0 days")]
    [InlineData(101, "manager, 2 days")]
    public Task P37_Local_Synchronizing_Merge(int amount, string receipt) => EverywhereAsync<LocalSynchronizingMerge>(async test =>
    {
        var client = test.Client<LocalSynchronizingMergeClient>();
        await client.StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt(receipt), (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(1, true, "Ada, 0")]
    [InlineData(1, false, "nobody, 0")]
    [InlineData(100, true, "Ada, 3")]
    [InlineData(100, false, "nobody, 3")]
    public Task P38_General_Synchronizing_Merge(int amount, bool isAnswered, string receipt) => EverywhereAsync<GeneralSynchronizingMerge>(async test =>
    {
        var client = test.Client<GeneralSynchronizingMergeClient>();
        await client.StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();
        if (isAnswered)
            await client.SignalAnsweredAsync(Id, new Approval("Ada"), "a");
        else
            await client.SignalNeverMindAsync(Id, new Closed(), "n");
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt(receipt), (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task P41_Thread_Merge() => EverywhereAsync<ThreadMerge>(async test =>
    {
        var client = test.Client<ThreadMergeClient>();
        await client.StartAsync(Id, [new Letter("Ada"), new Letter("Grace"), new Letter("Edsger")]);
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("Ada, Grace, Edsger"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Bundle", "Stamp[0]", "Stamp[1]", "Stamp[2]"], DoneInAnyOrder(test));
    });

    [Fact]
    public Task P42_Thread_Split() => EverywhereAsync<ThreadSplit>(async test =>
    {
        await test.Client<ThreadSplitClient>().StartAsync(Id, new Request(3));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(["Deliver[0]", "Deliver[1]", "Deliver[2]", "Stamp[0]", "Stamp[1]", "Stamp[2]"], DoneInAnyOrder(test));
    });
}
