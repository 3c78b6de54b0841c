using WorkflowGen;

namespace Shop;

public sealed record Order(string Item, int Amount);

public sealed record ValidOrder(Order Order);

public sealed record Reservation(string Item);

public sealed record Payment(string Key);

public sealed record Shipment(Reservation Reservation, Payment Payment);

public interface IInventory
{
    Task<Reservation> ReserveAsync(ValidOrder order, CancellationToken cancellationToken);
}

public interface IPayments
{
    Task<Payment> ChargeAsync(ValidOrder order, string key);
}

[Workflow("order", Version = 2)]
public sealed partial class OrderWorkflow(IInventory inventory, IPayments payments)
{
    public partial ValueTask<Shipment> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    private ValidOrder Validate(Order order) => new(order);

    [Step, Retry(3, "200ms", Backoff.Exponential, Max = "5s", Jitter = 0.25, On = [typeof(IOException), typeof(TimeoutException)], Unless = [typeof(FileNotFoundException)])]
    [Timeout("10s", Total = "1m"), Idempotency(Idempotency.Safe)]
    private Task<Reservation> Reserve(ValidOrder order, CancellationToken cancellationToken) => inventory.ReserveAsync(order, cancellationToken);

    [Step, Retry(3, "1s", Unless = [typeof(ArgumentException)]), Idempotency(Idempotency.Keyed)]
    private Task<Payment> Charge(ValidOrder order, StepContext step) => payments.ChargeAsync(order, step.IdempotencyKey);

    [Step]
    private Shipment Ship(Reservation reservation, Payment payment) => new(reservation, payment);
}
