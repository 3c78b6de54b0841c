using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0017")]
public sealed class NotSupportedYetTests
{
    [Fact]
    public Task FiresForALoop() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step, {|WFG0017:Loop(Max = 3)|}] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForACompensation() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step, {|WFG0017:CompensateWith(nameof(Undo))|}] Receipt Bill(Order order) => new(order.Id);

            void Undo(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForAnAttributeOfAParameter() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(IReadOnlyList<string> names);

            [Step] void Greet([{|WFG0017:Each|}] string names) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAnAttributeOfTheSameNameElsewhere() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step, Mine.Loop] Receipt Bill(Order order) => new(order.Id);
        }

        namespace Mine
        {
            public sealed class LoopAttribute : Attribute;
        }
        """);
}
