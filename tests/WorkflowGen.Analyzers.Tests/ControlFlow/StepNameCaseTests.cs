using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3007")]
public sealed class StepNameCaseTests
{
    [Fact]
    public Task FiresForNamesThatDifferByCase() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Print(Order order) { }

            [Step] void {|WFG3007:PRINT|}(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForNamesThatDiffer() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Print(Order order) { }

            [Step] void PrintAgain(Order order) { }
        }
        """);
}
