using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0007")]
public sealed class RunMethodFormTests
{
    [Fact]
    public Task FiresForATask() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial Task<Receipt> {|WFG0007:RunAsync|}(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForAMethodThatIsNotPublic() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            internal partial ValueTask<Receipt> {|WFG0007:RunAsync|}(Order order);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForABodyOfItsOwn() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public ValueTask<Receipt> {|WFG0007:RunAsync|}(Order order) => new(Bill(order));

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForInputsByReference() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> {|WFG0007:RunAsync|}(in Order order);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForAParamsInput() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> {|WFG0007:RunAsync|}(params Order[] orders);

            [Step] Receipt Bill(Order[] orders) => new(orders[0].Id);
        }
        """);

    [Fact]
    public Task FiresForABodyInAnotherPart() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> {|WFG0007:RunAsync|}(Order order);

            public partial ValueTask<Receipt> RunAsync(Order order) => new(Bill(order));

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForTwoContracts() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);
            public partial ValueTask<Receipt> {|WFG0007:RunAsync|}(string id);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentForAContractWithoutResult() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FixSetsTheModifiers() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new RunMethodModifiersFix(),
        """
        [Workflow]
        public sealed partial class W
        {
            internal partial ValueTask<string> {|WFG0007:RunAsync|}(string name);
            [Step] string A(string name) => name;
        }
        """,
        """
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(string name);
            [Step] string A(string name) => name;
        }
        """);
}
