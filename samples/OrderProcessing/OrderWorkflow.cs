using WorkflowGen;
using static WorkflowGen.Idempotency;

namespace OrderProcessing;

/// <summary>validate → (check inventory ∥ charge) → allocate → (invoice ∥ shipment) → confirm. The order follows from what each step takes and returns.</summary>
[Workflow("order")]
public sealed partial class OrderWorkflow(Shop shop)
{
    public partial ValueTask<Confirmation> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step]
    ValidOrder Validate(Order order, StepContext step) => shop.Noted(step, ValidOrder.From(order), "quantity and price are in order");

    [Step, Idempotency(Safe)]
    Task<Availability> CheckInventory(ValidOrder order, StepContext step, CancellationToken ct) => shop.CheckInventoryAsync(order, step, ct);

    // The payment service drops a repeat with the same key: a customer is charged once, however often the step runs.
    [Step, Retry(3, "200ms", Backoff.Exponential, On = [typeof(PaymentServiceBusyException)]), Timeout("10s"), Idempotency(Keyed)]
    Task<Payment> Charge(ValidOrder order, StepContext step, CancellationToken ct) => shop.ChargeAsync(order, step, ct);

    [Step, Idempotency(Safe)] // starts when both are there
    Task<Allocation> Allocate(ValidOrder order, Availability availability, Payment payment, StepContext step, CancellationToken ct) =>
        shop.AllocateAsync(order, availability, payment, step, ct);

    [Step, Idempotency(Keyed)]
    Task<Invoice> SendInvoice(ValidOrder order, Payment payment, Allocation allocation, StepContext step, CancellationToken ct) =>
        shop.SendInvoiceAsync(order, payment, allocation, step, ct);

    [Step, Idempotency(Keyed)]
    Task<Shipment> Ship(Allocation allocation, StepContext step, CancellationToken ct) => shop.ShipAsync(allocation, step, ct);

    [Step]
    Confirmation Confirm(ValidOrder order, Invoice invoice, Shipment shipment, StepContext step) =>
        shop.Noted(step, new Confirmation(order.Id, invoice.Number, shipment.Tracking, step.UtcNow), "invoice and shipment are under way");
}
