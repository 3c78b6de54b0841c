using System.Runtime.CompilerServices;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>A stream whose failure a step handles.</summary>
[Workflow("caught-stream")]
public sealed partial class CaughtStream(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async IAsyncEnumerable<Click> Clicks(Order order)
    {
        yield return new Click(1);
        await Task.Yield();
        if (order.Amount > 0)
            throw new InvalidOperationException("torn");
        yield return new Click(2);
    }

    [Step]
    private async Task<Flight> Take([Each] Click click, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(click.Number);
    }

    [Step, Catch(nameof(Clicks))]
    private async Task<Hotel> Handle(StepFailure failure, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(failure.Message == "torn" ? 7 : 0);
    }

    [Step] private string Tell(IReadOnlyList<Flight>? take, Hotel? handle) => $"{take?.Count} {handle?.Room}";
}

/// <summary>A stream that is torn in each round.</summary>
[Workflow("caught-stream-in-rounds")]
public sealed partial class CaughtStreamInRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Car> Begin(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(step.Round);
    }

    [Step]
    private static async IAsyncEnumerable<Click> Clicks(Car begin)
    {
        yield return new Click(1);
        await Task.Yield();
        if (begin.Seats == 2)
            throw new InvalidOperationException("torn");
    }

    [Step] private static Flight Take([Each] Click click) => new(click.Number);

    [Step, Catch(nameof(Clicks))]
    private async Task<Hotel> Handle(StepFailure failure, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(1);
    }

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private async Task<Receipt> Turn(Car begin, IReadOnlyList<Flight>? take, Hotel? handle, [Previous] Receipt? turn, StepContext step)
    {
        await world.DoAsync(step);
        return new Receipt($"{turn?.Text}{begin.Seats}:{take?.Count}/{handle?.Room} ");
    }

    [Step, Output] private string Tell(Receipt turn) => turn.Text;
}

/// <summary>Nobody takes the stream whose failure would be handled.</summary>
[Workflow("untaken-stream")]
public sealed partial class UntakenStream(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private static async IAsyncEnumerable<Click> Clicks(Order order)
    {
        await Task.Yield();
        yield return new Click(1);
    }

    private static bool IsLarge(Order order) => order.Amount > 100;

    [Step, When(nameof(IsLarge))]
    private async Task<Flight> Take([Each] Click click, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(click.Number);
    }

    [Step, Catch(nameof(Clicks))]
    private async Task<Hotel> Handle(StepFailure failure, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(1);
    }

    [Step]
    private async Task<string> Tell(IReadOnlyList<Flight>? take, Hotel? handle, StepContext step)
    {
        await world.DoAsync(step);
        return $"{take?.Count}/{handle?.Room}";
    }
}

/// <summary>What comes after a failure does not run, nor what comes after that.</summary>
[Workflow("out-of-reach", FailFast = false)]
public sealed partial class OutOfReach(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> Book(Order order, StepContext step)
    {
        await Task.Yield();
        throw new InvalidOperationException("full");
    }

    [Step]
    private async Task<Hotel> Stay(Flight book, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(book.Number);
    }

    [Step]
    private async Task<Car> Drive(Hotel? stay, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(stay?.Room ?? 0);
    }

    [Step] private Task Insure(Car? drive, StepContext step) => world.DoAsync(step);

    [Step, Delay("1h"), Output]
    private async Task<string> Other(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return "done";
    }
}

/// <summary>From the second round on, the first is there at once, and the rest are not needed.</summary>
[Workflow("decided-at-once")]
public sealed partial class DecidedAtOnce(World world)
{
    public partial ValueTask<int> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Delay("1h")]
    private async Task<Flight> Standing(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(1);
    }

    [Step]
    private async Task<Order> Begin(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Order(step.Round);
    }

    [Step, Delay("3h")]
    private async Task<Flight> Slow(Order begin, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(2);
    }

    [Step]
    private async Task<Hotel> Choose([FirstOf(nameof(Standing), nameof(Slow))] Flight flight, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(flight.Number);
    }

    [Step, Delay("6h")]
    private async Task<Car> Pause(Order begin, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(1);
    }

    [Step, Loop(To = nameof(Begin), Max = 2)]
    private async Task<Receipt> Turn(Hotel choose, Car pause, StepContext step)
    {
        await world.DoAsync(step);
        return new Receipt($"{choose.Room}");
    }

    [Step, Output] private int Tell(Receipt turn) => int.Parse(turn.Text, System.Globalization.CultureInfo.InvariantCulture);
}
