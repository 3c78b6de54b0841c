using System.Globalization;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Seven steps whose edges cross: each joins once.</summary>
[Workflow("braid")]
public sealed partial class Braid(World world)
{
    public partial ValueTask<string> RunAsync(int start, CancellationToken cancellationToken = default);

    [Step] private Task<A> First(int start, StepContext step) => DoAsync(step, new A(start));

    [Step] private Task<B> Second([From("start")] int start, StepContext step) => DoAsync(step, new B(start));

    [Step] private Task<C> Third(A a, B b, StepContext step) => DoAsync(step, new C(a.N + b.N));

    [Step] private Task<D> Fourth(A a, C c, StepContext step) => DoAsync(step, new D(a.N + c.N));

    [Step] private Task<E> Fifth(B b, C c, StepContext step) => DoAsync(step, new E(b.N + c.N));

    [Step] private Task<F> Sixth(D d, E e, A a, StepContext step) => DoAsync(step, new F(d.N + e.N + a.N));

    [Step] private Task<string> Seventh(F f, C c, B b, StepContext step) => DoAsync(step, (f.N + c.N + b.N).ToString(CultureInfo.InvariantCulture));

    private async Task<T> DoAsync<T>(StepContext step, T result)
    {
        await world.DoAsync(step);
        return result;
    }

    public sealed record A(int N);

    public sealed record B(int N);

    public sealed record C(int N);

    public sealed record D(int N);

    public sealed record E(int N);

    public sealed record F(int N);
}

[Workflow("siblings", FailFast = false)]
public sealed partial class Siblings(World world)
{
    public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task Bad(Order order, StepContext step) => world.DoAsync(step);

    [Step, Delay("1h")]
    private async Task<Flight> Good(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(1);
    }

    [Step] private Task Better(Flight good, StepContext step) => world.DoAsync(step);

    [Step, After(nameof(Bad))] private Task Never(Order order, StepContext step) => world.DoAsync(step);
}

[Workflow("exits")]
public sealed partial class Exits(World world)
{
    public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] private Task Work(Order order, StepContext step) => world.DoAsync(step);

    [Step, Finally] private Task Alarm(StepFailure failure, StepContext step) => world.DoAsync(step);

    [Step, Finally] private Task Close(StepFailure? failure, StepContext step) => world.DoAsync(step);
}

[Workflow("empty")]
public sealed partial class Empty(World world)
{
    public partial ValueTask<int> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> Book([Each] int number, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(number);
    }

    [Step]
    private async Task<int> Count(IReadOnlyList<Flight> flights, StepContext step)
    {
        await world.DoAsync(step);
        return flights.Count;
    }
}

/// <summary>What a step draws, and what it draws after a crash.</summary>
[Workflow("draws")]
public sealed partial class Draws(World world, Effects effects)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Flight> Before(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Flight(1);
    }

    [Step]
    private async Task<string> Draw(Flight before, StepContext step)
    {
        await world.DoAsync(step);
        var drawn = string.Create(CultureInfo.InvariantCulture, $"{step.IdempotencyKey} {step.UtcNow:O} {step.Random.Next()} {step.NewGuid()} {step.NewGuid()}");
        effects.Count("drawn", drawn);
        return drawn;
    }
}

/// <summary>Takes longer than it may, and does not listen.</summary>
[Workflow("deaf")]
public sealed partial class Deaf(World world, TimeProvider time, Effects effects)
{
    public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Timeout("1m")]
    [AllowNondeterminism("waits on the clock of the test")]
    private async Task<Flight> Work(Order order, CancellationToken cancellationToken)
    {
        effects.Count("begun");
        await Task.Delay(TimeSpan.FromMinutes(5), time, CancellationToken.None);
        effects.Count("ended");
        return new Flight(1);
    }

    [Step] private Task Use(Flight work, StepContext step) => world.DoAsync(step);
}

public sealed class GraphTests : ScenarioTest
{
    [Fact]
    public Task A_braid_of_seven_steps_joins_once_each() => EverywhereAsync(() => Create<Braid>(), async test =>
    {
        var client = test.Client<BraidClient>();
        await client.StartAsync(Id, 1);
        await test.RunUntilIdleAsync();

        Assert.Equal("10", (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Fifth", "First", "Fourth", "Second", "Seventh", "Sixth", "Third"], Names(test).Order());
        Assert.Equal(7, test.Journal(Id).Count(e => e.Kind == RunEventKind.Completed));
    });

    [Fact]
    public Task Siblings_finish_though_one_has_failed() => EverywhereAsync(() => Create<Siblings>(("Bad", -1)), async test =>
    {
        await test.Client<SiblingsClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Equal(["Good", "Better"], Names(test));
    });

    [Theory]
    [InlineData(true, "Alarm, Close")]
    [InlineData(false, "Close, Work")]
    public Task An_exit_handler_on_failure_only(bool fails, string done) => EverywhereAsync(() => fails ? Create<Exits>(("Work", -1)) : Create<Exits>(), async test =>
    {
        await test.Client<ExitsClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();

        Assert.Equal(fails ? RunStatus.Failed : RunStatus.Completed, test.Run(Id).Status);
        Assert.Equal(done, string.Join(", ", Names(test).Order()));
    });

    [Fact]
    public Task What_follows_a_foreach_over_an_empty_list_still_runs() => EverywhereAsync(() => Create<Empty>(), async test =>
    {
        var client = test.Client<EmptyClient>();
        await client.StartAsync(Id, []);
        await test.RunUntilIdleAsync();

        Assert.Equal(0, (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Count"], Names(test));
    });

    [Fact]
    public Task A_step_that_is_run_again_after_a_crash_draws_the_same() => EverywhereAsync(() => Create<Draws>(), async test =>
    {
        var client = test.Client<DrawsClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();

        Assert.Equal((await client.GetAsync(Id))!.Result, Assert.Single(test.Effects.All.Where(e => e.Name == "drawn").Select(e => e.Key).Distinct()));
    });

    [Fact]
    public async Task A_step_that_times_out_and_does_not_listen_has_failed_and_its_late_result_is_dropped()
    {
        await using var test = Create<Deaf>();
        await test.Client<DeafClient>().StartAsync(Id, new Order(1));
        await test.RunToEndAsync();
        await test.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(RunStatus.Failed, test.Run(Id).Status);
        Assert.Contains("timeout of 1m", test.Run(Id).Reason, StringComparison.Ordinal);
        Assert.Equal((1, 1), (test.Effects.Of("begun"), test.Effects.Of("ended")));
        Assert.DoesNotContain("Use", Names(test));
    }

    [Fact]
    public async Task A_second_recovery_changes_nothing()
    {
        await using var test = Create<Braid>();
        var client = test.Client<BraidClient>();
        await client.StartAsync(Id, 1);
        await test.RunUntilIdleAsync();
        var (journal, effects, head) = (test.Journal(Id).Count, test.Effects.All.Count, test.Run(Id));
        for (var i = 0; i < 2; i++)
        {
            test.Crash();
            await test.RunUntilIdleAsync();
        }

        Assert.Equal((journal, effects, head), (test.Journal(Id).Count, test.Effects.All.Count, test.Run(Id)));
    }

    [Fact]
    public async Task A_run_that_kills_its_worker_every_time_does_not_stop_others()
    {
        WorkflowTest? test = null;
        await using var created = test = Create<Poison>().AddWorkflow<Braid>();
        test.Replace(Poison.Steps.Work, async (order, step) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), test.Time, step.CancellationToken);
            test.Crash();
            await test.Time.NeverAsync(step.CancellationToken);
        });
        await test.Client<PoisonClient>().StartAsync("poison", new Order(1));
        await test.Client<BraidClient>().StartAsync(Id, 1);
        for (var i = 0; i < 30 && test.Run("poison").Status != RunStatus.Parked; i++)
            await test.RunUntilIdleAsync();
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Parked, test.Run("poison").Status);
        Assert.Equal(RunStatus.Completed, test.Run(Id).Status);
    }
}

public sealed class PoisonTests : ScenarioTest
{
    [Fact]
    public async Task Runs_that_are_merely_beside_it_are_told_apart_from_it()
    {
        WorkflowTest? test = null;
        await using var created = test = Create<Poison>().AddWorkflow<Bystander>();
        var taken = 0;
        test.Replace(Poison.Steps.Work, async (order, step) =>
        {
            Interlocked.Increment(ref taken);
            await test.Time.WaitAsync(TimeSpan.FromSeconds(1), step.CancellationToken);
            test.Crash();
            await test.Time.NeverAsync(step.CancellationToken);
        });
        // They have committed nothing by the time at which it strikes.
        test.Replace(new WorkflowReference<Bystander>(), Bystander.Steps.Work, async (order, step) =>
            await test.Time.WaitAsync(TimeSpan.FromSeconds(2), step.CancellationToken));
        string[] beside = ["a", "b", "c", "d", "z"];
        foreach (var id in beside)
        {
            await test.Client<BystanderClient>().StartAsync(id, new Order(1));
            if (id == "c")
                await test.Client<PoisonClient>().StartAsync("poison", new Order(1));
        }

        for (var i = 0; i < 40 && test.Run("poison").Status != RunStatus.Parked; i++)
            await test.RunUntilIdleAsync();
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Parked, test.Run("poison").Status);
        Assert.Equal(10, taken);
        Assert.All(beside, id => Assert.Equal(RunStatus.Completed, test.Run(id).Status));
    }
}

[Workflow("bystander")]
public sealed partial class Bystander
{
    public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] internal Task Work(Order order, StepContext step) => Task.CompletedTask;
}

[Workflow("poison")]
public sealed partial class Poison
{
    public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step] internal Task Work(Order order, StepContext step) => Task.CompletedTask;
}
