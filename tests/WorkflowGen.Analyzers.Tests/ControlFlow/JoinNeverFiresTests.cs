using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3015")]
public sealed class JoinNeverFiresTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            static bool IsSmall(Order order) => order.Amount < 100;

            [Step, When(nameof(IsSmall))] int AskNorth(Order order) => 1;

            [Step, Unless(nameof(IsSmall))] int AskSouth(Order order) => 2;

            [Step] void Buy([{|WFG3015:AnyOf(2, nameof(AskNorth), nameof(AskSouth))|}] IReadOnlyList<int> prices) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3015",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] int AskNorth(Order order) => 1;

            [Step] int AskSouth(Order order) => 2;

            [Step] int AskEast(Order order) => 3;

            [Step] void Buy([AnyOf(2, nameof(AskNorth), nameof(AskSouth), nameof(AskEast))] IReadOnlyList<int> prices) { }
        }
        """);

    [Theory]
    [InlineData("[Step] int A(Order order) => 1; [Step] int B(Order order) => 1; [Step] void Use([AnyOf(3, nameof(A), nameof(B))] IReadOnlyList<int> values) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3015", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] int A(Order order) => 1; [Step] int B(Order order) => 1; [Step] void Use([AnyOf(2, nameof(A), nameof(B))] IReadOnlyList<int> values) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3015", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixWaitsForAsManyAsThereAre() => FixCase.BecomesAsync(
        "WFG3015",
        "Wait for 2 results",
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([AnyOf(3, nameof(A), nameof(B))] IReadOnlyList<int> values) { }
        """,
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([AnyOf(2, nameof(A), nameof(B))] IReadOnlyList<int> values) { }
        """);

    [Fact]
    public Task FixWaitsForAsManyAsRun() => FixCase.BecomesAsync(
        "WFG3015",
        "Wait for 1 result",
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, When(nameof(IsSmall))] int A(Order order) => 1;
        [Step, Unless(nameof(IsSmall))] int B(Order order) => 1;
        [Step] void Use([AnyOf(2, nameof(A), nameof(B))] IReadOnlyList<int> values) { }
        """,
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, When(nameof(IsSmall))] int A(Order order) => 1;
        [Step, Unless(nameof(IsSmall))] int B(Order order) => 1;
        [Step] void Use([AnyOf(1, nameof(A), nameof(B))] IReadOnlyList<int> values) { }
        """);
}
