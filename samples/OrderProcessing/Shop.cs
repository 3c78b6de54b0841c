using System.Globalization;
using WorkflowGen;

namespace OrderProcessing;

/// <summary>The services around the workflow, each of which takes a moment. The payment service is busy the first times it is asked, and there are ten pianos.</summary>
public sealed class Shop(Narrator narrator, int paymentFailures, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public T Noted<T>(StepContext step, T result, string done)
    {
        narrator.Say(step, done);
        return result;
    }

    public Task<Availability> CheckInventoryAsync(OrderLine line, StepContext step, CancellationToken ct)
    {
        var pieces = line.Article == "piano" ? 10 : 100;
        return WorkAsync(step, () => new Availability("north", line.Article, pieces), $"{pieces} × {line.Article} in warehouse north", ct);
    }

    public Task<Payment> ChargeAsync(ValidOrder order, StepContext step, CancellationToken ct)
    {
        if (step.Attempt > paymentFailures)
            return WorkAsync(step, () => new Payment($"P-{order.Id}", order.Total), $"{Money(order.Total)} charged with key '{step.IdempotencyKey}'", ct);
        narrator.Say(step, $"attempt {step.Attempt} failed: the payment service is busy");
        throw new PaymentServiceBusyException("The payment service is busy.");
    }

    public Task RefundAsync(Payment payment, StepContext step, CancellationToken ct) =>
        WorkAsync(step, () => payment, $"{Money(payment.Amount)} refunded with key '{step.IdempotencyKey}'", ct);

    public Task<Allocation> AllocateAsync(ValidOrder order, IReadOnlyList<Availability> lines, Payment payment, StepContext step, CancellationToken ct)
    {
        foreach (var (line, there) in order.Lines.Zip(lines))
        {
            if (there.Pieces < line.Quantity)
                throw new OutOfStockException($"There are {there.Pieces} × {line.Article}, not {line.Quantity}.");
        }
        var pieces = order.Lines.Sum(l => l.Quantity);
        return WorkAsync(step, () => new Allocation(lines[0].Warehouse, pieces), $"{pieces} pieces set aside for payment {payment.Id}", ct);
    }

    public Task<Invoice> SendInvoiceAsync(ValidOrder order, Payment payment, Allocation allocation, StepContext step, CancellationToken ct) =>
        WorkAsync(step, () => new Invoice($"I-{order.Id}", payment.Amount), $"I-{order.Id} over {Money(payment.Amount)}, delivery from {allocation.Warehouse}", ct);

    public Task<Shipment> ShipAsync(Allocation allocation, StepContext step, CancellationToken ct)
    {
        // The same after a crash: the number is derived from run, step and attempt.
        var tracking = $"T-{step.NewGuid():N}"[..10];
        return WorkAsync(step, () => new Shipment(tracking), $"{allocation.Pieces} pieces on their way as {tracking}", ct);
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    [AllowNondeterminism("stands for a call over the network")]
    private async Task<T> WorkAsync<T>(StepContext step, Func<T> result, string done, CancellationToken ct)
    {
        narrator.Say(step, "…");
        await Task.Delay(Moment, time, ct);
        narrator.Say(step, done);
        return result();
    }
}
