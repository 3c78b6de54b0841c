using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3002")]
public sealed class UnreachableTests
{
    [Fact]
    public Task FiresBehindAGuardThatIsAlwaysFalse() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(Never))] Receipt {|WFG3002:Bill|}(Order order) => new("");

            [Step] void {|WFG3002:Print|}(Receipt receipt) { }

            static bool Never(Order order) => false;
        }
        """);

    [Fact]
    public Task FiresBehindACycle() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, After(nameof(Ship))] Receipt {|WFG3001:Bill|}(Order order) => new("");

            [Step, After(nameof(Bill))] void Ship(Order order) { }

            [Step] void {|WFG3002:Print|}(Receipt receipt) { }
        }
        """);

    [Fact]
    public Task StaysSilentAfterAStepThatIsSkipped() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Receipt Bill(Order order) => new("");

            [Step] void Print(Receipt? receipt) { }

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);
}
