using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WorkflowGen;

namespace Trips;

public sealed record Trip(string Id);

public sealed record Booking(string Code);

public readonly record struct Fee(decimal Amount);

// Written by hand, where a user has System.Text.Json's generator.
public sealed class TripJson(JsonSerializerOptions? options) : JsonSerializerContext(options)
{
    public static TripJson Default { get; } = new(null);

    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}

/// <summary>Steps that are undone, with what they took and returned.</summary>
[Workflow("undoing", JsonContext = typeof(TripJson))]
public sealed partial class UndoingWorkflow
{
    public partial ValueTask RunAsync(Trip trip, Fee fee);

    [Step, CompensateWith(nameof(Cancel))]
    private Task<Booking> Hotel(Trip trip) => Task.FromResult(new Booking(trip.Id));

    [Step, CompensateWith(nameof(Cancel))]
    private Booking Flight(Trip trip, [From(nameof(Hotel))] Booking hotel) => hotel;

    [Retry(5, "1s"), Timeout("10s")]
    private async Task<bool> Cancel(Trip trip, Booking read, StepContext step, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return true;
    }

    [Step, CompensateWith(nameof(Refund))]
    private void Charge(Fee fee, [From(nameof(Flight))] Booking flight)
    {
    }

    private void Refund(Fee fee, StepFailure? failure)
    {
    }

    [Step, After(nameof(Charge))]
    private void Confirm(Trip trip)
    {
    }
}
