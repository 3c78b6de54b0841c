using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0009")]
public sealed class NoStepsTests
{
    [Fact]
    public Task FiresWithoutSteps() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class {|WFG0009:OrderWorkflow|}
        {
            public partial ValueTask RunAsync(Order order);

            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithAStep() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Bill(Order order) { }
        }
        """);
}
