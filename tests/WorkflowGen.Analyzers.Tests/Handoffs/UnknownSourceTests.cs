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

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixCorrectsTheName() => FixCase.BecomesAsync(
        "WFG2009",
        "Change to 'Charge'",
        """
        [Step] int Charge(Order order) => 1;
        [Step] void Use([From("Charg")] int charged) { }
        """,
        """
        [Step] int Charge(Order order) => 1;
        [Step] void Use([From(nameof(Charge))] int charged) { }
        """);

    [Fact]
    public Task FixNamesAnInputAsText() => FixCase.BecomesAsync(
        "WFG2009",
        "Change to 'order'",
        """
        [Step] void Use([From("ordre")] Order what) { }
        """,
        """
        [Step] void Use([From("order")] Order what) { }
        """);
}
