namespace WorkflowGen.Patterns.Tests;

public sealed class StructuralPatternTests : PatternTest
{
    [Fact]
    public Task P10_Arbitrary_Cycles() => EverywhereAsync<ArbitraryCycles>(async test =>
    {
        var client = test.Client<ArbitraryCyclesClient>();
        await client.StartAsync(Id, new Letter("Ada"));
        await test.RunUntilIdleAsync();

        Assert.Equal(new Printed(3, 2), (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Write", "Write/2", "Write/3", "Print", "Print/2"], Done(test));
    });

    [Theory]
    [InlineData(1, "File")]
    [InlineData(100, "AskTheManager, File, Pay")]
    public Task P11_Implicit_Termination(int amount, string done) => EverywhereAsync<ImplicitTermination>(async test =>
    {
        await test.Client<ImplicitTerminationClient>().StartAsync(Id, new Request(amount));
        await test.RunUntilIdleAsync();

        Completed(test);
        Assert.Equal(done, string.Join(", ", DoneInAnyOrder(test)));
    });

    [Fact]
    public Task P21_Structured_Loop() => EverywhereAsync<StructuredLoop>(async test =>
    {
        var client = test.Client<StructuredLoopClient>();
        await client.StartAsync(Id, new Request(4));
        await test.RunUntilIdleAsync();

        Assert.Equal(10, (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Fetch", "Fetch/2", "Fetch/3", "Fetch/4"], Done(test));
    });

    [Fact]
    public Task P22_Recursion() => EverywhereAsync<Recursion>(async test =>
    {
        var client = test.Client<RecursionClient>();
        await client.StartAsync(Id, 4);
        await test.RunUntilIdleAsync();

        Assert.Equal(24, (await client.GetAsync(Id))!.Result);
        Assert.Equal(4, test.Runs.Count);
    });

    [Fact]
    public Task P43_Explicit_Termination() => EverywhereAsync<ExplicitTermination>(async test =>
    {
        var client = test.Client<ExplicitTerminationClient>();
        await client.StartAsync(Id, new Request(1));
        await test.RunUntilIdleAsync();
        await client.SignalFoundAsync(Id, new Closed(), "f");
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("found"), (await client.GetAsync(Id))!.Result);
        Assert.Empty(Done(test));
    });
}
