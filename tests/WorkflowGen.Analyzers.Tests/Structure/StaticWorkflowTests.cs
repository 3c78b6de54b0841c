using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0004")]
public sealed class StaticWorkflowTests
{
    [Fact]
    public Task FiresForAStaticClass() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public static partial class {|WFG0004:{|WFG0006:OrderWorkflow|}|}
        {
            [Step] static Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentForStaticSteps() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] static Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FixRemovesStatic() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new RemoveAbstractFix(),
        """
        [Workflow]
        public static partial class {|WFG0004:{|WFG0006:W|}|}
        {
            [Step] static string A(string name) => name;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            [Step] static string A(string name) => name;
        }
        """);
}
