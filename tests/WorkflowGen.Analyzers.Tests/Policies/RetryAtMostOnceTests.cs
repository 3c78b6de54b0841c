using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5010")]
public sealed class RetryAtMostOnceTests
{
    [Fact]
    public Task FiresForAtMostOnce() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG5010:Retry(3, "1s")|}, Idempotency(Idempotency.AtMostOnce)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithoutARetry() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Idempotency(Idempotency.AtMostOnce)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForAStreamOnce() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG5010:Idempotency(Idempotency.AtMostOnce)|}, Retry(3)] async IAsyncEnumerable<long> Read(int a) { await Task.Yield(); yield return a; }
            [Step] void One([Each] long read) { }
        }
        """);

    [Theory]
    [InlineData("Safe")]
    [InlineData("Unspecified")]
    public Task StaysSilentForAStreamThatMayBeginAgain(string kind) => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        $$"""
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Idempotency(Idempotency.{{kind}})] async IAsyncEnumerable<long> Read(int a) { await Task.Yield(); yield return a; }
            [Step] void One([Each] long read) { }
        }
        """);

    [Fact]
    public Task FixRemovesTheRetry() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new RemoveAttributeFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG5010:Retry(3)|}, Idempotency(Idempotency.AtMostOnce)] void One(int a) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Idempotency(Idempotency.AtMostOnce)] void One(int a) { }
        }
        """);
}
