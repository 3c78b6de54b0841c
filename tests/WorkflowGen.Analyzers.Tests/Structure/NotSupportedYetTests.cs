using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0017")]
public sealed class NotSupportedYetTests
{
    [Fact]
    public Task FiresForTransactionalStreams() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step, {|WFG0017:Idempotency(Idempotency.Transactional)|}] IAsyncEnumerable<Receipt> Bill(Order order, StepContext step) => null!;
            [Step] void Send([Each] Receipt receipt) { }
        }
        """);

    [Fact]
    public Task StaysSilentForRenamedSteps() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step, Renamed("Charge"), Mine.Renamed] Receipt Bill(Order order) => new(order.Id);
        }

        namespace Mine
        {
            public sealed class RenamedAttribute : Attribute;
        }
        """);
}
