using WorkflowGen;

namespace Comprehensive;

public sealed record Trip(string Traveller, string City);

public sealed record Flight(string Number);

public sealed record Room(string Hotel);

public sealed record Ticket(string Text);

/// <summary>
/// Undoing: what has been done is undone in reverse order when the run fails or is cancelled later.
/// </summary>
[Workflow("undoing")]
public sealed partial class Undoing(Office office)
{
    public partial ValueTask<Ticket> RunAsync(Trip trip, CancellationToken cancellationToken = default);

    // A compensation takes what its step took and what it handed over. It may have retries of its own.
    [Step, CompensateWith(nameof(CancelFlight))]
    private Flight BookFlight(Trip trip, StepContext step) => office.Note(step, new Flight("WG 1"), "WG 1 is booked");

    [Retry(5, "1s", Backoff.Exponential), Timeout("30s")]
    private Task CancelFlight(Flight flight, StepContext step) => office.TakeAMomentAsync(step, $"{flight.Number} is cancelled");

    // Its start is committed before it begins. A process that dies in it leaves the run to an operator: nobody books a second room by accident.
    [Step, After(nameof(BookFlight)), Idempotency(Idempotency.AtMostOnce), CompensateWith(nameof(CancelRoom))]
    private Room BookRoom(Trip trip, StepContext step) => office.Note(step, new Room($"Hotel {trip.City}"), $"Hotel {trip.City} is booked");

    private void CancelRoom(Trip trip, Room room, StepFailure? failure, StepContext step) => office.Note(step, 0, $"{room.Hotel} for {trip.Traveller} is cancelled: {failure?.Message}");

    // No sign of life for ten seconds means failed; the next attempt goes on where the last one was.
    [Step, Heartbeat("10s"), Timeout("1m"), Retry(2, "10ms"), Idempotency(Idempotency.Safe)]
    private Ticket Print(Trip trip, Flight flight, Room room, StepContext step)
    {
        for (var page = step.LastHeartbeat<int>(); page < 3; page++)
        {
            office.Note(step, 0, $"page {page + 1} at attempt {step.Attempt}");
            step.Heartbeat(page + 1);
            if (page == 1 && step.Attempt == 1)
                throw new IOException("the printer is out of paper");
        }
        if (trip.City == "Atlantis")
            throw new InvalidOperationException("there is no such place");
        return new Ticket($"{trip.Traveller} to {trip.City} by {flight.Number}, {room.Hotel}");
    }
}
