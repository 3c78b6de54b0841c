using WorkflowGen;
using static WorkflowGen.Idempotency;

namespace OrderProcessing;

/// <summary>
/// validate → (approve, above an amount) → decide → (check inventory of each line ∥ charge) → allocate → (invoice ∥ shipment) → confirm, or decline. The order follows from what each step takes and returns.
/// What was charged is refunded when a later step fails.
/// </summary>
[Workflow("order")]
public sealed partial class OrderWorkflow(Shop shop)
{
    public partial ValueTask<Outcome> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    ValidOrder Validate(Order order, StepContext step) => shop.Noted(step, ValidOrder.From(order), "quantities and prices are in order");

    static bool IsLarge(ValidOrder order) => order.Total >= 1_000;

    // Somebody has to agree. The run waits for days without a thread, a lease or a byte of memory; after two days without an answer the value is null.
    [HumanTask(Title = "Approve a large order", Timeout = "2d"), When(nameof(IsLarge))]
    private partial Approval? Approve(ValidOrder order);

    [Step]
    Decision Decide(ValidOrder order, Approval? approve, StepContext step) => shop.Noted(step, Decision.Of(order, approve), approve is null ? "nobody was asked, or nobody answered" : $"{approve.By} was asked");

    // What follows takes one case of the decision, and is skipped when it is the other.
    [Step, Pure]
    static IReadOnlyList<OrderLine> Lines(Decision.Accepted accepted) => accepted.Order.Lines;

    // Once per line, four at a time; each line has its own checkpoint.
    [Step, Idempotency(Safe)]
    Task<Availability> CheckInventory([Each(MaxParallel = 4)] OrderLine line, StepContext step, CancellationToken ct) => shop.CheckInventoryAsync(line, step, ct);

    // The payment service drops a repeat with the same key: a customer is charged once, however often the step runs.
    [Step, Retry(3, "200ms", Backoff.Exponential, On = [typeof(PaymentServiceBusyException)]), Timeout("10s"), Idempotency(Keyed), CompensateWith(nameof(Refund))]
    Task<Payment> Charge(Decision.Accepted accepted, StepContext step, CancellationToken ct) => shop.ChargeAsync(accepted.Order, step, ct);

    [Retry(5, "1s", Backoff.Exponential)]
    Task Refund(Payment payment, StepContext step, CancellationToken ct) => shop.RefundAsync(payment, step, ct);

    [Step, Idempotency(Safe)] // starts when all lines are checked and the payment is there
    Task<Allocation> Allocate(Decision.Accepted accepted, IReadOnlyList<Availability> lines, Payment payment, StepContext step, CancellationToken ct) =>
        shop.AllocateAsync(accepted.Order, lines, payment, step, ct);

    [Step, Idempotency(Keyed)]
    Task<Invoice> SendInvoice(Decision.Accepted accepted, Payment payment, Allocation allocation, StepContext step, CancellationToken ct) =>
        shop.SendInvoiceAsync(accepted.Order, payment, allocation, step, ct);

    [Step, Idempotency(Keyed)]
    Task<Shipment> Ship(Allocation allocation, StepContext step, CancellationToken ct) => shop.ShipAsync(allocation, step, ct);

    [Step, Output]
    Outcome.Confirmed Confirm(Decision.Accepted accepted, Invoice invoice, Shipment shipment, StepContext step) =>
        shop.Noted(step, new Outcome.Confirmed(accepted.Order.Id, invoice.Number, shipment.Tracking, step.UtcNow), "invoice and shipment are under way");

    [Step, Output]
    Outcome.Declined Decline(Decision.Refused refused, StepContext step) => shop.Noted(step, new Outcome.Declined(refused.Order, refused.Why), "nothing was charged");
}
