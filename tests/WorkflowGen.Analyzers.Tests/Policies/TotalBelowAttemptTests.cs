using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5008")]
public sealed class TotalBelowAttemptTests
{
    [Fact]
    public Task FiresForAShorterTotal() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout("1m", Total = {|WFG5008:"10s"|})]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);

    [Fact]
    public Task StaysSilentForALongerTotal() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout("10s", Total = "1m")]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);
}
