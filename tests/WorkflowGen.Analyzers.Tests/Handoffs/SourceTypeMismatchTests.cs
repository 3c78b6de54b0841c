using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2010")]
public sealed class SourceTypeMismatchTests
{
    [Fact]
    public Task FiresForAnotherType() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill([{|WFG2010:From(nameof(Charge))|}] Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForAStepWithoutResult() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] void Check(Order order) { }

            [Step] Receipt Bill([{|WFG2010:From(nameof(Check))|}] Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentForATypeThatConverts() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step] List<string> Lines(Order order) => [];

            [Step] Receipt Bill([From(nameof(Lines))] IReadOnlyList<string> lines) => new("");
        }
        """);
}
