using System.Globalization;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>A batch per round, and everything undone at the end if it cannot be paid.</summary>
[Workflow("batches")]
public sealed partial class Batches(World world, Effects effects)
{
    public partial ValueTask<string> RunAsync(int rounds, CancellationToken cancellationToken = default);

    [Step]
    private IReadOnlyList<int> Fetch(int rounds, [Previous] IReadOnlyList<int>? fetch) => fetch is null ? [1, 2] : [.. fetch.Select(n => n + 10)];

    [Step, CompensateWith(nameof(Cancel))]
    private async Task<Flight> Book([Each(MaxParallel = 1)] int number, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(number);
    }

    [AllowNondeterminism("counts")]
    private void Cancel(Flight book, StepFailure? failure) => effects.Count("cancel", $"{book.Number} after {failure?.Step}");

    private static bool HasMore(string sum, int rounds) => sum.Count(c => c == ';') < rounds;

    [Step, Loop(To = nameof(Fetch), While = nameof(HasMore), Max = 5)]
    private string Sum(IReadOnlyList<Flight> book, [Previous] string? sum) => $"{sum}{string.Join(",", book.Select(b => b.Number))};";

    [Step, Output]
    private async Task<string> Pay(string sum, StepContext step)
    {
        await world.DoAsync(step);
        return sum;
    }
}

/// <summary>Lines come in until somebody closes.</summary>
[Workflow("desk")]
public sealed partial class Desk(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal]
    private partial IAsyncEnumerable<Click> Lines(Order order);

    [Signal]
    private partial Approval Close();

    [Step]
    private async Task<Flight> Take([Each(CompleteOn = nameof(Close))] Click line, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(line.Number);
    }

    [Step]
    private string Tell(IReadOnlyList<Flight> take) => string.Join(" ", take.Select(t => t.Number));
}

/// <summary>Lines come in until there are enough.</summary>
[Workflow("counter")]
public sealed partial class Counter(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal(Timeout = "1d")]
    private partial IAsyncEnumerable<Click> Lines(Order order);

    private static bool IsFull(IReadOnlyList<Flight> results) => results.Sum(r => r.Number) >= 6;

    [Step]
    private async Task<Flight> Take([Each(MaxParallel = 1, Until = nameof(IsFull))] Click line, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(line.Number);
    }

    [Step]
    private string Tell(IReadOnlyList<Flight> take) => string.Join(" ", take.Select(t => t.Number));
}

/// <summary>One element fails for good; another step stands in for the whole list.</summary>
[Workflow("lenient")]
public sealed partial class Lenient(World world)
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step, Retry(2, "1m"), Idempotency(Idempotency.Safe)]
    private async Task<Flight> Book([Each(MaxParallel = 1)] int number, StepContext step)
    {
        await world.DoAsync(step);
        return number == 2 ? throw new InvalidOperationException("full") : new Flight(number);
    }

    [Step, Catch(nameof(Book))]
    private IReadOnlyList<Flight> Walk(StepFailure failure) => [new Flight(-failure.Attempt)];

    [Step]
    private string Tell([From(nameof(Book))] IReadOnlyList<Flight> book) => string.Join(" ", book.Select(b => b.Number.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>The first result is enough; the others are waited for, and dropped.</summary>
[Workflow("dropped")]
public sealed partial class Dropped
{
    public partial ValueTask<int> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> Book([Each(Enough = 1, MaxParallel = 2, Rest = Rest.Ignore)] int number)
    {
        await Task.Yield();
        return new Flight(number);
    }

    [Step]
    private int Tell(IReadOnlyList<Flight> book) => book.Count;
}

/// <summary>A step within a loop that is left out of the second round.</summary>
[Workflow("forgets")]
public sealed partial class Forgets(World world)
{
    public partial ValueTask<string> RunAsync(int rounds, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Order> Begin(int rounds, StepContext step)
    {
        await world.DoAsync(step);
        return new Order(step.Round);
    }

    private static bool IsFirst(Order begin) => begin.Amount == 1;

    [Step, When(nameof(IsFirst))]
    private Flight Book(Order begin) => new(begin.Amount);

    private static bool HasMore(string note, int rounds) => note.Count(c => c == ';') < rounds;

    [Step, Loop(To = nameof(Begin), While = nameof(HasMore), Max = 5), Output]
    private string Note(Order begin, Flight? book, [Previous] string? note) => $"{note}{begin.Amount} {(book is null ? "none" : book.Number)};";
}

/// <summary>A person is asked again and again, with a bound on each time.</summary>
[Workflow("nagging")]
public sealed partial class Nagging(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> Remind(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(step.Round);
    }

    [HumanTask(Title = "Well?", Timeout = "1d")]
    private partial Approval? Ask(Flight remind);

    private static bool IsUnanswered(Approval? ask) => ask is null;

    [Step, Loop(To = nameof(Remind), While = nameof(IsUnanswered), Max = 3), Output]
    private string Note(Flight remind, Approval? ask) => $"{remind.Number} {ask?.By ?? "nobody"}";
}

/// <summary>Somebody answers, or the time is up.</summary>
[Workflow("either")]
public sealed partial class Either(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal]
    private partial Approval Answer(Order order);

    [Delay("1h")]
    private partial Task Patience(Order order);

    [Step, After(nameof(Patience))]
    private Approval GiveUp(Order order) => new("time");

    [Step]
    private async Task<string> Go([FirstOf(nameof(Answer), nameof(GiveUp))] Approval first, StepContext step)
    {
        await world.DoAsync(step);
        return first.By;
    }
}

public sealed class ElementTests : ScenarioTest
{
    [Fact]
    public Task Each_in_a_loop_hands_over_the_lists_of_all_rounds() => EverywhereAsync(() => Create<Batches>(), async test =>
    {
        var client = test.Client<BatchesClient>();
        await client.StartAsync(Id, 3);
        await test.RunToEndAsync();

        Assert.Equal("1,2;11,12;21,22;", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task Each_in_a_loop_is_undone_element_by_element_with_the_values_of_each_round() => EverywhereAsync(() => Create<Batches>(("Pay", -1)), async test =>
    {
        await test.Client<BatchesClient>().StartAsync(Id, 2);
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["12 after Pay", "11 after Pay", "2 after Pay", "1 after Pay"], test.Effects.All.Where(e => e.Name == "cancel").Select(e => e.Key).Distinct());
    });

    [Fact]
    public Task A_signal_that_comes_many_times_until_another_ends_it() => EverywhereAsync(() => Create<Desk>(), async test =>
    {
        var client = test.Client<DeskClient>();
        await client.StartAsync(Id, new Order(1));
        await client.SignalLinesAsync(Id, new Click(1), "1");
        await test.RunUntilIdleAsync();
        await client.SignalLinesAsync(Id, new Click(2), "2");
        await client.SignalLinesAsync(Id, new Click(2), "2");
        await client.SignalLinesAsync(Id, new Click(3), "3");
        await test.RunUntilIdleAsync();
        await client.SignalCloseAsync(Id, new Approval("Ada"), "close");
        await test.RunUntilIdleAsync();

        Assert.Equal("1 2 3", (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(3, "1 2 3")]
    [InlineData(2, "1 2")]
    public Task A_signal_that_comes_many_times_until_there_are_enough_or_its_time_is_up(int lines, string expected) => EverywhereAsync(() => Create<Counter>(), async test =>
    {
        var client = test.Client<CounterClient>();
        await client.StartAsync(Id, new Order(1));
        for (var i = 1; i <= lines; i++)
        {
            await client.SignalLinesAsync(Id, new Click(i), $"{i}");
            await test.RunUntilIdleAsync();
        }
        await test.RunToEndAsync();

        Assert.Equal(expected, (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(3, "-2")]
    [InlineData(1, "1")]
    public Task Each_whose_failure_is_handled(int count, string expected) => EverywhereAsync(() => Create<Lenient>(), async test =>
    {
        var client = test.Client<LenientClient>();
        await client.StartAsync(Id, [.. Enumerable.Range(1, count)]);
        await test.RunToEndAsync();

        Assert.Equal(expected, (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task What_is_dropped_does_not_count_whatever_crashes() => EverywhereAsync(() => Create<Dropped>(), async test =>
    {
        var client = test.Client<DroppedClient>();
        await client.StartAsync(Id, [1, 2, 3]);
        await test.RunToEndAsync();

        Assert.Equal(1, (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public Task What_is_skipped_in_a_later_round_has_no_value() => EverywhereAsync(() => Create<Forgets>(), async test =>
    {
        var client = test.Client<ForgetsClient>();
        await client.StartAsync(Id, 3);
        await test.RunToEndAsync();

        Assert.Equal("1 1;2 none;3 none;", (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(0, "1 Ada")]
    [InlineData(1, "2 Ada")]
    [InlineData(3, "3 nobody")]
    public Task A_person_is_asked_again_after_each_timeout(int days, string expected) => EverywhereAsync(() => Create<Nagging>(), async test =>
    {
        var client = test.Client<NaggingClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        if (days > 0)
            await test.AdvanceAsync(TimeSpan.FromDays(days));
        await client.SignalAskAsync(Id, new Approval("Ada"), "a");
        await test.RunToEndAsync();

        Assert.Equal(expected, (await client.GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(true, "Ada")]
    [InlineData(false, "time")]
    public Task A_signal_or_a_time_whichever_is_first(bool answers, string expected) => EverywhereAsync(() => Create<Either>(), async test =>
    {
        test.SkipsWaits = false;
        var client = test.Client<EitherClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        if (answers)
            await client.SignalAnswerAsync(Id, new Approval("Ada"), "a");
        await test.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(expected, (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Go"], Names(test));
    });
}
