using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0003")]
public sealed class AbstractWorkflowTests
{
    [Fact]
    public Task FiresForAnAbstractClass() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public abstract partial class {|WFG0003:OrderWorkflow|}
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentForAClassWithAnAbstractBase() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        public abstract class BillingBase
        {
            protected abstract string Text(Order order);
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow : BillingBase
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(Text(order));

            protected override string Text(Order order) => order.Id;
        }
        """);

    [Fact]
    public Task FixRemovesAbstract() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new RemoveAbstractFix(),
        """
        [Workflow]
        public abstract partial class {|WFG0003:W|}
        {
            public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name;
        }
        """);
}
