using System.Runtime.CompilerServices;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Both ends of a loop exclude each other.</summary>
[Workflow("turns")]
public sealed partial class Turns(World world)
{
    public partial ValueTask<int> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Exclusive("till")]
    private async Task<Flight> Take(Order order, [Previous] Hotel? put, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight((put?.Room ?? 0) + 1);
    }

    private static bool IsShort(Hotel put) => put.Room < 3;

    [Step, Exclusive("till"), Loop(To = nameof(Take), While = nameof(IsShort))]
    private async Task<Hotel> Put(Flight take, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(take.Number);
    }

    [Step] private int Tell(Hotel put) => put.Room;
}

/// <summary>An element has failed for good, and that is handled, while another of the same step is still at work; then the loop goes round again.</summary>
[Workflow("rounds-of-elements")]
public sealed partial class RoundsOfElements(World world, VirtualTimeProvider time)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Order> Begin(IReadOnlyList<int> numbers, StepContext step)
    {
        await world.DoAsync(step);
        return new Order(step.Round);
    }

    [Step]
    [AllowNondeterminism("does not listen")]
    private async Task<Flight> Book([Each] int number, Order begin, StepContext step)
    {
        if (number == 1)
        {
            await Task.Yield();
            throw new InvalidOperationException("full");
        }
        await time.NeverAsync(CancellationToken.None);
        return new Flight(number);
    }

    [Step, Catch(nameof(Book))]
    private async Task<Hotel> Handle(StepFailure failure, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(1);
    }

    [Step, After(nameof(Book)), Loop(To = nameof(Begin), Max = 2)]
    private async Task<Car> Turn(Hotel? handle, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(handle?.Room ?? 0);
    }

    [Step, End] private string Tell(Car turn) => $"{turn.Seats}";
}

/// <summary>What the elements of the round before handed over.</summary>
[Workflow("carried")]
public sealed partial class Carried(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Order> Begin(IReadOnlyList<int> numbers, [Previous] IReadOnlyList<Flight>? book, StepContext step)
    {
        await world.DoAsync(step);
        return new Order(book?.Sum(f => f.Number) ?? 0);
    }

    [Step]
    private async Task<Flight> Book([Each] int number, Order begin, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(number + begin.Amount);
    }

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private async Task<Car> Turn(IReadOnlyList<Flight> book, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(book.Count);
    }

    [Step] private string Tell(IReadOnlyList<Flight> book, Car turn) => string.Join(" ", book.Select(b => b.Number));
}

/// <summary>Each round two race: what comes of a stream, and a step that is faster.</summary>
[Workflow("raced-stream")]
public sealed partial class RacedStream(World world, VirtualTimeProvider time)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Hotel> Begin(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(step.Round);
    }

    [Step]
    private async IAsyncEnumerable<Click> Clicks(Hotel begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new Click(begin.Room);
        await time.NeverAsync(cancellationToken);
    }

    [Step]
    private async Task<Flight> Take([Each] Click click, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(click.Number);
    }

    [Step, Delay("1h")]
    private async Task<IReadOnlyList<Flight>> Quick(Hotel begin, StepContext step)
    {
        await world.DoAsync(step);
        return [new Flight(begin.Room * 10)];
    }

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private async Task<Car> Turn([FirstOf(nameof(Take), nameof(Quick), Rest = Rest.Ignore)] IReadOnlyList<Flight> flights, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(flights[0].Number);
    }

    [Step, End] private string Tell(Car turn) => $"{turn.Seats}";
}

/// <summary>As <see cref="RacedStream"/>, of signals.</summary>
[Workflow("raced-signals")]
public sealed partial class RacedSignals(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Hotel> Begin(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(step.Round);
    }

    [Signal(Timeout = "1d")]
    private partial IAsyncEnumerable<Click> Clicks(Hotel begin);

    [Step]
    private async Task<Flight> Take([Each] Click click, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(click.Number);
    }

    [Step, Delay("1h")]
    private async Task<IReadOnlyList<Flight>> Quick(Hotel begin, StepContext step)
    {
        await world.DoAsync(step);
        return [new Flight(begin.Room * 10)];
    }

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private async Task<Car> Turn([FirstOf(nameof(Take), nameof(Quick), Rest = Rest.Ignore)] IReadOnlyList<Flight> flights, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(flights[0].Number);
    }

    [Step, End] private string Tell(Car turn) => $"{turn.Seats}";
}

/// <summary>Elements that wait for their next attempt when their step is cancelled.</summary>
[Workflow("called-off")]
[CancelOn(nameof(Stop), nameof(Book))]
public sealed partial class CalledOff(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Stop();

    [Step, Retry(3, "3s"), Idempotency(Idempotency.Safe)]
    private async Task<Flight> Book([Each] int number, StepContext step)
    {
        await Task.Yield();
        if (step.Attempt == 1)
            throw new InvalidOperationException("full");
        world.Do(step);
        return new Flight(number);
    }

    [Delay("1h")]
    private partial Task Pause();

    [Step, After(nameof(Pause))]
    private async Task<string> Tell(IReadOnlyList<Flight>? book, StepContext step)
    {
        await world.DoAsync(step);
        return book is null ? "none" : $"{book.Count}";
    }
}

/// <summary>Elements that wait for their next attempt when the time to begin is over: they have begun.</summary>
[Workflow("begun")]
public sealed partial class Begun(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step, Only(Before = nameof(Shut)), Retry(2, "3h"), Idempotency(Idempotency.Safe)]
    private async Task<Flight> Book([Each] int number, StepContext step)
    {
        await Task.Yield();
        if (step.Attempt == 1)
            throw new InvalidOperationException("full");
        world.Do(step);
        return new Flight(number);
    }

    [Step, Delay("1h")]
    private Task Shut(IReadOnlyList<int> numbers, StepContext step) => world.DoAsync(step);

    [Step] private string Tell(IReadOnlyList<Flight>? book) => book is null ? "none" : $"{book.Count}";
}

/// <summary>The node has the lock, and one of its elements waits for its next attempt.</summary>
[Workflow("kept-out")]
public sealed partial class KeptOut(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step, Exclusive("till"), Delay("1h")]
    private async Task<Car> Other(IReadOnlyList<int> numbers, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(1);
    }

    [Step, Exclusive("till", Until = nameof(Count)), Retry(2, "3h"), Idempotency(Idempotency.Safe)]
    private async Task<Flight> Book([Each] int number, StepContext step)
    {
        await Task.Yield();
        if (step.Attempt == 1)
            throw new InvalidOperationException("full");
        world.Do(step);
        return new Flight(number);
    }

    [Step]
    private async Task<Hotel> Count(IReadOnlyList<Flight> book, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(book.Count);
    }

    [Step] private string Tell(Hotel count, Car other) => $"{count.Room} {other.Seats}";
}

/// <summary>A stream that fails, while everything else is to be done first.</summary>
[Workflow("broken-stream", FailFast = false)]
public sealed partial class BrokenStream(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private static async IAsyncEnumerable<Click> Clicks(Order order)
    {
        yield return new Click(1);
        await Task.Yield();
        throw new InvalidOperationException("torn");
    }

    [Step] private static Flight Take([Each] Click click) => new(click.Number);

    [Step] private Task Use(IReadOnlyList<Flight> take, StepContext step) => world.DoAsync(step);

    [Step, Delay("1h"), Output]
    private async Task<string> Other(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return "done";
    }
}

/// <summary>Two take the same stream, and one of them begins later.</summary>
[Workflow("late-taker")]
public sealed partial class LateTaker(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private static async IAsyncEnumerable<Click> Clicks(Order order)
    {
        for (var i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return new Click(i);
        }
    }

    [Step]
    private async Task<Flight> Early([Each] Click click, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(click.Number);
    }

    [Step, Delay("1h")]
    private async Task<Hotel> Late([Each] Click click, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(click.Number);
    }

    [Step] private string Tell(IReadOnlyList<Flight> early, IReadOnlyList<Hotel> late) => $"{early.Sum(e => e.Number)} {late.Sum(l => l.Room)}";
}

/// <summary>Arrivals from outside of the loop that takes them.</summary>
[Workflow("standing-arrivals")]
public sealed partial class StandingArrivals(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> North(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(1);
    }

    [Step]
    private async Task<Flight> South(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(2);
    }

    [Step]
    private async Task<Car> Begin(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Car(step.Round);
    }

    [Step]
    private async Task<Hotel> Meet([Each, From(nameof(North), nameof(South))] Flight flight, Car begin, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(flight.Number * begin.Seats);
    }

    [Step, Loop(To = nameof(Begin), Max = 2)]
    private async Task<Receipt> Turn(IReadOnlyList<Hotel> meet, StepContext step)
    {
        await world.DoAsync(step);
        return new Receipt($"{meet.Sum(m => m.Room)}");
    }

    [Step, Output] private string Tell(Receipt turn) => turn.Text;
}
