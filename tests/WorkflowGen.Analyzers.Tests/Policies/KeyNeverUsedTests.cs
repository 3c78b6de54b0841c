using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5011")]
public sealed class KeyNeverUsedTests
{
    [Fact]
    public Task FiresWithoutAContext() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG5011:Idempotency(Idempotency.Keyed)|}]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithAContext() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Idempotency(Idempotency.Keyed)]
            void Bill(Order order, StepContext step) { }
        }
        """);

    [Fact]
    public Task FixAddsTheParameter() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new AddRuntimeParameterFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG5011:Idempotency(Idempotency.Keyed)|}] void One(int a, CancellationToken ct) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Idempotency(Idempotency.Keyed)] void One(int a, StepContext step, CancellationToken ct) { }
        }
        """);
}
