using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5003")]
public sealed class InvalidJitterTests
{
    [Fact]
    public Task FiresForMoreThanAll() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, "1s", Jitter = {|WFG5003:20|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForLessThanNone() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, "1s", Jitter = {|WFG5003:-0.1|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAPart() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, "1s", Jitter = 0.2), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);
}
