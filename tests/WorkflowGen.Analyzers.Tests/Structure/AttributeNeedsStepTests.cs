using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0015")]
public sealed class AttributeNeedsStepTests
{
    [Fact]
    public Task FiresForAPolicyOnAPlainMethod() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Bill(Order order) => Print(order);

            [{|WFG0015:Retry(3)|}] void Print(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForASourceOfAPlainParameter() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Bill(Order order) => Print(order);

            void Print([{|WFG0015:From("order")|}] Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAPolicyOnAStep() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3), Idempotency(Idempotency.Safe)] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FixMakesItAStep() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new MakeStepFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(string name);
            [Step] void A(string name) { }
            [{|WFG0015:Timeout("1s")|}] void B(string name) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(string name);
            [Step] void A(string name) { }
            [Step]
            [Timeout("1s")] void B(string name) { }
        }
        """);
}
