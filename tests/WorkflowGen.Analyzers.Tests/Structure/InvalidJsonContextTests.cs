using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0018")]
public sealed class InvalidJsonContextTests
{
    [Fact]
    public Task FiresForAnotherType() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order", JsonContext = {|WFG0018:typeof(Order)|})]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentWithoutAContext() => AnalyzerRun.VerifyAsync(
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
}
