using System.Globalization;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>What arrives once, from before the loops, is an element of every round.</summary>
[Workflow("arrives-before")]
public sealed partial class ArrivesBefore(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> A(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount);
    }

    [Step, After(nameof(A))]
    private async Task<Flight> B(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount + 1);
    }

    [Step, Loop(Max = 3)]
    private async Task<string> Wrap([Each, From(nameof(A), nameof(B))] Flight arrived, StepContext step)
    {
        await world.DoAsync(step);
        return $"<{arrived.Number}>";
    }

    [Step]
    private int Round([Previous, From(nameof(Round))] int? before, [From(nameof(A))] Flight a) => (before ?? 0) + 1;

    [Step]
    private async Task<string> Join([Each(MaxParallel = 1), From(nameof(A), nameof(B))] Flight arrived, [From(nameof(Round))] int round, StepContext step)
    {
        await world.DoAsync(step);
        return $"{arrived.Number}/{round}";
    }

    [Step, Loop(To = nameof(Round), Max = 3)]
    private string Again([From(nameof(Join))] IReadOnlyList<string> join, [Previous, From(nameof(Again))] string? before) => $"{before}[{string.Join(' ', join)}]";

    [Step, Output]
    private string Tell([From(nameof(Wrap))] IReadOnlyList<string> wrap, [From(nameof(Again))] string again) => $"{string.Concat(wrap)} {again}";
}

/// <summary>What arrives is handed over by steps that are repeated, too.</summary>
[Workflow("arrives-inside")]
public sealed partial class ArrivesInside(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private int Round([Previous, From(nameof(Round))] int? before, Order order) => (before ?? order.Amount) + 1;

    [Step]
    private async Task<Flight> Left([From(nameof(Round))] int round, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(round);
    }

    [Step, After(nameof(Left))]
    private async Task<Flight> Right([From(nameof(Round))] int round, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(-round);
    }

    [Step]
    private async Task<string> Join([Each, From(nameof(Left), nameof(Right))] Flight arrived, StepContext step)
    {
        await world.DoAsync(step);
        return arrived.Number.ToString(CultureInfo.InvariantCulture);
    }

    [Step, Output, Loop(To = nameof(Round), Max = 3)]
    private string Again([From(nameof(Join))] IReadOnlyList<string> join, [Previous, From(nameof(Again))] string? before) => $"{before}[{string.Join(' ', join)}]";
}

/// <summary>One arrives from before both loops, one from the outer one; both are elements of every round of the inner one.</summary>
[Workflow("arrives-nested")]
public sealed partial class ArrivesNested(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> First(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount);
    }

    [Step]
    private Hotel Lap([Previous, From(nameof(Lap))] Hotel? before, [From(nameof(First))] Flight first) => new((before?.Room ?? 0) + 1);

    [Step]
    private async Task<Flight> Second([From(nameof(Lap))] Hotel lap, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(lap.Room * 10);
    }

    [Step]
    private Car Turn([Previous, From(nameof(Turn))] Car? before, [From(nameof(Second))] Flight second) => new((before?.Seats ?? 0) + 1);

    [Step]
    private async Task<string> Join([Each, From(nameof(First), nameof(Second))] Flight arrived, [From(nameof(Turn))] Car turn, StepContext step)
    {
        await world.DoAsync(step);
        return $"{arrived.Number}/{turn.Seats}";
    }

    [Step, Loop(To = nameof(Turn), Max = 2)]
    private Receipt Inner([From(nameof(Join))] IReadOnlyList<string> join, [Previous, From(nameof(Inner))] Receipt? before) => new($"{before?.Text}[{string.Join(' ', join)}]");

    [Step, Loop(To = nameof(Lap), Max = 2)]
    private Approval Outer([From(nameof(Inner))] Receipt inner, [Previous, From(nameof(Outer))] Approval? before) => new($"{before?.By}({inner.Text})");

    [Step, Output]
    private async Task<string> Tell([From(nameof(Outer))] Approval outer, StepContext step)
    {
        await world.DoAsync(step);
        return outer.By;
    }
}

/// <summary>Elements that are single values of other steps, in loops: in memory, and wherever the process ends.</summary>
public sealed class ArrivalTests : ScenarioTest
{
    private const string Before = "<7><8> [7/1 8/1][7/2 8/2][7/3 8/3]";
    private const string Inside = "[8 -8][9 -9][10 -10]";
    private const string Nested = "([7/1 10/1][7/2 10/2])([7/1 20/1][7/2 20/2])";

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task From_before_the_loops(int snapshotEvery) => EverywhereAsync(() => Create<ArrivesBefore>().Configure(o => o.SnapshotEvery = snapshotEvery), async test =>
    {
        await test.Client<ArrivesBeforeClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(Before, (await test.Client<ArrivesBeforeClient>().GetAsync(Id))!.Result);
        Assert.Equal([2, 6, 6], new[] { "AB", "Wrap", "Join" }.Select(n => Names(test).Count(n.Contains)));
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task From_within_the_loop(int snapshotEvery) => EverywhereAsync(() => Create<ArrivesInside>().Configure(o => o.SnapshotEvery = snapshotEvery), async test =>
    {
        await test.Client<ArrivesInsideClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(Inside, (await test.Client<ArrivesInsideClient>().GetAsync(Id))!.Result);
        Assert.Equal([3, 3, 6], new[] { "Left", "Right", "Join" }.Select(n => Names(test).Count(e => e == n)));
    });

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public Task From_before_a_loop_and_from_the_outer_one_into_the_inner(int snapshotEvery) => EverywhereAsync(() => Create<ArrivesNested>().Configure(o => o.SnapshotEvery = snapshotEvery), async test =>
    {
        await test.Client<ArrivesNestedClient>().StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(Nested, (await test.Client<ArrivesNestedClient>().GetAsync(Id))!.Result);
        Assert.Equal([1, 2, 8, 1], new[] { "First", "Second", "Join", "Tell" }.Select(n => Names(test).Count(e => e == n)));
    });

    [Fact]
    public async Task In_memory()
    {
        var world = new World(new Effects());
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(Before, await new ArrivesBefore(world).RunAsync(new Order(7), cancellationToken));
        Assert.Equal(Inside, await new ArrivesInside(world).RunAsync(new Order(7), cancellationToken));
        Assert.Equal(Nested, await new ArrivesNested(world).RunAsync(new Order(7), cancellationToken));
    }
}
