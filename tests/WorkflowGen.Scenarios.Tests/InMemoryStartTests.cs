using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>A step that goes silent in its first attempt, and goes on in its second where it had been.</summary>
[Workflow("pulse")]
public sealed partial class Pulse(VirtualTimeProvider time)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Begin();

    [Step, Heartbeat("10s"), Retry(2, "1m"), Idempotency(Idempotency.Safe)]
    private async Task<string> Copy(Order order, Click begin, StepContext step, CancellationToken cancellationToken)
    {
        int from = step.LastHeartbeat<int>();
        for (int page = from; page < order.Amount; page++)
        {
            step.Heartbeat(page + 1);
            if (page == 1 && step.Attempt == 1)
                await time.NeverAsync(cancellationToken);
            await time.WaitAsync(TimeSpan.FromSeconds(8), cancellationToken);
        }
        return $"from {from} at attempt {step.Attempt}";
    }
}

[Workflow("leg")]
public sealed partial class Leg(World world)
{
    public partial ValueTask<string> RunAsync(int leg, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Release))]
    private async Task<Flight> Book([From("leg")] int leg, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(leg);
    }

    private Task Release(Flight book, StepContext step) => world.DoAsync(step);

    [Delay("1h")]
    private partial Task Wait(Flight book);

    [Step, After(nameof(Wait)), Output]
    private async Task<string> Arrive(Flight book, StepContext step)
    {
        await world.DoAsync(step);
        return $"leg {book.Number}";
    }
}

/// <summary>A child for each leg, and somebody who may put an end to it.</summary>
[Workflow("tour")]
[CancelOn(nameof(Stop))]
public sealed partial class Tour(World world, Leg leg)
{
    // In memory the child is this one: it takes something in its constructor, and there is no container.
    private readonly Leg _leg = leg;

    public partial ValueTask<string> RunAsync(IReadOnlyList<int> legs, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Stop();

    [Step, CompensateWith(nameof(Cancel))]
    private async Task<Hotel> Reserve([From("legs")] IReadOnlyList<int> legs, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(legs.Count);
    }

    private Task Cancel(Hotel reserve, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Reserve)), Retry(2, "1m")]
    private partial Task<string> Fly(Leg workflow, [From("legs"), Each(MaxParallel = 2)] int leg);

    [Signal]
    private partial Click Home();

    [Step, Output]
    private async Task<string> Tell([From(nameof(Fly))] IReadOnlyList<string> flown, Click home, StepContext step)
    {
        await world.DoAsync(step);
        return string.Join(", ", flown);
    }
}

/// <summary>One press for everybody.</summary>
[Workflow("print")]
public sealed partial class Print(World world, VirtualTimeProvider time)
{
    public partial ValueTask<int> RunAsync(int minutes, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Begin();

    [Step, Limit("in-memory press", Concurrency = 1), Retry(2, "1h"), Idempotency(Idempotency.Safe)]
    private async Task<int> Press([From("minutes")] int minutes, Click begin, StepContext step, CancellationToken cancellationToken)
    {
        await world.DoAsync(step);
        await time.WaitAsync(TimeSpan.FromMinutes(minutes), cancellationToken);
        return minutes;
    }

    [Step, After(nameof(Press)), Limit("in-memory post", PerSecond = 1)]
    private async Task<int> Post([From(nameof(Press))] int pressed, StepContext step)
    {
        await world.DoAsync(step);
        return pressed;
    }
}

/// <summary>Three that can be undone, and a fourth that makes it necessary.</summary>
[Workflow("ladder")]
public sealed partial class Ladder(World world)
{
    public partial ValueTask<int> RunAsync(int height, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(DownA))]
    private async Task<int> UpA([From("height")] int height, StepContext step)
    {
        await world.DoAsync(step);
        return height;
    }

    private Task DownA(StepContext step) => world.DoAsync(step);

    [Step, After(nameof(UpA)), CompensateWith(nameof(DownB))]
    private async Task<int> UpB([From("height")] int height, StepContext step)
    {
        await world.DoAsync(step);
        return height;
    }

    private Task DownB(StepContext step) => world.DoAsync(step);

    [Step, After(nameof(UpB)), CompensateWith(nameof(DownC))]
    private async Task<int> UpC([From("height")] int height, StepContext step)
    {
        await world.DoAsync(step);
        return height;
    }

    private Task DownC(StepContext step) => world.DoAsync(step);

    [Step, After(nameof(UpC)), Output]
    private async Task<int> Jump([From("height")] int height, StepContext step)
    {
        await world.DoAsync(step);
        return height;
    }

    [Step, Finally]
    private Task Rest(StepContext step) => world.DoAsync(step);
}

/// <summary>What runs in memory have to show that wait for signs of life, for children, for each other, and that cannot undo everything.</summary>
public sealed class InMemoryStartTests
{
    private readonly VirtualTimeProvider _time = new();
    private readonly Effects _effects = new();
    private readonly World _world;

    public InMemoryStartTests() => _world = new World(_effects);

    private IEnumerable<string> Names => _effects.All.Select(e => e.Name);

    [Fact]
    public async Task An_attempt_that_goes_silent_fails_and_the_next_goes_on_where_it_was()
    {
        var run = new Pulse(_time).Start(new Order(4), _time);
        await run.SignalBeginAsync(new Click(1), "go");

        await SkipToEndAsync(run.Completion);

        Assert.Equal("from 2 at attempt 2", await run.Completion);
        // One page, ten seconds of silence, a minute until the second attempt, and the two pages that are left.
        Assert.Equal(TimeSpan.FromSeconds(8 + 10 + 60 + 16), _time.GetUtcNow() - _time.Start);
    }

    [Fact]
    public async Task A_child_for_each_two_at_a_time()
    {
        var run = new Tour(_world, new Leg(_world)).Start([1, 2, 3], _time);
        await run.SignalHomeAsync(new Click(1), "home");

        await SkipToEndAsync(run.Completion);

        Assert.Equal("leg 1, leg 2, leg 3", await run.Completion);
        Assert.Equal(TimeSpan.FromHours(2), _time.GetUtcNow() - _time.Start);
    }

    [Fact]
    public async Task A_child_that_fails_is_undone_and_followed_by_another()
    {
        var run = new Tour(_world, new Leg(_world)).Start([1], _time);
        await run.SignalHomeAsync(new Click(1), "home");
        _world.Fails["Arrive"] = -1;
        await UntilAsync(() => _effects.Of("Book") == 1 && _time.NextTimer is not null);
        _time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => _effects.Of("Release") == 1 && _time.NextTimer is not null);
        _world.Fails.Clear();

        await SkipToEndAsync(run.Completion);

        Assert.Equal("leg 1", await run.Completion);
        Assert.Equal(["Reserve", "Book", "Release", "Book", "Arrive", "Tell"], Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Children_under_way_are_stopped_and_undone_before_what_their_parent_did(bool bySignal)
    {
        var run = new Tour(_world, new Leg(_world)).Start([1, 2, 3], _time);
        await UntilAsync(() => _effects.Of("Book") == 2 && _time.NextTimer is not null);
        if (bySignal)
            await run.SignalStopAsync(new Click(1), "stop");
        else
            await run.CancelAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        Assert.Equal(["Reserve", "Book", "Book", "Release", "Release", "Cancel"], Names);
        Assert.Null(_time.NextTimer);
    }

    [Fact]
    public async Task Children_that_completed_are_undone_when_their_parent_fails()
    {
        _world.Fails["Tell"] = -1;
        var run = new Tour(_world, new Leg(_world)).Start([1, 2], _time);
        await run.SignalHomeAsync(new Click(1), "home");

        await SkipToEndAsync(run.Completion);

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion);
        Assert.Equal(["Release", "Release", "Cancel"], Names.TakeLast(3));
    }

    [Fact]
    public async Task Runs_stand_in_line_for_what_only_one_may_use()
    {
        Task<int>[] ends = [.. await Task.WhenAll(Enumerable.Range(1, 3).Select(BeginAsync))];
        await UntilAsync(() => _effects.Of("Press") == 1);
        await SkipToEndAsync(Task.WhenAll(ends));

        Assert.Equal([1, 2, 3], (await Task.WhenAll(ends)).Order());
        Assert.Equal(TimeSpan.FromMinutes(1 + 2 + 3), _time.GetUtcNow() - _time.Start);

        async Task<Task<int>> BeginAsync(int minutes)
        {
            var run = new Print(_world, _time).Start(minutes, _time);
            await run.SignalBeginAsync(new Click(1), "go");
            return run.Completion;
        }
    }

    [Fact]
    public async Task Who_is_cancelled_in_line_lets_the_next_one_in()
    {
        var runs = Enumerable.Range(0, 3).Select(_ => new Print(_world, _time).Start(5, _time)).ToArray();
        foreach (var run in runs)
        {
            await run.SignalBeginAsync(new Click(1), "go");
            await UntilAsync(() => _effects.Of("Press") == 1);
        }
        await runs[1].CancelAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs[1].Completion.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        // Who is at it is cancelled, too.
        await runs[0].CancelAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _effects.Of("Press") == 2);

        await SkipToEndAsync(runs[2].Completion);

        Assert.Equal(5, await runs[2].Completion);
    }

    [Fact]
    public async Task A_failed_attempt_does_not_stand_in_the_way_while_it_waits()
    {
        _world.Fails["Press"] = 1;
        var first = new Print(_world, _time).Start(1, _time);
        await first.SignalBeginAsync(new Click(1), "go");
        await UntilAsync(() => _time.NextTimer is not null);
        _world.Fails.Clear();
        var second = new Print(_world, _time).Start(2, _time);
        await second.SignalBeginAsync(new Click(1), "go");

        await SkipToEndAsync(second.Completion);
        Assert.Equal(TimeSpan.FromMinutes(2), _time.GetUtcNow() - _time.Start);
        await SkipToEndAsync(first.Completion);

        Assert.Equal(1, await first.Completion);
        Assert.Equal(TimeSpan.FromMinutes(61), _time.GetUtcNow() - _time.Start);
    }

    [Fact]
    public async Task No_second_sees_more_starts_than_there_may_be()
    {
        var runs = Enumerable.Range(0, 4).Select(_ => new Print(_world, _time).Start(0, _time)).ToArray();
        foreach (var run in runs)
            await run.SignalBeginAsync(new Click(1), "go");

        await SkipToEndAsync(Task.WhenAll(runs.Select(r => r.Completion)));

        Assert.Equal(4, _effects.Of("Post"));
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.1));
    }

    [Fact]
    public async Task What_finished_before_a_compensation_that_fails_is_undone_all_the_same()
    {
        _world.Fails["Jump"] = -1;
        _world.Fails["DownB"] = -1;
        var end = new Ladder(_world).RunAsync(3, TestContext.Current.CancellationToken).AsTask();

        var e = await Assert.ThrowsAsync<AggregateException>(() => end.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        Assert.Equal(["Jump fails", "DownB fails"], e.InnerExceptions.Select(i => i.Message));
        Assert.Equal(["UpA", "UpB", "UpC", "DownC", "DownA", "Rest"], Names);
    }

    [Fact]
    public async Task All_of_them_are_told_that_fail()
    {
        foreach (var step in (string[])["Jump", "DownA", "DownB", "DownC", "Rest"])
            _world.Fails[step] = -1;

        var e = await Assert.ThrowsAsync<AggregateException>(() => new Ladder(_world).RunAsync(3, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(["Jump fails", "DownC fails", "DownB fails", "DownA fails", "Rest fails"], e.InnerExceptions.Select(i => i.Message));
    }

    /// <summary>Moves the clock from timer to timer.</summary>
    private async Task SkipToEndAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            await UntilAsync(() => end.IsCompleted || _time.NextTimer is not null);
            // What the timer before has set going comes to rest first.
            for (var i = 0; i < 200 && !end.IsCompleted; i++)
                await Task.Yield();
            await Task.Delay(1, TestContext.Current.CancellationToken);
            if (!end.IsCompleted && _time.NextTimer is { } next)
                _time.AdvanceTo(next);
        }
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
