namespace WorkflowGen.Scenarios.Tests;

/// <summary>Boards, waits to arrive, and takes two hours to get off again.</summary>
[Workflow("voyage")]
public sealed partial class Voyage(World world)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Alight))]
    private async Task<Flight> Board(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount);
    }

    [Retry(3, "2h", Backoff.Constant)]
    private Task Alight(Flight board, StepContext step) => world.DoAsync(step);

    [Signal]
    private partial Click Arrive(Flight board);

    [Step, Output]
    private Receipt Land(Flight board, Click arrive) => arrive.Number < 0 ? throw new InvalidOperationException("no landing") : new Receipt($"{board.Number}");
}

/// <summary>A voyage for each, and insurance for all.</summary>
[Workflow("convoy")]
public sealed partial class Convoy(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> Send(Voyage workflow, [Each] Order order);

    [Step]
    private string Tell(IReadOnlyList<Receipt> send) => string.Join(" ", send.Select(s => s.Text));
}

/// <summary>The first to arrive is enough; then somebody has to pay.</summary>
[Workflow("regatta")]
public sealed partial class Regatta(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> Send(Voyage workflow, [Each(Enough = 1)] Order order);

    [Step]
    private async Task<string> Pay(IReadOnlyList<Receipt> send, StepContext step)
    {
        await world.DoAsync(step);
        return send[0].Text;
    }
}

/// <summary>A voyage that must not take more than an hour.</summary>
[Workflow("hasty")]
public sealed partial class Hasty(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure)), Timeout("1h")]
    private partial Task<Receipt> Send(Voyage workflow, Order order);

    [Step]
    private string Tell(Receipt send) => send.Text;
}

/// <summary>The same, tried twice.</summary>
[Workflow("dogged")]
public sealed partial class Dogged(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure)), Timeout("1h"), Retry(2, "1m")]
    private partial Task<Receipt> Send(Voyage workflow, Order order);

    [Step]
    private async Task<string> Pay(Receipt send, StepContext step)
    {
        await world.DoAsync(step);
        return send.Text;
    }
}

/// <summary>Somebody may think better of the voyage.</summary>
[Workflow("fickle")]
[CancelOn(nameof(NeverMind), nameof(Send))]
public sealed partial class Fickle(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Signal]
    private partial Click NeverMind();

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> Send(Voyage workflow, Order order);

    [Step]
    private async Task<string> Pay([From(nameof(Send))] Receipt? receipt, StepContext step)
    {
        await world.DoAsync(step);
        return receipt?.Text ?? "nowhere";
    }
}

/// <summary>Two ways, of which one is enough.</summary>
[Workflow("detour")]
public sealed partial class Detour(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> North(Voyage workflow, Order order);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> South(Voyage workflow, Order order);

    [Step]
    private async Task<string> Pay([FirstOf(nameof(North), nameof(South))] Receipt first, StepContext step)
    {
        await world.DoAsync(step);
        return first.Text;
    }
}

/// <summary>Asks two ways in every round; the next round cuts the slower one short.</summary>
[Workflow("shuttle")]
public sealed partial class Shuttle(World world)
{
    public partial ValueTask<string> RunAsync(int count, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Step, After(nameof(Insure))]
    private Order Prepare([Previous] Order? prepare) => new((prepare?.Amount ?? 0) + 1);

    [Child]
    private partial Task<Receipt> North(Voyage workflow, Order prepare);

    [Child]
    private partial Task<Receipt> South(Voyage workflow, Order prepare);

    [Step, Loop(To = nameof(Prepare), While = nameof(HasMore), Max = 10)]
    private Click Note([FirstOf(nameof(North), nameof(South), Rest = Rest.Ignore)] Receipt first, [Previous] Click? note) => new((note?.Number ?? 0) + 1);

    private static bool HasMore(Click note, int count) => note.Number < count;

    [Step]
    private async Task<string> Pay(Click note, StepContext step)
    {
        await world.DoAsync(step);
        return $"{note.Number}";
    }
}

/// <summary>A voyage of which somebody else sells the ticket; all of it within an hour.</summary>
[Workflow("package-tour")]
public sealed partial class PackageTour(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Close))]
    private async Task<Hotel> Open(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(1);
    }

    private Task Close(Hotel open, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Open)), Timeout("1h")]
    private partial Task<string> Travel(Agency workflow, Order order);

    [Step]
    private string Tell(string travel) => travel;
}

[Workflow("agency")]
public sealed partial class Agency(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> Send(Voyage workflow, Order order);

    [Step]
    private string Tell(Receipt send) => send.Text;
}

/// <summary>What fails does not keep the rest from being done.</summary>
[Workflow("patient-hasty", FailFast = false)]
public sealed partial class PatientHasty(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure)), Timeout("1h")]
    private partial Task<Receipt> Send(Voyage workflow, Order order);

    [Step]
    private string Tell(Receipt send) => send.Text;

    [Step, Output, After(nameof(Insure))]
    private async Task<string> Beside(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return "done";
    }
}

/// <summary>The first to arrive is enough, and the others may arrive, too.</summary>
[Workflow("parade")]
public sealed partial class Parade(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Disinsure))]
    private async Task<Approval> Insure(StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task Disinsure(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> Send(Voyage workflow, [Each(Enough = 1, Rest = Rest.Ignore)] Order order);

    [Step]
    private async Task<string> Pay(IReadOnlyList<Receipt> send, StepContext step)
    {
        await world.DoAsync(step);
        return string.Join(" ", send.Select(s => s.Text));
    }
}

/// <summary>A tour of which somebody else sees to the second attempt; then it has to be settled.</summary>
[Workflow("expedition")]
public sealed partial class Expedition(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<string> Go(Dogged workflow, Order order);

    [Step]
    private async Task<string> Settle(string go, StepContext step)
    {
        await world.DoAsync(step);
        return go;
    }
}
