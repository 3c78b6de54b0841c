namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>Where the values of parameters come from.</summary>
public sealed class BindingTests
{
    [Fact]
    public void ADiamondIsBoundByTypes()
    {
        var (model, graph) = Parsed.Workflow("""
            namespace Shop;
            public record Order(string Id); public record ValidOrder(string Id); public record Reservation(string Id); public record Payment(decimal Amount); public record Shipment(string Id);
            public interface IPayments { Task<Payment> ChargeAsync(ValidOrder order, string key); }

            [Workflow("order", Version = 2)]
            public sealed partial class OrderWorkflow(IPayments payments)
            {
                public partial ValueTask<Shipment> RunAsync(Order order, CancellationToken cancellationToken = default);
                [Step] ValidOrder Validate(Order order) => new(order.Id);
                [Step, Retry(3, "200ms", Backoff.Exponential, Max = "5s"), Timeout("10s"), Idempotency(Idempotency.Safe)]
                static Task<Reservation> Reserve(ValidOrder order, CancellationToken ct) => Task.FromResult(new Reservation(order.Id));
                [Step, Idempotency(Idempotency.Keyed)] Task<Payment> Charge(ValidOrder order, StepContext step) => payments.ChargeAsync(order, step.IdempotencyKey);
                [Step] ValueTask<Shipment> Ship(Reservation reservation, Payment payment) => new(new Shipment(reservation.Id));
            }
            """);

        Assert.Empty(graph.Findings);
        Assert.True(graph.IsValid);
        Assert.Equal(
            ["Validate.order ← order", "Reserve.order ← Validate", "Reserve.ct ← CancellationToken", "Charge.order ← Validate", "Charge.step ← StepContext", "Ship.reservation ← Reserve", "Ship.payment ← Charge"],
            Parsed.Edges(model, graph));
        Assert.Equal([0, 1, 2, 3], graph.TopologicalOrder);
        Assert.Equal(3, graph.Output);
        Assert.Equal([1, 2], graph.Nodes[0].Successors);
        Assert.Equal([1, 2], graph.Nodes[3].Required);
        Assert.Equal(TimeSpan.FromMilliseconds(200).Ticks, model.Steps[1].Retry!.Delay);
        Assert.Equal("order", model.Name);
        Assert.Equal(("payments", "global::Shop.IPayments"), (model.Services[0].Name, model.Services[0].Type.FullName));
        Assert.Matches("^[0-9a-f]{32}$", graph.Shape);
    }

    [Fact]
    public void AmongSeveralTheNameDecides()
    {
        var (model, graph) = Parsed.Workflow("""
            [Workflow] public partial class W
            {
                public partial ValueTask<string> RunAsync(string first, string second);
                [Step] string Greet(string first) => first;
                [Step] string Shout(string greet, string SECOND) => greet + SECOND;
            }
            """);

        Assert.Empty(graph.Findings);
        Assert.Equal(["Greet.first ← first", "Shout.greet ← Greet", "Shout.SECOND ← second"], Parsed.Edges(model, graph));
        Assert.Equal(1, graph.Output);
    }
}
