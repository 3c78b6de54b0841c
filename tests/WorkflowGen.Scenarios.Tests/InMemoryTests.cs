using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>A synchronous step that takes longer than it may: it has failed, and its value is nobody's.</summary>
[Workflow("too-late")]
public sealed partial class TooLate(VirtualTimeProvider time)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Delay("1s")]
    private partial Task Pause(Order order);

    [Step, Timeout("1m")]
    [AllowNondeterminism("moves the clock of the test")]
    private Flight Work(Order order, CancellationToken cancellationToken)
    {
        time.Advance(TimeSpan.FromMinutes(2));
        return new Flight(order.Amount);
    }

    [Step, Catch(nameof(Work))]
    private Approval Handle(StepFailure failure) => new(failure.ErrorType);

    [Step, After(nameof(Pause))]
    private string Tell([From(nameof(Work))] Flight? work, Approval? handle) => $"{(work is null ? "none" : work.Number)} {handle?.By}";
}

/// <summary>A run with something to undo, something to do at the end, and a way to be stopped.</summary>
[Workflow("stoppable")]
[CancelOn(nameof(Stop))]
public sealed partial class Stoppable(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Stop();

    [Step, CompensateWith(nameof(Free))]
    private async Task<Flight> Reserve(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(order.Amount);
    }

    private Task Free(Flight reserve, StepContext step) => world.DoAsync(step);

    [HumanTask(Title = "Go on?", Timeout = "1d")]
    private partial Approval? Ask(Flight reserve);

    [Step, Output]
    private async Task<string> Go(Approval? ask, StepContext step)
    {
        await world.DoAsync(step);
        return ask?.By ?? "nobody";
    }

    [Step, Finally]
    private Task Close(StepFailure? failure, Flight? reserve, StepContext step) => world.DoAsync(step);
}

/// <summary>Two that may not be at it together, and a window that closes.</summary>
[Workflow("held")]
public sealed partial class Held(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Exclusive("till"), Limit("till", Concurrency = 1), Retry(2, "10m"), Idempotency(Idempotency.Safe)]
    private async Task<Flight> First(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return step.Attempt == 1 ? throw new InvalidOperationException("again") : new Flight(1);
    }

    [Step, Exclusive("till")]
    private async Task<Hotel> Second(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(2);
    }

    [Signal, Only(Before = nameof(Second))]
    private partial Click Change(Order order);

    [Step]
    private string Tell(Flight first, Hotel second, Click? change) => $"{first.Number} {second.Room} {(change is null ? "unchanged" : change.Number)}";
}

/// <summary>Lines come in until somebody closes, and are dealt with at once.</summary>
[Workflow("counting")]
public sealed partial class Counting(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal]
    private partial IAsyncEnumerable<Click> Lines(Order order);

    [Signal]
    private partial Approval Close();

    [Step]
    private Flight Take([Each(CompleteOn = nameof(Close))] Click line, StepContext step)
    {
        world.Do(step);
        return new Flight(line.Number);
    }

    [Step]
    private string Tell(IReadOnlyList<Flight> take) => string.Join(" ", take.Select(t => t.Number));
}

/// <summary>What a run in memory does on a clock that a test moves.</summary>
public sealed class InMemoryTests
{
    private readonly VirtualTimeProvider _time = new();
    private readonly Effects _effects = new();
    private readonly World _world;

    public InMemoryTests() => _world = new World(_effects);

    private IEnumerable<string> Names => _effects.All.Select(e => e.Name);

    [Fact]
    public async Task The_value_of_a_step_that_returned_too_late_is_nobodys()
    {
        var run = new TooLate(_time).Start(new Order(7), _time);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("none System.TimeoutException", await run.Completion);
    }

    [Fact]
    public async Task A_person_answers()
    {
        var run = new Stoppable(_world).Start(new Order(7), _time);
        Assert.True(await run.SignalAskAsync(new Approval("Ada"), "a"));
        await run.SignalAskAsync(new Approval("Bob"), "a"); // a repeat, or too late

        Assert.Equal("Ada", await run.Completion);
        Assert.Equal(["Reserve", "Go", "Close"], Names);
        Assert.False(await run.SignalAskAsync(new Approval("Cy"), "c"));
    }

    [Fact]
    public async Task A_person_does_not_answer()
    {
        var run = new Stoppable(_world).Start(new Order(7), _time);
        await UntilAsync(() => _time.NextTimer is not null);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal("nobody", await run.Completion);
        Assert.Equal(["Reserve", "Go", "Close"], Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_stopped_undoes_what_it_did_and_closes(bool bySignal)
    {
        var run = new Stoppable(_world).Start(new Order(7), _time);
        await UntilAsync(() => _time.NextTimer is not null);
        if (bySignal)
            await run.SignalStopAsync(new Click(1), "stop");
        else
            await run.CancelAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
        Assert.Equal(["Reserve", "Free", "Close"], Names);
    }

    [Fact]
    public async Task A_failure_undoes_what_was_done_and_closes()
    {
        _world.Fails["Go"] = -1;
        var run = new Stoppable(_world).Start(new Order(7), _time);
        await run.SignalAskAsync(new Approval("Ada"), "a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion);
        Assert.Equal(["Reserve", "Free", "Close"], Names);
    }

    [Theory]
    [InlineData(false, "1 2 unchanged")]
    [InlineData(true, "1 2 9")]
    public async Task A_lock_is_held_through_a_retry_and_a_window_closes(bool changes, string expected)
    {
        var run = new Held(_world).Start(new Order(7), _time);
        if (changes)
            await run.SignalChangeAsync(new Click(9), "c");
        await UntilAsync(() => _time.NextTimer is not null);
        Assert.Equal(["First"], Names);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(expected, await run.Completion);
        Assert.Equal(["First", "First", "Second"], Names);
    }

    [Fact]
    public async Task Rounds_children_and_elements()
    {
        var rounds = new Forgets(_world).RunAsync(3, TestContext.Current.CancellationToken);
        Assert.Equal("1 1;2 none;3 none;", await rounds);

        var batches = new Batches(_world, _effects);
        Assert.Equal("1,2;11,12;", await batches.RunAsync(2, TestContext.Current.CancellationToken));
        _world.Fails["Pay"] = -1;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await batches.RunAsync(2, TestContext.Current.CancellationToken));
        Assert.Equal(["12 after Pay", "11 after Pay", "2 after Pay", "1 after Pay"], _effects.All.Where(e => e.Name == "cancel").Select(e => e.Key));

        Assert.Equal(1, await new Dropped().RunAsync([1, 2, 3], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_signal_that_comes_many_times()
    {
        // Its step awaits nothing: a line has been taken when its signal has been sent.
        var run = new Counting(_world).Start(new Order(1), _time);
        await run.SignalLinesAsync(new Click(1), "1");
        await run.SignalLinesAsync(new Click(2), "2");
        await run.SignalLinesAsync(new Click(2), "2");
        Assert.Equal(["Take", "Take"], Names);
        await run.SignalCloseAsync(new Approval("Ada"), "close");

        Assert.Equal("1 2", await run.Completion.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    /// <summary>What runs on other threads comes to rest by itself.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 2_000 && !condition(); i++)
        {
            await Task.Yield();
            if (i > 1_000)
                await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.True(condition());
    }
}
