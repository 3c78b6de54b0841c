using WorkflowGen;

namespace WorkflowGen.Testing.Tests;

public sealed record Order(string Id, int Amount);

public sealed record Reservation(string Order);

public sealed record Payment(string Order, int Amount);

public sealed record Shipment(string Order, int Paid);

/// <summary>The world around the shop: survives crashes.</summary>
public sealed class World
{
    public int Failures { get; set; }
}

[Workflow("shop")]
public sealed partial class ShopWorkflow(Effects effects, World world)
{
    public partial ValueTask<Shipment> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Idempotency(Idempotency.Safe)]
    async Task<Reservation> Reserve(Order order)
    {
        await Task.Yield();
        effects.Count("reserve", order.Id);
        return new Reservation(order.Id);
    }

    [Step, Retry(3, "1h"), Idempotency(Idempotency.Keyed)]
    Task<Payment> Charge(Order order, StepContext step)
    {
        if (world.Failures > 0)
        {
            world.Failures--;
            throw new InvalidOperationException("The bank does not answer.");
        }
        effects.Count("charge", step.IdempotencyKey);
        return Task.FromResult(new Payment(order.Id, order.Amount));
    }

    [Step, Idempotency(Idempotency.Safe)]
    Shipment Ship(Reservation reservation, Payment payment)
    {
        effects.Count("ship", reservation.Order);
        return new Shipment(payment.Order, payment.Amount);
    }
}

/// <summary>Does what must not happen twice, and says so.</summary>
[Workflow("mailing")]
public sealed partial class MailingWorkflow(Effects effects)
{
    public partial ValueTask<string> RunAsync(string address, CancellationToken cancellationToken = default);

    [Step, Idempotency(Idempotency.Safe)]
    string Write(string address) => "Dear " + address;

    [Step, Idempotency(Idempotency.AtMostOnce)]
    string Send(string write)
    {
        effects.CountAtMostOnce("send", write);
        return write;
    }
}

public interface IOven
{
    Task BakeAsync(TimeSpan? time, CancellationToken cancellationToken);
}

public sealed class Oven(VirtualTimeProvider clock) : IOven
{
    public Task BakeAsync(TimeSpan? time, CancellationToken cancellationToken) => time is { } known ? clock.WaitAsync(known, cancellationToken) : clock.NeverAsync(cancellationToken);
}

/// <summary>As an oven that is really broken: nothing says that it waits.</summary>
public sealed class BrokenOven : IOven
{
    public async Task BakeAsync(TimeSpan? time, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource();
        using var registration = cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        await done.Task;
    }
}

/// <summary>Waits on the clock within a step.</summary>
[Workflow("slow")]
public sealed partial class SlowWorkflow(IOven oven)
{
    public partial ValueTask<int> RunAsync(string key, CancellationToken cancellationToken = default);

    [Step]
    async Task<int> Bake(string key, CancellationToken cancellationToken)
    {
        await oven.BakeAsync(TimeSpan.FromHours(key.Length), cancellationToken);
        return key.Length;
    }
}

/// <summary>Waits for something that never comes, until its time is over.</summary>
[Workflow("hanging")]
public sealed partial class HangingWorkflow(IOven oven)
{
    public partial ValueTask<int> RunAsync(string key, CancellationToken cancellationToken = default);

    [Step, Timeout("10s")]
    async Task<int> Hang(string key, CancellationToken cancellationToken)
    {
        await oven.BakeAsync(null, cancellationToken);
        return key.Length;
    }
}

/// <summary>Wrong on purpose: what it hands over depends on how often it was tried.</summary>
[Workflow("forgetful")]
public sealed partial class ForgetfulWorkflow(World world)
{
    public partial ValueTask<int> RunAsync(string key, CancellationToken cancellationToken = default);

    [Step, Idempotency(Idempotency.Safe)]
    int Guess(string key) => ++world.Failures;
}

/// <summary>Wrong on purpose, and more rarely: it takes two crashes to see it.</summary>
[Workflow("absent-minded")]
public sealed partial class AbsentMindedWorkflow(World world)
{
    public partial ValueTask<string> RunAsync(string key, CancellationToken cancellationToken = default);

    [Step, Idempotency(Idempotency.Safe)]
    string Guess(string key) => ++world.Failures > 2 ? "forgotten" : "known";
}
