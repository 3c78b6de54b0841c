using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Asks several for an offer, takes the first, and lets the others come.</summary>
[Workflow("tender")]
public sealed partial class Tender(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Withdraw))]
    private async Task<Receipt> Offer([Each(Enough = 1, Rest = Rest.Ignore)] Order order, StepContext step)
    {
        // The driver starts all of them before it takes in the end of one that has suspended: this one comes too late.
        if (order.Amount > 1)
            await Task.Yield();
        world.Do(step);
        return new Receipt($"{order.Amount}");
    }

    [Retry(2, "1h")]
    private Task Withdraw(Receipt offer, StepContext step) => world.DoAsync(step);

    [Signal]
    private partial Approval Accept(IReadOnlyList<Receipt> offer);

    [Step]
    private async Task<string> Pay(IReadOnlyList<Receipt> offer, Approval accept, StepContext step)
    {
        await world.DoAsync(step);
        return string.Join(" ", offer.Select(o => o.Text));
    }
}

/// <summary>What an element has done whose [Each] had enough before is undone as well.</summary>
public sealed class DroppedElementTests : ScenarioTest
{
    [Theory]
    [InlineData(64, false)]
    [InlineData(64, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task An_element_too_many_is_undone_first_since_it_completed_last(int snapshotEvery, bool crashes)
    {
        await using var test = Create<Tender>(("Pay", -1), ("Withdraw", 1)).Configure(o => o.SnapshotEvery = snapshotEvery);
        var client = test.Client<TenderClient>();
        await client.StartAsync(Id, [new Order(2), new Order(1), new Order(3)]);
        await test.RunUntilIdleAsync();
        if (crashes)
            test.Crash();
        await client.SignalAcceptAsync(Id, new Approval("Ada"), "a");
        await test.RunUntilIdleAsync();
        if (crashes)
            test.Crash();
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Offer[1]", "Offer[0]", "Offer[0]/Withdraw", "Offer[1]/Withdraw"], Done(test));
        Assert.Equal(
            ["can undo Offer[1]", "completed Offer[1]", "can undo Offer[0]", "cancelled Offer[0]", "completed Offer"],
            test.Journal(Id).Select(e => e.ToString()).Where(e => e.Contains("Offer", StringComparison.Ordinal)).Take(5));
    }

    [Fact]
    public async Task A_run_that_completes_undoes_nothing()
    {
        await using var test = Create<Tender>();
        var client = test.Client<TenderClient>();
        await client.StartAsync(Id, [new Order(2), new Order(1)]);
        await client.SignalAcceptAsync(Id, new Approval("Ada"), "a");
        await test.RunToEndAsync();

        Assert.Equal("1", (await client.GetAsync(Id))!.Result);
        Assert.DoesNotContain("Withdraw", Names(test));
    }

    [Fact]
    public async Task In_memory_too()
    {
        var effects = new Effects();
        var world = new World(effects);
        world.Fails["Pay"] = -1;
        var run = new Tender(world).Start([new Order(2), new Order(1)], cancellationToken: TestContext.Current.CancellationToken);
        await run.SignalAcceptAsync(new Approval("Ada"), "a", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion);

        Assert.Equal(["Offer", "Offer", "Withdraw", "Withdraw"], effects.All.Select(e => e.Name));
    }
}
