using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5018")]
public sealed class TransactionNeverUsedTests
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

            [Step, {|WFG5018:Idempotency(Idempotency.Transactional)|}]
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

            [Step, Idempotency(Idempotency.Transactional)]
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
            [Step, {|WFG5018:Idempotency(Idempotency.Transactional)|}] void One(int a, CancellationToken ct) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Idempotency(Idempotency.Transactional)] void One(int a, StepContext step, CancellationToken ct) { }
        }
        """);
}
