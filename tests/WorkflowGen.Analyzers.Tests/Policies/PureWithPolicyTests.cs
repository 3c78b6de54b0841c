using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5015")]
public sealed class PureWithPolicyTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Pure, {|WFG5015:Retry(3)|}] int Total(Order order) => order.Amount * 2;
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG5015",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Pure] int Total(Order order) => order.Amount * 2;
        }
        """);

    [Theory]
    [InlineData("[Step, Pure] Task<int> A(Order order) => Task.FromResult(1);")]
    [InlineData("[Step, Pure] int A(Order order, StepContext step) => 1;")]
    [InlineData("[Step, Pure, Timeout(\"1s\")] int A(Order order) => 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG5015", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Pure] int A(Order order) => order.Amount;")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG5015", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRemovesPure() => FixCase.BecomesAsync(
        "WFG5015",
        "Remove [Pure]",
        """
        [Step]
        [Pure]
        Task<int> Total(Order order) => Task.FromResult(order.Amount);
        """,
        """
        [Step]
        Task<int> Total(Order order) => Task.FromResult(order.Amount);
        """);

    [Fact]
    public Task FixRemovesThePolicy() => FixCase.BecomesAsync(
        "WFG5015",
        "Remove [Timeout]",
        """
        [Step, Pure, Timeout("1s")] int Total(Order order) => order.Amount * 2;
        """,
        """
        [Step, Pure] int Total(Order order) => order.Amount * 2;
        """);

    [Fact]
    public Task FixRemovesAParameter() => FixCase.BecomesAsync(
        "WFG5015",
        "Remove 'step'",
        """
        [Step, Pure] int Total(Order order, StepContext step) => order.Amount * 2;
        """,
        """
        [Step, Pure] int Total(Order order) => order.Amount * 2;
        """);
}
