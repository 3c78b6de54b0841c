namespace WorkflowGen.Scenarios.Tests;

/// <summary>Three bookings, each with its undoing.</summary>
[Workflow("trip")]
public sealed partial class Trip(World world)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(CancelFlight))]
    private async Task<Flight> BookFlight(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount);
    }

    private Task CancelFlight(Flight flight, StepContext step) => world.DoAsync(step);

    [Step, CompensateWith(nameof(CancelHotel))]
    private async Task<Hotel> BookHotel(Flight flight, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(flight.Number);
    }

    [Retry(3, "1h")]
    private Task CancelHotel(Hotel hotel, StepContext step) => world.DoAsync(step);

    [Step, CompensateWith(nameof(CancelCar))]
    private async Task<Car> BookCar(Hotel hotel, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(hotel.Room);
    }

    private Task CancelCar(Car car, StepContext step) => world.DoAsync(step);

    [Step]
    private async Task<Receipt> Pay(Car car, StepContext step)
    {
        await world.DoAsync(step);
        return new Receipt($"{car.Seats}");
    }
}

/// <summary>A saga in a saga, and a step after it.</summary>
[Workflow("journey")]
public sealed partial class Journey(World world)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(CancelInsurance))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task CancelInsurance(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure))]
    private partial Task<Receipt> Travel(Trip workflow, Order order);

    [Step, Output]
    private async Task<Receipt> Report([From(nameof(Travel))] Receipt travel, StepContext step)
    {
        await world.DoAsync(step);
        return travel;
    }
}

/// <summary>A saga that is tried three times as a whole.</summary>
[Workflow("stubborn-journey")]
public sealed partial class StubbornJourney(World world)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(CancelInsurance))]
    private async Task<Approval> Insure(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("insured");
    }

    private Task CancelInsurance(Approval insure, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Insure)), Retry(3, "1m")]
    private partial Task<Receipt> Travel(MoodyTrip workflow, Order order);
}

/// <summary>Works when it is the third run of its kind.</summary>
[Workflow("moody-trip")]
public sealed partial class MoodyTrip(World world)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(CancelFlight))]
    private async Task<Flight> BookFlight(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(1);
    }

    private Task CancelFlight(Flight flight, StepContext step) => world.DoAsync(step);

    [Step]
    private Receipt Board(Flight flight, StepContext step) =>
        step.RunId.EndsWith("-try3", StringComparison.Ordinal) ? new Receipt("on board") : throw new InvalidOperationException("not today");
}
