using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5004")]
public sealed class MaxBelowDelayTests
{
    [Fact]
    public Task FiresForAShorterMax() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, "10s", Backoff.Exponential, Max = {|WFG5004:"5s"|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForALongerMax() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, "10s", Backoff.Exponential, Max = "5m"), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);
}
