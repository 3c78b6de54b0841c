using System.Globalization;
using WorkflowGen;

namespace OrderProcessing;

/// <summary>The services around the workflow, each of which takes a moment. The payment service is busy the first times it is asked.</summary>
public sealed class Shop(Narrator narrator, int paymentFailures)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(40);

    public T Noted<T>(StepContext step, T result, string done)
    {
        narrator.Say(step, done);
        return result;
    }

    public Task<Availability> CheckInventoryAsync(ValidOrder order, StepContext step, CancellationToken ct) =>
        WorkAsync(step, () => new Availability("north", 100), $"100 × {order.Article} in warehouse north", ct);

    public Task<Payment> ChargeAsync(ValidOrder order, StepContext step, CancellationToken ct)
    {
        if (step.Attempt > paymentFailures)
            return WorkAsync(step, () => new Payment($"P-{order.Id}", order.Total), $"{Money(order.Total)} charged with key '{step.IdempotencyKey}'", ct);
        narrator.Say(step, $"attempt {step.Attempt} failed: the payment service is busy");
        throw new PaymentServiceBusyException("The payment service is busy.");
    }

    public Task<Allocation> AllocateAsync(ValidOrder order, Availability availability, Payment payment, StepContext step, CancellationToken ct) =>
        WorkAsync(step, () => new Allocation(availability.Warehouse, order.Article, order.Quantity), $"{order.Quantity} × {order.Article} set aside for payment {payment.Id}", ct);

    public Task<Invoice> SendInvoiceAsync(ValidOrder order, Payment payment, Allocation allocation, StepContext step, CancellationToken ct) =>
        WorkAsync(step, () => new Invoice($"I-{order.Id}", payment.Amount), $"I-{order.Id} over {Money(payment.Amount)}, delivery from {allocation.Warehouse}", ct);

    public Task<Shipment> ShipAsync(Allocation allocation, StepContext step, CancellationToken ct)
    {
        // The same after a crash: the number is derived from run, step and attempt.
        var tracking = $"T-{step.NewGuid():N}"[..10];
        return WorkAsync(step, () => new Shipment(tracking), $"{allocation.Quantity} × {allocation.Article} on their way as {tracking}", ct);
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    [AllowNondeterminism("stands for a call over the network")]
    private async Task<T> WorkAsync<T>(StepContext step, Func<T> result, string done, CancellationToken ct)
    {
        narrator.Say(step, "…");
        await Task.Delay(Moment, ct);
        narrator.Say(step, done);
        return result();
    }
}
