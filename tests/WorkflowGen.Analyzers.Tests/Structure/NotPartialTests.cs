using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0001")]
public sealed class NotPartialTests
{
    [Fact]
    public Task FiresForAClassThatIsNotPartial() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed class {|WFG0001:{|WFG0006:OrderWorkflow|}|}
        {
            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentForAPartialClass() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
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
    public Task FixAddsPartial() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new MakePartialFix(),
        """
        public record Order(string Id);

        [Workflow]
        public sealed class {|WFG0001:W|}
        {
            [Step] string Bill(Order order) => order.Id;
        }
        """,
        """
        public record Order(string Id);

        [Workflow]
        public sealed partial class W
        {
            [Step] string Bill(Order order) => order.Id;
        }
        """);
}
