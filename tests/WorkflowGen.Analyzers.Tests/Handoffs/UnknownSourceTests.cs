using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2009")]
public sealed class UnknownSourceTests
{
    [Fact]
    public Task FiresForANameThatIsNoSource() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill([{|WFG2009:From("invoice")|}] Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForTheStepItself() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Receipt receipt);

            [Step] Receipt Bill([{|WFG2009:From(nameof(Bill))|}] Receipt receipt) => receipt;
        }
        """);

    [Fact]
    public Task StaysSilentForAnInputAndAStep() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] Order Check([From("order")] Order o) => o;

            [Step] Receipt Bill([From(nameof(Check))] Order o) => new(o.Id);
        }
        """);
}
