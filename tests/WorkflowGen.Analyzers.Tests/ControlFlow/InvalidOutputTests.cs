using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3011")]
public sealed class InvalidOutputTests
{
    [Fact]
    public Task FiresForTwo() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, Output] Receipt Bill(Order order) => new("bill");

            [Step, {|WFG3011:Output|}] Receipt Remind(Order order) => new("reminder");
        }
        """);

    [Fact]
    public Task FiresForAnotherType() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, {|WFG3011:Output|}] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Payment payment) => new("");
        }
        """);

    [Fact]
    public Task FiresWhereTheRunReturnsNothing() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG3011:Output|}] Payment Charge(Order order) => new(1);
        }
        """);

    [Fact]
    public Task StaysSilentForAStepThatAnotherTakesToo() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, Output] Receipt Bill(Order order) => new("bill");

            [Step] void Print(Receipt receipt) { }
        }
        """);

    [Fact]
    public Task FixRemovesIt() => FixRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        new RemoveAttributeFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG3011:Output|}] string One(int a) => "";
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step] string One(int a) => "";
        }
        """);
}
