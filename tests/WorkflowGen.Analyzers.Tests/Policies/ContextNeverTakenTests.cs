using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

/// <summary>What a step promises by its idempotency it can only keep with its StepContext.</summary>
public abstract class ContextNeverTakenTests(string rule, string idempotency)
{
    [Fact]
    public Task FiresWithoutAContext() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        $$"""
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|{{rule}}:Idempotency(Idempotency.{{idempotency}})|}]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithAContext() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        $$"""
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Idempotency(Idempotency.{{idempotency}})]
            void Bill(Order order, StepContext step) { }
        }
        """);

    [Fact]
    public Task FixAddsTheParameter() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new AddRuntimeParameterFix(),
        $$"""
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|{{rule}}:Idempotency(Idempotency.{{idempotency}})|}] void One(int a, CancellationToken ct) { }
        }
        """,
        $$"""
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Idempotency(Idempotency.{{idempotency}})] void One(int a, StepContext step, CancellationToken ct) { }
        }
        """);
}
