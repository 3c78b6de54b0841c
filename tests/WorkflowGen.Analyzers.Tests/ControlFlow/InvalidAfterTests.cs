using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3010")]
public sealed class InvalidAfterTests
{
    [Fact]
    public Task FiresForAnInput() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, After({|WFG3010:"order"|})] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForTheStepItself() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, After({|WFG3010:nameof(Bill)|})] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForARepetition() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Charge(Order order) { }

            [Step, After({|WFG3010:nameof(Charge)|}, nameof(Charge))] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAnotherStep() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Charge(Order order) { }

            [Step, After(nameof(Charge))] void Bill(Order order) { }
        }
        """);

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixCorrectsTheName() => FixCase.BecomesAsync(
        "WFG3010",
        "Change to 'Charge'",
        """
        [Step] void Charge(Order order) { }
        [Step, After("charge")] void Use(Order order) { }
        """,
        """
        [Step] void Charge(Order order) { }
        [Step, After(nameof(Charge))] void Use(Order order) { }
        """);

    [Fact]
    public Task FixRemovesTheSecond() => FixCase.BecomesAsync(
        "WFG3010",
        "Remove 'Charge'",
        """
        [Step] void Charge(Order order) { }
        [Step] void Pack(Order order) { }
        [Step, After(nameof(Charge), nameof(Pack), nameof(Charge))] void Use(Order order) { }
        """,
        """
        [Step] void Charge(Order order) { }
        [Step] void Pack(Order order) { }
        [Step, After(nameof(Pack), nameof(Charge))] void Use(Order order) { }
        """);
}
