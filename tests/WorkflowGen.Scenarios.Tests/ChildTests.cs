using System.Globalization;
using WorkflowGen.Storage;

namespace WorkflowGen.Scenarios.Tests;

public abstract record Verdict
{
    private Verdict()
    {
    }

    public sealed record Granted(int Amount) : Verdict;

    public sealed record Refused(string Why) : Verdict;
}

/// <summary>Hands over one of two cases of what the run returns.</summary>
[Workflow("judge")]
public sealed partial class Judge(World world)
{
    public partial ValueTask<Verdict> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> Look(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount);
    }

    private static bool IsSmall(Flight look) => look.Number < 100;

    [Step, Output, When(nameof(IsSmall))]
    private Verdict.Granted Grant(Flight look) => new(look.Number);

    [Step, Output, Unless(nameof(IsSmall))]
    private Verdict.Refused Refuse(Flight look) => new($"{look.Number} is too much");
}

/// <summary>Its only output is a case of what the run returns.</summary>
[Workflow("clerk")]
public sealed partial class Clerk
{
    public partial ValueTask<Verdict> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private Verdict.Granted Nod(Order order) => new(order.Amount + 1);
}

/// <summary>May have nothing to hand over.</summary>
[Workflow("perhaps")]
public sealed partial class Perhaps
{
    public partial ValueTask<Flight?> RunAsync(Order order, CancellationToken cancellationToken = default);

    private static bool IsBig(Order order) => order.Amount >= 100;

    [Step, When(nameof(IsBig))]
    private Flight Book(Order order) => new(order.Amount);
}

/// <summary>Asks others, and takes what they say by its case.</summary>
[Workflow("court")]
public sealed partial class Court
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<Verdict> Ask(Judge workflow, Order order);

    [Child]
    private partial Task<Verdict> Nod(Clerk workflow, Order order);

    [Child]
    private partial Task<Flight?> Look(Perhaps workflow, Order order);

    [Step]
    private string Yes([From(nameof(Ask))] Verdict.Granted granted) => $"granted {granted.Amount}";

    [Step]
    private string No([From(nameof(Ask))] Verdict.Refused refused) => refused.Why;

    [Step, Output]
    private string Tell([From(nameof(Yes), nameof(No))] string said, [From(nameof(Nod))] Verdict nodded, [From(nameof(Look))] Flight? found) =>
        $"{said}; {nodded}; {(found is null ? "none" : found.Number.ToString(CultureInfo.InvariantCulture))}";
}

[Workflow("parcel")]
public sealed partial class Parcel(World world)
{
    public partial ValueTask<Receipt> RunAsync(int number, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Unpack))]
    private async Task<Flight> Pack(int number, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(number);
    }

    private Task Unpack(Flight pack, StepContext step) => world.DoAsync(step);

    [Step]
    private Receipt Seal(Flight pack, StepContext step) =>
        pack.Number == 2 && !step.RunId.EndsWith("-try2", StringComparison.Ordinal) ? throw new InvalidOperationException("no tape") : new($"{pack.Number}");
}

/// <summary>A child per element, one of which has to be tried twice.</summary>
[Workflow("fleet")]
public sealed partial class Fleet(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Child, Retry(2, "1m")]
    private partial Task<Receipt> Ship(Parcel workflow, [Each(MaxParallel = 1)] int number);

    [Step]
    private async Task<string> Bill(IReadOnlyList<Receipt> ship, StepContext step)
    {
        await world.DoAsync(step);
        return string.Join(" ", ship.Select(s => s.Text));
    }
}

/// <summary>Asks several, and the first answer is enough.</summary>
[Workflow("panel")]
public sealed partial class Panel
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<Receipt> Ask(Patient workflow, [Each(Enough = 1)] Order order);

    [Step]
    private string Tell(IReadOnlyList<Receipt> ask) => string.Join(" ", ask.Select(a => a.Text));
}

/// <summary>Calls a child in every round.</summary>
[Workflow("rounds")]
public sealed partial class Rounds
{
    public partial ValueTask<string> RunAsync(int count, CancellationToken cancellationToken = default);

    [Step]
    private Order Prepare(int count, [Previous] Order? prepare) => new((prepare?.Amount ?? 97) + 1);

    [Child]
    private partial Task<Verdict> Ask(Judge workflow, Order order);

    private static bool HasMore(string note, int count) => note.Count(c => c == ';') < count;

    [Step, Loop(To = nameof(Prepare), While = nameof(HasMore), Max = 10), Output]
    private string Note(Verdict ask, [Previous] string? note) => $"{note}{(ask is Verdict.Granted ? "yes" : "no")};";
}

/// <summary>A child that fails, and what is done about it.</summary>
[Workflow("forgiving")]
public sealed partial class Forgiving
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<Receipt> Travel(Trip workflow, Order order);

    [Step, Catch(nameof(Travel))]
    private Receipt StayAtHome(StepFailure failure) => new($"at home: {failure.Step}");

    [Step]
    private string Tell([From(nameof(Travel))] Receipt travel) => travel.Text;
}

/// <summary>Calls itself, and waits at the bottom.</summary>
[Workflow("well")]
public sealed partial class Well(World world)
{
    public partial ValueTask<int> RunAsync(int depth, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Fill))]
    private async Task<Flight> Dig(int depth, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(depth);
    }

    private Task Fill(Flight dig, StepContext step) => world.DoAsync(step);

    private static bool IsBottom(Flight dig) => dig.Number == 0;

    [Step, Unless(nameof(IsBottom))]
    private int Less(Flight dig) => dig.Number - 1;

    [Child]
    private partial Task<int> Below(Well workflow, [From(nameof(Less))] int depth);

    [Signal, When(nameof(IsBottom))]
    private partial Click Water(Flight dig);

    [Step, Output]
    private int Sum(Click? water, [From(nameof(Below))] int? below) => (water?.Number ?? 0) + (below + 1 ?? 0);
}

/// <summary>Sends somebody off, and ends before that one has come home.</summary>
[Workflow("sender")]
public sealed partial class Sender
{
    public partial ValueTask<int> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child(Detached = true)]
    private partial Task Send(Patient workflow, Order order);

    [Step, After(nameof(Send))]
    private int Leave(Order order) => order.Amount;
}

public sealed class ChildTests : ScenarioTest
{
    [Theory]
    [InlineData(5, "granted 5; Granted { Amount = 6 }; none")]
    [InlineData(500, "500 is too much; Granted { Amount = 501 }; 500")]
    public Task A_child_hands_over_a_case_of_what_it_returns(int amount, string expected) => EverywhereAsync(() => Create<Court>(), async test =>
    {
        var client = test.Client<CourtClient>();
        await client.StartAsync(Id, new Order(amount));
        await test.RunUntilIdleAsync();

        Assert.Equal(expected, (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task A_child_per_element_each_tried_again_on_its_own() => EverywhereAsync(() => Create<Fleet>(), async test =>
    {
        var client = test.Client<FleetClient>();
        await client.StartAsync(Id, [1, 2, 3]);
        await test.RunToEndAsync();

        Assert.Equal("1 2 3", (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Pack", "Pack", "Unpack", "Pack", "Pack", "Bill"], Names(test));
    });

    [Fact]
    public Task A_child_per_element_each_undone_in_reverse() => EverywhereAsync(() => Create<Fleet>(("Bill", -1)), async test =>
    {
        await test.Client<FleetClient>().StartAsync(Id, [1, 3, 4]);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Pack", "Pack", "Pack", "Unpack", "Unpack", "Unpack"], Names(test));
    });

    [Fact]
    public Task Children_that_are_not_needed_any_more_are_cancelled() => EverywhereAsync(() => Create<Panel>(), async test =>
    {
        var client = test.Client<PanelClient>();
        await client.StartAsync(Id, [new Order(1), new Order(2), new Order(3)]);
        await test.RunUntilIdleAsync();
        await test.Client<PatientClient>().SignalApproveAsync("r.Ask-1", new Approval("Ada"), "a");
        await test.RunUntilIdleAsync();

        Assert.Equal("Ada", (await client.GetAsync(Id))!.Result);
        Assert.Equal([RunStatus.Cancelled, RunStatus.Completed, RunStatus.Cancelled], new[] { "r.Ask-0", "r.Ask-1", "r.Ask-2" }.Select(r => test.Run(r).Status));
        Assert.Equal(2, Names(test).Count(n => n == "Free"));
    });

    [Fact]
    public Task A_child_in_every_round() => EverywhereAsync(() => Create<Rounds>(), async test =>
    {
        var client = test.Client<RoundsClient>();
        await client.StartAsync(Id, 3);
        await test.RunUntilIdleAsync();

        Assert.Equal("yes;yes;no;", (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(false, "7")]
    [InlineData(true, "at home: Travel")]
    public Task A_child_that_fails_is_handled(bool fails, string expected) => EverywhereAsync(() => fails ? Create<Forgiving>(("Pay", -1)) : Create<Forgiving>(), async test =>
    {
        var client = test.Client<ForgivingClient>();
        await client.StartAsync(Id, new Order(7));
        await test.RunToEndAsync();

        Assert.Equal(expected, (await client.GetAsync(Id))!.Result);
        Assert.Equal(fails, Names(test).Contains("CancelFlight"));
    });

    [Fact]
    public Task Five_deep_and_cancelled_from_the_top() => EverywhereAsync(() => Create<Well>(), async test =>
    {
        var client = test.Client<WellClient>();
        await client.StartAsync(Id, 5);
        await test.RunUntilIdleAsync();
        await client.CancelAsync(Id);
        await test.RunToEndAsync();

        Assert.Equal(6, test.Runs.Count);
        Assert.All(test.Runs, r => Assert.Equal(RunStatus.Cancelled, r.Status));
        Assert.Equal(Enumerable.Repeat("Dig", 6).Concat(Enumerable.Repeat("Fill", 6)), Names(test));
    });

    [Fact]
    public Task Five_deep_and_back() => EverywhereAsync(() => Create<Well>(), async test =>
    {
        var client = test.Client<WellClient>();
        await client.StartAsync(Id, 5);
        await test.RunUntilIdleAsync();
        await client.SignalWaterAsync(test.Runs.Single(r => test.WaitsFor(r.RunId).Contains("Water")).RunId, new Click(100), "w");
        await test.RunUntilIdleAsync();

        Assert.Equal(105, (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task A_detached_child_outlives_its_parent() => EverywhereAsync(() => Create<Sender>(), async test =>
    {
        var client = test.Client<SenderClient>();
        await client.StartAsync(Id, new Order(7));
        await test.RunUntilIdleAsync();
        Assert.Equal(RunStatus.Completed, test.Run(Id).Status);

        var child = test.Runs.Single(r => r.RunId != Id).RunId;
        await test.Client<PatientClient>().SignalApproveAsync(child, new Approval("Ada"), "a");
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Completed, test.Run(child).Status);
        Assert.Equal(7, (await client.GetAsync(Id))!.Result);
    });
}
