using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5001")]
public sealed class InvalidDurationTests
{
    [Fact]
    public Task FiresForAnUnknownUnit() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout({|WFG5001:"10 seconds"|})]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);

    [Fact]
    public Task FiresForZero() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout(Total = {|WFG5001:"0s"|})]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);

    [Fact]
    public Task FiresForANegativeOne() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(2, {|WFG5001:"-1s"|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForAMillennium() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(2, "1s", Max = {|WFG5001:"365000d"|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForEachUnit() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(5, "0s", Backoff.Exponential, Max = "1.5h"), Timeout("250ms", Total = "2d"), Idempotency(Idempotency.Safe)]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);
}
