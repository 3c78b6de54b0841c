using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3008")]
public sealed class GuardNotFoundTests
{
    [Fact]
    public Task FiresForANameThatIsNoMethod() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When({|WFG3008:"IsPaid"|})] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAMethodOfABaseClass() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public abstract class Guards
        {
            protected static bool IsPaid(string id) => id != "";
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow : Guards
        {
            public partial ValueTask RunAsync(string id);

            [Step, When(nameof(IsPaid))] void Bill(string id) { }
        }
        """);

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixCorrectsTheName() => FixCase.BecomesAsync(
        "WFG3008",
        "Change to 'IsSmall'",
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, When("IsSmal")] void Use(Order order) { }
        """,
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, When(nameof(IsSmall))] void Use(Order order) { }
        """);
}
