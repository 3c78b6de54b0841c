using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5002")]
public sealed class InvalidAttemptsTests
{
    [Fact]
    public Task FiresForZero() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry({|WFG5002:0|})]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForOne() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(1)]
            void Bill(Order order) { }
        }
        """);
}
