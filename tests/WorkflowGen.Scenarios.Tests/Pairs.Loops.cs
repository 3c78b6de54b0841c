namespace WorkflowGen.Scenarios.Tests;

/// <summary>A step of a loop is cancelled by a signal that comes once.</summary>
[Workflow("called-off-in-rounds")]
[CancelOn(nameof(Stop), nameof(Work))]
public sealed partial class CalledOffInRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal] private partial Click Stop();

    [Step] private Task<Car> Begin(Order order, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step, Delay("1h")] private Task<Flight> Work(Car begin, StepContext step) => world.GiveAsync(step, new Flight(begin.Seats));

    [Step, Delay("2h")] private Task<Hotel> Other(Car begin, StepContext step) => world.GiveAsync(step, new Hotel(begin.Seats));

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private Task<Receipt> Turn(Flight? work, Hotel other, [Previous] Receipt? turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn?.Text}{work?.Number}/{other.Room} "));

    [Step, Output] private string Tell(Receipt turn) => turn.Text;
}

/// <summary>What closes a step's window has come before a later round.</summary>
[Workflow("closed-in-rounds")]
public sealed partial class ClosedInRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Delay("150m")] private Task<Approval> Shut(Order order, StepContext step) => world.GiveAsync(step, new Approval("shut"));

    [Step] private Task<Car> Begin(Order order, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step, Delay("1h"), Only(Before = nameof(Shut))] private Task<Flight> Work(Car begin, StepContext step) => world.GiveAsync(step, new Flight(begin.Seats));

    [Step, Delay("2h")] private Task<Hotel> Other(Car begin, StepContext step) => world.GiveAsync(step, new Hotel(begin.Seats));

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private Task<Receipt> Turn(Flight? work, Hotel other, [Previous] Receipt? turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn?.Text}{work?.Number}/{other.Room} "));

    [Step, Output] private string Tell(Receipt turn) => turn.Text;
}

/// <summary>A child per round; what fails is handled, and the round before is remembered.</summary>
[Workflow("children-in-rounds")]
public sealed partial class ChildrenInRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task<Click> Begin(Order order, StepContext step) => world.GiveAsync(step, new Click(step.Round));

    [Child] private partial Task<Receipt> Send(Errand workflow, Click begin);

    [Step, Catch(nameof(Send))] private Task<Receipt> Replace(StepFailure failure, StepContext step) => world.GiveAsync(step, new Receipt("none"));

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private Task<Approval> Turn(Receipt send, [Previous] Approval? turn, [Previous, From(nameof(Send))] Receipt? before, StepContext step) => world.GiveAsync(step, new Approval($"{turn?.By}{before?.Text}>{send.Text} "));

    [Step, Output] private string Tell(Approval turn) => turn.By;
}

/// <summary>Fails when it is sent for the second time.</summary>
[Workflow("errand")]
public sealed partial class Errand(World world)
{
    public partial ValueTask<Receipt> RunAsync(Click click, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Back))] private Task<Flight> Go(Click click, StepContext step) => world.GiveAsync(step, new Flight(click.Number));

    private Task Back(Flight go, StepContext step) => world.DoAsync(step);

    [Step, Delay("1h"), Output] private Receipt Bring(Flight go) => go.Number == 2 ? throw new InvalidOperationException("lost") : new Receipt($"{go.Number}");
}

/// <summary>What each round did is undone, and what comes at the end sees why.</summary>
[Workflow("undone-rounds")]
public sealed partial class UndoneRounds(World world)
{
    public partial ValueTask RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Cancel))]
    private Task<Car> Begin(IReadOnlyList<int> numbers, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    private Task Cancel(Car begin, StepContext step) => world.DoAsync(step);

    [Step, CompensateWith(nameof(Release)), Exclusive("desk")]
    private Task<Flight> Book([Each] int number, Car begin, StepContext step) => world.GiveAsync(step, new Flight((begin.Seats * 10) + number));

    private Task Release(Flight book, StepContext step) => world.DoAsync(step);

    [Step, Loop(To = nameof(Begin), Max = 2)] private Task<Hotel> Turn(IReadOnlyList<Flight> book, StepContext step) => world.GiveAsync(step, new Hotel(book.Count));

    [Step] private Task Pay(Hotel turn, StepContext step) => world.DoAsync(step);

    [Step, Finally] private Task Tell(StepFailure failure, StepContext step) => world.DoAsync(step);
}

/// <summary>Asks until somebody agrees; nobody's answer is an answer, too.</summary>
[Workflow("asked-again")]
public sealed partial class AskedAgain(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task<Click> Offer(Order order, [Previous] Click? offer, [Previous] Answer? ask, StepContext step) => world.GiveAsync(step, new Click((offer?.Number ?? 0) + (ask is Answer.No ? 10 : 1)));

    [HumanTask(Title = "This much?", Timeout = "1d")] private partial Answer? Ask(Click offer);

    [Step] private Task<Flight> Sell(Answer.Yes yes, Click offer, StepContext step) => world.GiveAsync(step, new Flight(offer.Number));

    [Step] private Task<Hotel> Regret(Answer.No no, Click offer, StepContext step) => world.GiveAsync(step, new Hotel(offer.Number));

    private static bool IsOpen(Flight? sell) => sell is null;

    [Step, Pure, Loop(To = nameof(Offer), While = nameof(IsOpen), Max = 5)] private static Receipt Turn(Flight? sell, Hotel? regret, Answer? ask) => new($"{sell?.Number}/{regret?.Room}");

    [Step, Output] private Task<string> Tell(Receipt turn, StepContext step) => world.GiveAsync(step, turn.Text);
}

/// <summary>A round waits for a loser that tries again.</summary>
[Workflow("awaited-losers")]
public sealed partial class AwaitedLosers(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task<Car> Begin(Order order, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step] private Task<Flight> North(Car begin, StepContext step) => world.GiveAsync(step, new Flight(1));

    [Step, Retry(2, "5h"), Idempotency(Idempotency.Safe)] private Task<Flight> South(Car begin, StepContext step) => world.GiveAsync(step, new Flight(2));

    [Step, Catch(nameof(West))] private Task<Flight> Instead(StepFailure failure, StepContext step) => world.GiveAsync(step, new Flight(4));

    [Step] private Task<Flight> West(Car begin, StepContext step) => world.GiveAsync(step, new Flight(3));

    [Step, Loop(To = nameof(Begin), Max = 2)]
    private Task<Receipt> Turn([AnyOf(2, nameof(North), nameof(South), nameof(Instead), Rest = Rest.Block)] IReadOnlyList<Flight> flights, StepContext step) => world.GiveAsync(step, new Receipt(string.Join("+", flights.Select(f => f.Number))));

    [Step, Output] private string Tell(Receipt turn) => turn.Text;
}

/// <summary>A section whose end is skipped lets the other in.</summary>
[Workflow("broken-section")]
public sealed partial class BrokenSection(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Exclusive("till", Until = nameof(Shut))] private Task<Flight> Open(Order order, StepContext step) => world.GiveAsync(step, new Flight(1));

    [Signal(Timeout = "1d")] private partial Click? Count(Flight open);

    [Step, When(nameof(Came))] private Task<Hotel> Book(Flight open, Click? count, StepContext step) => world.GiveAsync(step, new Hotel(1));

    private static bool Came(Click? count) => count is not null;

    [Step] private Task<Car> Shut(Hotel book, StepContext step) => world.GiveAsync(step, new Car(1));

    [Step, Exclusive("till"), Delay("1h")] private Task<Approval> Other(Order order, StepContext step) => world.GiveAsync(step, new Approval("other"));

    [Step, Output] private Task<string> Tell(Car? shut, Approval other, StepContext step) => world.GiveAsync(step, $"{shut?.Seats} {other.By}");
}

/// <summary>One outside of the loop was first: what is inside is not needed in later rounds either.</summary>
[Workflow("lost-in-rounds")]
public sealed partial class LostInRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Delay("90m")] private Task<Flight> Standing(Order order, StepContext step) => world.GiveAsync(step, new Flight(7));

    [Step] private Task<Car> Begin(Order order, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step, Delay("1h")] private Task<Flight> Inside(Car begin, StepContext step) => world.GiveAsync(step, new Flight(begin.Seats));

    [Step, Delay("2h")] private Task<Hotel> Other(Car begin, StepContext step) => world.GiveAsync(step, new Hotel(begin.Seats));

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private Task<Receipt> Turn(Flight? inside, Hotel other, [Previous] Receipt? turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn?.Text}{inside?.Number}/{other.Room} "));

    [Step] private Task<Approval> Choose([FirstOf(nameof(Standing), nameof(Inside))] Flight first, StepContext step) => world.GiveAsync(step, new Approval($"{first.Number}"));

    [Step, Output] private string Tell(Receipt turn, Approval choose) => $"{turn.Text}{choose.By}";
}

/// <summary>A section that is begun in a loop and ends behind it.</summary>
[Workflow("section-of-rounds")]
public sealed partial class SectionOfRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Delay("1h")] private Task<Car> Begin(Order order, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step, Exclusive("till", Until = nameof(Shut))] private Task<Flight> Open(Car begin, StepContext step) => world.GiveAsync(step, new Flight(begin.Seats));

    [Step, Loop(To = nameof(Begin), Max = 3)] private Task<Hotel> Turn(Flight open, StepContext step) => world.GiveAsync(step, new Hotel(open.Number));

    [Step] private Task<Receipt> Shut(Hotel turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn.Room}"));

    [Step, Exclusive("till"), Delay("90m")] private Task<Approval> Late(Order order, StepContext step) => world.GiveAsync(step, new Approval("late"));

    [Step, Output] private Task<string> Tell(Receipt shut, Approval late, StepContext step) => world.GiveAsync(step, $"{shut.Text} {late.By}");
}

/// <summary>An end among children and elements that wait.</summary>
[Workflow("ended-early")]
public sealed partial class EndedEarly(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step] private Task<IReadOnlyList<Click>> Begin(IReadOnlyList<int> numbers, StepContext step) => world.GiveAsync<IReadOnlyList<Click>>(step, [new(1), new(3)]);

    [Child, Exclusive("road")] private partial Task<Receipt> Send(Errand workflow, [Each, From(nameof(Begin))] Click click);

    [Step, Loop(To = nameof(Begin), Max = 3)] private Task<Hotel> Turn(IReadOnlyList<Receipt> send, StepContext step) => world.GiveAsync(step, new Hotel(send.Count));

    [Step, Delay("210m"), End] private Task<string> Stop(IReadOnlyList<int> numbers, StepContext step) => world.GiveAsync(step, "stopped");

    [Step, Finally] private Task Sweep(StepContext step) => world.DoAsync(step);
}
