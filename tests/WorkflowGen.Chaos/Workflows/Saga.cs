using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Seat(int Number);

public sealed record Room(int Number);

/// <summary>What was done is undone, last first, when the end fails: in two of three runs.</summary>
[Workflow("saga")]
public sealed partial class Saga(Effects effects)
{
    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Idempotency(Keyed), CompensateWith(nameof(FreeSeat))]
    async Task<Seat> TakeSeat(Job job, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Seat(job.Number);
    }

    [Step, Idempotency(Keyed), CompensateWith(nameof(FreeRoom))]
    async Task<Room> TakeRoom(Seat seat, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Room(seat.Number);
    }

    [Step, Idempotency(Keyed)]
    async Task<Sum> Pay(Seat seat, Room room, StepContext step)
    {
        await effects.HappenAsync(step);
        return Fails(room.Number) ? throw new InvalidOperationException("the card was refused") : new Sum(seat.Number);
    }

    [Retry(3, "10ms")]
    async Task FreeSeat(Seat seat, StepContext step) => await effects.UndoAsync(step, fails: seat.Number % 2 == 0 && step.Attempt == 1);

    async Task FreeRoom(Room room, StepContext step) => await effects.UndoAsync(step, fails: false);

    public static bool Fails(int number) => number % 3 != 0;
}
