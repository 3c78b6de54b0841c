using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0012")]
public sealed class StepOutsideWorkflowTests
{
    [Fact]
    public Task FiresInAPlainClass() => AnalyzerRun.VerifyAsync(
        new OutsideWorkflowAnalyzer(),
        """
        public sealed class Billing
        {
            [Step] public string {|WFG0012:Bill|}(string id) => id;
        }
        """);

    [Fact]
    public Task StaysSilentInAWorkflow() => AnalyzerRun.VerifyAsync(
        new OutsideWorkflowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FixMarksTheClass() => FixRun.VerifyAsync(
        new OutsideWorkflowAnalyzer(),
        new MakeWorkflowFix(),
        """
        public sealed class Billing
        {
            [Step] public string {|WFG0012:Bill|}(string id) => id;
        }
        """,
        """
        [Workflow]
        public sealed class Billing
        {
            [Step] public string Bill(string id) => id;
        }
        """);
}
