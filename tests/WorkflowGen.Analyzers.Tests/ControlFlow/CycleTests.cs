using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3001")]
public sealed class CycleTests
{
    [Fact]
    public Task FiresThroughTypes() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync(Order order);

            [Step] Receipt {|WFG3001:Bill|}(Order order, Shipment shipment) => new(order.Id);

            [Step, Output] Shipment Ship(Receipt receipt) => new(receipt.Text);
        }
        """);

    [Fact]
    public Task FiresThroughAfter() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, After(nameof(Ship))] void {|WFG3001:Bill|}(Order order) { }

            [Step, After(nameof(Bill))] void Ship(Order order) { }
        }
        """);

    [Fact]
    public Task FiresThroughAGuard() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsShipped))] Receipt {|WFG3001:Bill|}(Order order) => new("");

            [Step] Shipment Ship(Receipt receipt) => new("");

            static bool IsShipped(Shipment shipment) => true;
        }
        """);

    [Fact]
    public Task StaysSilentForADiamond() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync(Order order);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step] Payment Charge(Order order) => new(1);

            [Step, After(nameof(Bill))] Shipment Ship(Receipt receipt, Payment payment) => new(receipt.Text);
        }
        """);
}
