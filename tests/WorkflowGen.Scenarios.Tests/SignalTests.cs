using System.Globalization;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>A signal per round of a loop.</summary>
[Workflow("clicks")]
public sealed partial class Clicks(World world)
{
    public partial ValueTask<string> RunAsync(int count, CancellationToken cancellationToken = default);

    [Step]
    private async Task<Approval> Begin(int count, StepContext step)
    {
        await world.DoAsync(step);
        return new Approval("begun");
    }

    [Signal]
    private partial Click Next(Approval begin);

    [Step, Loop(To = nameof(Next), While = nameof(HasMore), Max = 1000), Output]
    private string Note(Click next, [Previous] string? last) => last + next.Number.ToString(CultureInfo.InvariantCulture) + ";";

    private static bool HasMore(string note, int count) => note.Count(c => c == ';') < count;
}

/// <summary>Two signals and a time: the first counts.</summary>
[Workflow("race")]
[CancelOn(nameof(Stopped))]
public sealed partial class Race(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Stopped();

    [Signal(Timeout = "1h")]
    private partial Approval? Left(Order order);

    [Signal]
    private partial Approval Right(Order order);

    [Step]
    private async Task<string> Go([FirstOf(nameof(Left), nameof(Right))] Approval? first, StepContext step)
    {
        await world.DoAsync(step);
        return first?.By ?? "nobody";
    }
}

public abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Yes(string By) : Answer;

    public sealed record No(string Why) : Answer;
}

/// <summary>A person says yes or no.</summary>
[Workflow("question")]
public sealed partial class Question(World world)
{
    public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

    [HumanTask(Title = "Shall we?")]
    private partial Answer Ask(Order order);

    [Step]
    private Task DoIt(Answer.Yes yes, StepContext step) => world.DoAsync(step);

    [Step]
    private Task LeaveIt(Answer.No no, StepContext step) => world.DoAsync(step);
}

/// <summary>A step that takes long, while signals come that have nothing to do with it.</summary>
[Workflow("busy")]
public sealed partial class Busy(World world, TimeProvider time)
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    [AllowNondeterminism("waits on the clock of the test")]
    private async Task<Flight> Work(Order order, StepContext step, CancellationToken cancellationToken)
    {
        world.Do(step);
        await Task.Delay(TimeSpan.FromMinutes(10), time, cancellationToken);
        return new Flight(1);
    }

    [Signal]
    private partial Click Unrelated(Order order);

    [Step]
    private Receipt Done(Flight flight, Click click) => new($"{flight.Number} {click.Number}");
}

public sealed class SignalTests : ScenarioTest
{
    [Fact]
    public Task Five_signals_before_the_wait_begins_arrive_in_order() => EverywhereAsync(() => Create<Clicks>(), async test =>
    {
        var client = test.Client<ClicksClient>();
        await client.StartAsync(Id, 5);
        for (var i = 1; i <= 5; i++)
            await client.SignalNextAsync(Id, new Click(i), $"click-{i}");
        await test.RunUntilIdleAsync();

        Assert.Equal("1;2;3;4;5;", (await client.GetAsync(Id))!.Result);
    });

    [Fact]
    public async Task Two_hundred_signals_in_quick_succession_leave_none_stuck()
    {
        await using var test = Create<Clicks>();
        var client = test.Client<ClicksClient>();
        await client.StartAsync(Id, 200);
        var sent = Task.Run(async () =>
        {
            for (var i = 1; i <= 200; i++)
            {
                Assert.True(await client.SignalNextAsync(Id, new Click(i), $"click-{i}"));
                Assert.True(await client.SignalNextAsync(Id, new Click(-i), $"click-{i}")); // a repeat
            }
        }, TestContext.Current.CancellationToken);
        while (!sent.IsCompleted)
            await test.RunUntilIdleAsync();
        await sent;
        await test.RunUntilIdleAsync();

        Assert.Equal(string.Concat(Enumerable.Range(1, 200).Select(i => $"{i};")), (await client.GetAsync(Id))!.Result);
    }

    [Theory]
    [InlineData("left")]
    [InlineData("right")]
    [InlineData("timeout")]
    [InlineData("cancel")]
    public Task Of_a_signal_a_timeout_and_a_cancellation_each_wins_once(string winner) => EverywhereAsync(() => Create<Race>(), async test =>
    {
        var client = test.Client<RaceClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        switch (winner)
        {
            case "left":
                await client.SignalLeftAsync(Id, new Approval("left"), "l");
                break;
            case "right":
                await client.SignalRightAsync(Id, new Approval("right"), "r");
                break;
            case "cancel":
                await client.SignalStoppedAsync(Id, new Click(1), "s");
                break;
        }
        await test.RunToEndAsync();

        // The loser comes too late, and has no effect.
        Assert.False(await client.SignalLeftAsync(Id, new Approval("late"), "late"));
        Assert.False(await client.SignalRightAsync(Id, new Approval("late"), "late"));
        await test.RunToEndAsync();
        if (winner == "cancel")
        {
            Assert.Equal(RunStatus.Cancelled, test.Run(Id).Status);
            Assert.Empty(Names(test));
            return;
        }
        Assert.Equal(winner == "timeout" ? "nobody" : winner, (await client.GetAsync(Id))!.Result);
        Assert.Equal(["Go"], Names(test));
    });

    [Theory]
    [InlineData(true, "DoIt")]
    [InlineData(false, "LeaveIt")]
    public Task A_human_task_with_two_answers_takes_one_branch_and_leaves_none_open(bool yes, string taken) => EverywhereAsync(() => Create<Question>(), async test =>
    {
        var client = test.Client<QuestionClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        Assert.Equal(["Ask"], test.WaitsFor(Id));
        await client.SignalAskAsync(Id, yes ? new Answer.Yes("Ada") : new Answer.No("too late"), "answer");
        await test.RunUntilIdleAsync();

        Assert.Equal(RunStatus.Completed, test.Run(Id).Status);
        Assert.Equal([taken], Names(test));
        Assert.Empty(test.WaitsFor(Id));
    });

    [Fact]
    public async Task A_signal_that_has_nothing_to_do_with_it_does_not_start_a_running_step_again()
    {
        await using var test = Create<Busy>();
        test.SkipsWaits = false;
        var client = test.Client<BusyClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        await client.SignalUnrelatedAsync(Id, new Click(5), "u");
        await test.RunUntilIdleAsync();
        await test.AdvanceAsync(TimeSpan.FromMinutes(11));

        Assert.Equal(new Receipt("1 5"), (await client.GetAsync(Id))!.Result);
        Assert.Equal(1, test.Effects.Of("Work"));
    }

    [Fact]
    public Task A_parent_goes_on_after_its_child_though_its_worker_was_down_when_that_ended() => EverywhereAsync(() => Create<Boss>(), async test =>
    {
        var client = test.Client<BossClient>();
        await client.StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        test.Crash();
        await test.Client<PatientClient>().SignalApproveAsync(test.Runs.Single(r => r.RunId != Id).RunId, new Approval("Ada"), "a");
        test.Crash();
        await test.RunUntilIdleAsync();

        Assert.Equal(new Receipt("Ada"), (await client.GetAsync(Id))!.Result);
    });
}

[Workflow("boss")]
public sealed partial class Boss
{
    public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<Receipt> Delegate(Patient workflow, Order order);
}
