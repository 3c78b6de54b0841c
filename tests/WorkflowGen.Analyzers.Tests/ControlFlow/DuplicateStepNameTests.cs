using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3005")]
public sealed class DuplicateStepNameTests
{
    [Fact]
    public Task FiresForOverloads() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order, string note);

            [Step] void Print(Order order) { }

            [Step] void {|WFG3005:Print|}(string note) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAnOverloadThatIsNoStep() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Print(Order order) => Print(order.Id);

            void Print(string note) { }
        }
        """);
}
