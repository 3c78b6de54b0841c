using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Boards, each filled with clicks until somebody says that it is full.</summary>
[Workflow("boards")]
public sealed partial class Boards(World world)
{
    public partial ValueTask<string> RunAsync(int rounds, CancellationToken cancellationToken = default);

    [Step]
    private int Hang(int rounds, StepContext step) => step.Round;

    [Signal]
    private partial IAsyncEnumerable<Click> Pin([From(nameof(Hang))] int hang);

    [Signal]
    private partial Approval Full([From(nameof(Hang))] int hang);

    [Step]
    private async Task<string> Write([Each(CompleteOn = nameof(Full))] Click pin, StepContext step)
    {
        await world.DoAsync(step);
        return $"{pin.Number}";
    }

    private static bool MoreBoards([From(nameof(Hang))] int hang, int rounds) => hang < rounds;

    [Step, Loop(To = nameof(Hang), While = nameof(MoreBoards), Max = 10)]
    private string Read(IReadOnlyList<string> write, [Previous] string? read) => $"{read}{string.Join(",", write)};";

    [Step, Output]
    private string Tell([From(nameof(Read))] string read) => read;
}

/// <summary>Waits for a click as long as it is needed.</summary>
[Workflow("patient-child")]
public sealed partial class PatientChild
{
    public partial ValueTask<int> RunAsync(int number, CancellationToken cancellationToken = default);

    [Signal]
    private partial Click Answer(int number);

    [Step]
    private int Done(Click answer) => answer.Number;
}

/// <summary>One child after the other, until the region is called off.</summary>
[Workflow("one-by-one")]
[CancelOn(nameof(Off), nameof(Ask))]
public sealed partial class OneByOne
{
    public partial ValueTask<string> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken = default);

    [Signal]
    private partial Approval Off();

    [Child, Exclusive("phone")]
    private partial Task<int> Ask(PatientChild workflow, [Each] int number);

    [Step]
    private string Tell(IReadOnlyList<int>? ask) => ask is null ? "called off" : string.Join(",", ask);
}

/// <summary>Three times: a start, and then a click that counts only from then on.</summary>
[Workflow("starting-gun")]
public sealed partial class StartingGun
{
    public partial ValueTask<string> RunAsync(int rounds, CancellationToken cancellationToken = default);

    [Signal]
    private partial Approval Start(int rounds);

    [Signal(Buffered = false, Timeout = "1h")]
    private partial Click? Run(Approval start);

    private static bool MoreRuns([From(nameof(Note))] string note, int rounds) => note.Length < rounds;

    [Step, Loop(To = nameof(Start), While = nameof(MoreRuns), Max = 10)]
    private string Note(Click? run, [Previous, From(nameof(Note))] string? last) => $"{last}{(run is null ? "-" : $"{run.Number}")}";

    [Step, Output]
    private string Tell([From(nameof(Note))] string note) => note;
}

/// <summary>Two people are asked; whoever answers first decides.</summary>
[Workflow("two-asked")]
public sealed partial class TwoAsked
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [HumanTask(Title = "Agree")]
    private partial Approval Agree(Order order);

    [HumanTask(Title = "Object", Timeout = "2d")]
    private partial Click? Object(Order order);

    [Step, Pure]
    private static string Yes(Approval agree) => $"agreed by {agree.By}";

    [Step, Pure]
    private static string No(Click? @object) => @object is null ? "nobody objects" : "objected to";

    [Step]
    private string Tell([FirstOf(nameof(Yes), nameof(No))] string answer) => answer;
}

/// <summary>What happened while nobody was at work happened in an order, and counts in it.</summary>
public sealed class StandingTests : ScenarioTest
{
    [Fact]
    public Task A_signal_that_ends_elements_is_waited_for_in_every_round() => EverywhereAsync(() => Create<Boards>(), async test =>
    {
        await test.Client<BoardsClient>().StartAsync(Id, 2);
        await test.Client<BoardsClient>().SignalPinAsync(Id, new Click(1), "1");
        test.Crash();
        await test.Client<BoardsClient>().SignalPinAsync(Id, new Click(2), "2");
        await test.RunUntilIdleAsync();
        await test.Client<BoardsClient>().SignalFullAsync(Id, new Approval("Ada"), "1");
        await test.RunUntilIdleAsync();
        Assert.Equal(["Pin", "Full"], test.WaitsFor(Id));
        await test.Client<BoardsClient>().SignalPinAsync(Id, new Click(3), "3");
        await test.RunUntilIdleAsync();
        await test.Client<BoardsClient>().SignalFullAsync(Id, new Approval("Ada"), "2");
        await test.RunUntilIdleAsync();

        Assert.Equal("1,2;3;", (await test.Client<BoardsClient>().GetAsync(Id))!.Result);
    });

    [Fact]
    public Task Children_in_a_lock_come_one_after_the_other() => EverywhereAsync(() => Create<OneByOne>(), async test =>
    {
        await test.Client<OneByOneClient>().StartAsync(Id, [1, 2, 3]);
        for (var n = 0; n < 3; n++)
        {
            await test.RunUntilIdleAsync();
            Assert.Equal(n + 2, test.Runs.Count);
            await test.Client<PatientChildClient>().SignalAnswerAsync($"{Id}.Ask-{n}", new Click(n), "1");
        }
        await test.RunUntilIdleAsync();

        Assert.Equal("0,1,2", (await test.Client<OneByOneClient>().GetAsync(Id))!.Result);
    });

    [Fact]
    public Task Children_of_a_region_that_is_called_off_end() => EverywhereAsync(() => Create<OneByOne>(), async test =>
    {
        await test.Client<OneByOneClient>().StartAsync(Id, [1, 2]);
        await test.RunUntilIdleAsync();
        await test.Client<OneByOneClient>().SignalOffAsync(Id, new Approval("Ada"), "1");
        await test.Client<OneByOneClient>().SignalOffAsync(Id, new Approval("Ada"), "2");
        await test.RunUntilIdleAsync();

        Assert.Equal("called off", (await test.Client<OneByOneClient>().GetAsync(Id))!.Result);
        Assert.Equal([RunStatus.Completed, RunStatus.Cancelled], test.Runs.Select(r => r.Status));
    });

    [Fact]
    public Task What_is_not_kept_is_lost_before_the_wait_and_after_it_in_the_same_moment() => EverywhereAsync(() => Create<StartingGun>(), async test =>
    {
        var clients = test.Client<StartingGunClient>;
        await clients().StartAsync(Id, 3);
        await test.RunUntilIdleAsync();
        await clients().SignalRunAsync(Id, new Click(8), "1"); // too early
        await test.RunUntilIdleAsync();
        await clients().SignalStartAsync(Id, new Approval("Ada"), "1");
        await test.RunUntilIdleAsync();
        await clients().SignalRunAsync(Id, new Click(1), "2");
        await test.RunUntilIdleAsync();
        await clients().SignalRunAsync(Id, new Click(9), "3"); // too late
        await test.RunUntilIdleAsync();
        await clients().SignalStartAsync(Id, new Approval("Ada"), "2");
        await test.RunUntilIdleAsync();
        await test.AdvanceAsync(TimeSpan.FromHours(1));
        await clients().SignalRunAsync(Id, new Click(7), "4");
        await clients().SignalStartAsync(Id, new Approval("Ada"), "3");
        await test.RunUntilIdleAsync();
        await clients().SignalRunAsync(Id, new Click(3), "5");
        await test.RunUntilIdleAsync();

        Assert.Equal("1-3", (await clients().GetAsync(Id))!.Result);
    });

    [Theory]
    [InlineData(true, "agreed by Ada")]
    [InlineData(false, "objected to")]
    public Task Two_answers_in_the_same_moment_and_the_first_decides(bool agrees, string expected) => EverywhereAsync(() => Create<TwoAsked>(), async test =>
    {
        await test.Client<TwoAskedClient>().StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        if (agrees)
            await test.Client<TwoAskedClient>().SignalAgreeAsync(Id, new Approval("Ada"), "1");
        await test.Client<TwoAskedClient>().SignalObjectAsync(Id, new Click(1), "1");
        if (!agrees)
            await test.Client<TwoAskedClient>().SignalAgreeAsync(Id, new Approval("Ada"), "1");
        await test.RunUntilIdleAsync();

        Assert.Equal(expected, (await test.Client<TwoAskedClient>().GetAsync(Id))!.Result);
        await foreach (var task in test.Administration.ListHumanTasksAsync())
            Assert.Fail($"{task.Task.Title} is still open");
    });

    [Fact]
    public async Task An_answer_after_the_other_time_was_up_is_too_late_though_nobody_was_at_work()
    {
        await using var test = Create<TwoAsked>();
        await test.Client<TwoAskedClient>().StartAsync(Id, new Order(1));
        await test.RunUntilIdleAsync();
        test.Time.Advance(TimeSpan.FromDays(3));
        test.Crash();
        test.Time.Advance(TimeSpan.FromDays(1));
        await test.Client<TwoAskedClient>().SignalAgreeAsync(Id, new Approval("Ada"), "1");
        await test.RunUntilIdleAsync();

        Assert.Equal("nobody objects", (await test.Client<TwoAskedClient>().GetAsync(Id))!.Result);
    }
}
