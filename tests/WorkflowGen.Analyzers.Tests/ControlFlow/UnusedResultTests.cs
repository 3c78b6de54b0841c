using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3012")]
public sealed class UnusedResultTests
{
    [Fact]
    public Task FiresForAValueThatNobodyTakes() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] Payment {|WFG3012:Charge|}(Order order) => new(1);

            [Step] Receipt Bill(Order order) => new("");
        }
        """);

    [Fact]
    public Task StaysSilentForAStepWithoutResult() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] void Charge(Order order) { }

            [Step] Receipt Bill(Order order) => new("");
        }
        """);
}
