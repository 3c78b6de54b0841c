using System.Runtime.CompilerServices;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>A child for each signal, one at a time, until another signal says that it is enough; then all is undone.</summary>
[Workflow("sent-on-demand")]
public sealed partial class SentOnDemand(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal] private partial IAsyncEnumerable<Click> Wanted(Order order);

    [Signal] private partial Approval Enough(Order order);

    [Child, Exclusive("road")] private partial Task<Receipt> Send(Errand workflow, [Each(CompleteOn = nameof(Enough), Rest = Rest.Ignore)] Click wanted);

    [Step] private Task<Hotel> Pay(IReadOnlyList<Receipt> send, StepContext step) => world.GiveAsync(step, new Hotel(send.Count));

    [Step, Output] private string Tell(IReadOnlyList<Receipt> send, Hotel pay) => string.Join(" ", send.Select(s => s.Text));
}

/// <summary>Elements of which some fail, while everything else is to be done; what failed is handled.</summary>
[Workflow("some-elements", FailFast = false)]
public sealed partial class SomeElements(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step, Limit("some elements", Concurrency = 1), Retry(2, "1h"), Idempotency(Idempotency.Safe), CompensateWith(nameof(Release))]
    private Task<Flight> Book([Each(Enough = 3)] int number, StepContext step) => number == 2 && step.Attempt < 3 ? throw new InvalidOperationException("full") : world.GiveAsync(step, new Flight(number));

    private Task Release(Flight book, StepContext step) => world.DoAsync(step);

    [Step, Catch(nameof(Book))] private Task<IReadOnlyList<Flight>> Instead(StepFailure failure, StepContext step) => world.GiveAsync<IReadOnlyList<Flight>>(step, [new Flight(9)]);

    [Step] private Task<Hotel> Stay(IReadOnlyList<Flight> book, StepContext step) => world.GiveAsync(step, new Hotel(book.Sum(b => b.Number)));

    [Step] private Task<Car> Fails(IReadOnlyList<int> numbers, StepContext step) => throw new InvalidOperationException("no car");

    [Step, After(nameof(Fails))] private Task Drive(StepContext step) => world.DoAsync(step);

    [Step, Output] private Task<string> Tell(Hotel stay, StepContext step) => world.GiveAsync(step, $"{stay.Room}");
}

/// <summary>Whichever comes first of two waits, a step that tries again, and a child; nothing else is left behind.</summary>
[Workflow("first-of-all")]
public sealed partial class FirstOfAll(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task<Click> Begin(Order order, StepContext step) => world.GiveAsync(step, new Click(order.Amount));

    [HumanTask(Title = "Now?", Timeout = "10h")] private partial Receipt? Ask(Click begin);

    [Child] private partial Task<Receipt> Send(Errand workflow, Click begin);

    [Step, Retry(3, "2h"), Idempotency(Idempotency.Safe), Exclusive("desk")] private Task<Receipt> Try(Click begin, StepContext step) => world.GiveAsync(step, new Receipt("tried"));

    [Step, Exclusive("desk"), Delay("1m")] private Task<Hotel> Next(Click begin, StepContext step) => world.GiveAsync(step, new Hotel(1));

    [Step] private Task<Approval> Choose([FirstOf(nameof(Ask), nameof(Send), nameof(Try))] Receipt? first, StepContext step) => world.GiveAsync(step, new Approval(first?.Text ?? "none"));

    [Step, Output] private Task<string> Tell(Approval choose, Hotel next, StepContext step) => world.GiveAsync(step, $"{choose.By} {next.Room}");
}

/// <summary>The window opens with a signal and closes with another, on elements that wait for a lock.</summary>
[Workflow("open-hours")]
[CancelOn(nameof(Storm), nameof(Serve))]
public sealed partial class OpenHours(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Signal(Timeout = "2d")] private partial Click? Open(IReadOnlyList<int> numbers);

    [Signal] private partial Click Storm();

    [Step, Delay("3d")] private Task<Approval> Shut(IReadOnlyList<int> numbers, StepContext step) => world.GiveAsync(step, new Approval("shut"));

    [Step, Only(After = nameof(Open), Before = nameof(Shut)), Exclusive("desk"), Delay("1h")]
    private Task<Flight> Serve([Each(MaxParallel = 1)] int number, StepContext step) => world.GiveAsync(step, new Flight(number));

    [Step, Output] private Task<string> Tell(IReadOnlyList<Flight>? serve, Approval shut, StepContext step) => world.GiveAsync(step, serve is null ? "none" : $"{serve.Count}");
}

/// <summary>Whose signal is not kept, in rounds, against a delay that is computed.</summary>
[Workflow("unkept")]
public sealed partial class Unkept(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task<Click> Begin(Order order, StepContext step) => world.GiveAsync(step, new Click(step.Round));

    [Signal(Buffered = false)] private partial Approval Call(Click begin);

    [Delay] private static TimeSpan Until(Click begin) => TimeSpan.FromHours(begin.Number);

    [Step, Pure, After(nameof(Until))] private static Approval Late(Click begin) => new("late");

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private Task<Receipt> Turn([FirstOf(nameof(Call), nameof(Late))] Approval first, [Previous] Receipt? turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn?.Text}{first.By} "));

    [Step, Output] private string Tell(Receipt turn) => turn.Text;
}

/// <summary>Cases of what elements hand over, in rounds.</summary>
[Workflow("cases-in-rounds")]
public sealed partial class CasesInRounds(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step] private Task<Car> Begin(IReadOnlyList<int> numbers, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step] private Task<Verdict> Judge(Car begin, StepContext step) => world.GiveAsync<Verdict>(step, begin.Seats == 2 ? new Verdict.Refused("no") : new Verdict.Granted(begin.Seats));

    [Step, CompensateWith(nameof(Back))] private Task<Flight> Give(Verdict.Granted granted, StepContext step) => world.GiveAsync(step, new Flight(granted.Amount));

    private Task Back(Flight give, StepContext step) => world.DoAsync(step);

    [Step, Timeout("1h", Total = "5h"), Retry(2, "1h"), Idempotency(Idempotency.Safe)] private Task<Flight> Console(Verdict.Refused refused, StepContext step) => world.GiveAsync(step, new Flight(-1));

    [Step] private Task<Hotel> Stay([Each] int number, [From(nameof(Give), nameof(Console))] Flight flight, StepContext step) => world.GiveAsync(step, new Hotel(number * flight.Number));

    [Step, Loop(To = nameof(Begin), Max = 3)]
    private Task<Receipt> Turn(IReadOnlyList<Hotel> stay, [Previous] Receipt? turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn?.Text}{stay.Sum(s => s.Room)} "));

    [Step, Output] private Task<string> Tell(Receipt turn, StepContext step) => world.GiveAsync(step, turn.Text);
}

/// <summary>A stream per round of which the first item is enough, and the rest of the round waits for a lock.</summary>
[Workflow("enough-in-rounds")]
public sealed partial class EnoughInRounds(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task<Car> Begin(Order order, StepContext step) => world.GiveAsync(step, new Car(step.Round));

    [Step]
    private static async IAsyncEnumerable<Click> Clicks(Car begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 1; ; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new Click((begin.Seats * 10) + i);
        }
    }

    [Step, Exclusive("desk"), Retry(2, "1h"), Idempotency(Idempotency.Safe), CompensateWith(nameof(Release))]
    private Task<Flight> Book([Each(Enough = 2, MaxParallel = 3)] Click click, StepContext step) => world.GiveAsync(step, new Flight(click.Number));

    private Task Release(Flight book, StepContext step) => world.DoAsync(step);

    [Step, Loop(To = nameof(Begin), Max = 2)]
    private Task<Receipt> Turn(IReadOnlyList<Flight> book, [Previous] Receipt? turn, StepContext step) => world.GiveAsync(step, new Receipt($"{turn?.Text}{string.Join("+", book.Select(b => b.Number))} "));

    [Step, Output] private Task<string> Tell(Receipt turn, StepContext step) => world.GiveAsync(step, turn.Text);
}
