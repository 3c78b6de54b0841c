using WorkflowGen;

namespace Comprehensive;

public sealed record Invitation(string Guest, int Seats);

public sealed record Answer(bool Comes);

public sealed record MenuChoice(string Dish);

public sealed record Closed;

public sealed record Served(string Dish);

/// <summary>
/// Waiting: for people, for signals, for time, for other workflows. Nothing of it occupies a thread, and all of it survives the process.
/// </summary>
[Workflow("waiting")]
[CancelOn(nameof(CalledOff))] // whenever this signal comes, the run is cancelled
public sealed partial class Waiting(Office office)
{
    public partial ValueTask<string> RunAsync(Invitation invitation, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed CalledOff();

    // A person answers. After three days without an answer the value is null.
    [HumanTask(Title = "Will you come?", Timeout = "3d")]
    private partial Answer? Reply(Invitation invitation);

    private static bool Comes(Answer? reply) => reply is { Comes: true };

    // A fixed time, and one that is computed.
    [Delay("200ms"), When(nameof(Comes))]
    private partial Task LetItSettle(Invitation invitation);

    // As many as there are guests: each is an element that is added while Cook is running, until Kitchen says that it is closed.
    [Signal, After(nameof(LetItSettle))]
    private partial IAsyncEnumerable<MenuChoice> Order(Invitation invitation);

    [Signal]
    private partial Closed KitchenCloses();

    [Step, When(nameof(Comes))]
    private async Task<Served> Cook([Each(CompleteOn = nameof(KitchenCloses), Rest = Rest.Ignore)] MenuChoice choice, StepContext step)
    {
        await office.TakeAMomentAsync(step);
        return new Served(choice.Dish);
    }

    // Another workflow as a step: a run of its own.
    [Child, When(nameof(Comes))]
    private partial Task<string> WashUp(Repeating workflow, [From(nameof(Plates))] int pages);

    [Step]
    private int Plates(IReadOnlyList<Served> served) => served.Count;

    [Step, Output]
    private string Thank(IReadOnlyList<Served>? served, [From(nameof(WashUp))] string? washed) =>
        served is null ? "nobody came" : $"{string.Join(" and ", served.Select(s => s.Dish))} served; washed up: {washed}";
}
