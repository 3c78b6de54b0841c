using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2017")]
public sealed class InvalidJoinTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] int AskNorth(Order order) => 1;

            [Step] void Buy([FirstOf({|WFG2017:nameof(AskNorth)|}, nameof(AskNorth))] int price) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2017",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] int AskNorth(Order order) => 1;

            [Step] int AskSouth(Order order) => 2;

            [Step] void Buy([FirstOf(nameof(AskNorth), nameof(AskSouth))] int price) { }
        }
        """);

    [Theory]
    [InlineData("[Step] int A(Order order) => 1; [Step] void Use([FirstOf] int value) { }")]
    [InlineData("[Step] int A(Order order) => 1; [Step] int B(Order order) => 1; [Step] void Use([AnyOf(0, nameof(A), nameof(B))] IReadOnlyList<int> values) { }")]
    [InlineData("[Step] int A(Order order) => 1; [Step] int B(Order order) => 1; [Step] void Use([AnyOf(1, nameof(A), nameof(B))] int values) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2017", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] int A(Order order) => 1; [Step] int B(Order order) => 1; [Step] void Use([AnyOf(2, nameof(A), nameof(B))] IReadOnlyList<int> values) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2017", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRemovesTheNameThatIsThereTwice() => FixCase.BecomesAsync(
        "WFG2017",
        "Remove 'A'",
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([FirstOf(nameof(A), nameof(B), nameof(A))] int value) { }
        """,
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([FirstOf(nameof(B), nameof(A))] int value) { }
        """);

    [Fact]
    public Task FixTakesAList() => FixCase.BecomesAsync(
        "WFG2017",
        "Make 'values' a list",
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([AnyOf(1, nameof(A), nameof(B))] int values) { }
        """,
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([AnyOf(1, nameof(A), nameof(B))] IReadOnlyList<int> values) { }
        """);

    [Fact]
    public Task FixLeavesOutFrom() => FixCase.BecomesAsync(
        "WFG2017",
        "Remove [From]",
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([FirstOf(nameof(A), nameof(B))] [From(nameof(A))] int value) { }
        """,
        """
        [Step] int A(Order order) => 1;
        [Step] int B(Order order) => 1;
        [Step] void Use([FirstOf(nameof(A), nameof(B))] int value) { }
        """);
}
