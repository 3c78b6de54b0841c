using WorkflowGen;

namespace Comprehensive;

public sealed record Invitation(string Guest, int Seats);

public sealed record Answer(bool Comes);

public sealed record MenuChoice(string Dish);

public sealed record Closed;

public sealed record Served(string Dish);

public sealed record Music(string Band);

public sealed record Toast(string Text);

public sealed record Washed(int Plates);

/// <summary>
/// Waiting: for people, for signals, for time, for other workflows. Nothing of it occupies a thread, and all of it survives the process.
/// </summary>
[Workflow("waiting")]
[CancelOn(nameof(CalledOff))] // whenever this signal comes, the run is cancelled
[CancelOn(nameof(NeighboursComplain), nameof(PlayMusic))] // this one cancels a step, and the run goes on without it
public sealed partial class Waiting(Office office)
{
    public partial ValueTask<string> RunAsync(Invitation invitation, CancellationToken cancellationToken = default);

    [Signal]
    private partial Closed CalledOff();

    [Signal]
    private partial Closed NeighboursComplain();

    // A person answers. After three days without an answer the value is null.
    [HumanTask(Title = "Will you come?", Timeout = "3d")]
    private partial Answer? Reply(Invitation invitation);

    private static bool Comes(Answer? reply) => reply is { Comes: true };

    // A fixed time, and one that is computed. Neither is ever shorter, and a crash in between does not make it longer.
    [Delay("20ms"), When(nameof(Comes))]
    private partial Task LaySlowly(Invitation invitation);

    [Delay, After(nameof(LaySlowly))]
    private static TimeSpan LetItSettle(Invitation invitation) => TimeSpan.FromMilliseconds(10 * invitation.Seats);

    // Waits until it is cancelled by the signal that its class names; who takes its result must then do without.
    [Step, Delay("1d"), When(nameof(Comes))]
    private Music PlayMusic(Invitation invitation) => new($"the band of {invitation.Guest}");

    // Comes any number of times: each is an element that is added while Cook is running, until KitchenCloses says that it is over.
    [Signal, After(nameof(LetItSettle))]
    private partial IAsyncEnumerable<MenuChoice> Order(Invitation invitation);

    [Signal]
    private partial Closed KitchenCloses();

    [Step, When(nameof(Comes))]
    private async Task<Served> Cook([Each(CompleteOn = nameof(KitchenCloses), Rest = Rest.Ignore)] MenuChoice choice, StepContext step)
    {
        await office.TakeAMomentAsync(step, choice.Dish);
        return new Served(choice.Dish);
    }

    // A milestone: only once the tables are laid, and before the plates are counted. What comes while nobody waits for it is lost.
    [Signal(Buffered = false), Only(After = nameof(LetItSettle), Before = nameof(Plates))]
    private partial Toast Speech(Invitation invitation);

    [Step]
    private void Applaud(Toast speech, StepContext step) => office.Note(step, speech, speech.Text);

    [Step]
    private int Plates(IReadOnlyList<Served> served) => served.Count;

    // Another workflow as a step: a run of its own, cancelled with this one and undone with it.
    [Child]
    private partial Task<Washed> WashUp(WashingUp workflow, [From(nameof(Plates))] int plates);

    // Started, and neither waited for nor cancelled.
    [Child(Detached = true)]
    private partial Task SendPhotos(Photos workflow, Washed washed);

    [Step, After(nameof(SendPhotos)), Output]
    private string Thank(IReadOnlyList<Served>? served, Washed? washed, Music? music, StepContext step) =>
        served is null ? "nobody came" : $"{string.Join(" and ", served.Select(s => s.Dish))}, {washed?.Plates} plates washed, {music?.Band ?? "no music"}";
}

[Workflow("washing-up")]
public sealed partial class WashingUp(Office office)
{
    public partial ValueTask<Washed> RunAsync(int plates, CancellationToken cancellationToken = default);

    [Step]
    private Washed Wash([From("plates")] int plates, StepContext step) => office.Note(step, new Washed(plates), $"in the run {step.RunId}");
}

[Workflow("photos")]
public sealed partial class Photos(Office office)
{
    public partial ValueTask RunAsync(Washed washed, CancellationToken cancellationToken = default);

    [Step]
    private void Send(Washed washed, StepContext step) => office.Note(step, washed, "sent, whoever waits for it or not");
}
