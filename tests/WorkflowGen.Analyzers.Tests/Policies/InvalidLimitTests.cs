using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5014")]
public sealed class InvalidLimitTests
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

            [Step, {|WFG5014:Limit("psp")|}] void Charge(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG5014",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Limit("psp", Concurrency = 10)] void Charge(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Limit(\"\", Concurrency = 1)] void A(Order order) { }")]
    [InlineData("[Step, Limit(\"a\", Concurrency = -1)] void A(Order order) { }")]
    [InlineData("[Step, Limit(\"a\", PerSecond = -0.5)] void A(Order order) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG5014", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Limit(\"a\", PerSecond = 0.5)] void A(Order order) { }")]
    [InlineData("[Step, Limit(\"a\", Concurrency = 3)] void A(Order order) { } [Step, Limit(\"a\", Concurrency = 3)] void B(Order order) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG5014", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixBoundsIt() => FixCase.BecomesAsync(
        "WFG5014",
        "Set Concurrency to 1",
        """
        [Step, Limit("psp")] void Charge(Order order) { }
        """,
        """
        [Step, Limit("psp", Concurrency = 1)] void Charge(Order order) { }
        """);

    [Fact]
    public Task FixTakesTheBoundsOfTheOther() => FixCase.BecomesAsync(
        "WFG5014",
        "Take the bounds of 'Charge'",
        """
        [Step, Limit("psp", Concurrency = 2, PerSecond = 0.5)] void Charge(Order order) { }
        [Step, Limit("psp", Concurrency = 3)] void Refund(Order order) { }
        """,
        """
        [Step, Limit("psp", Concurrency = 2, PerSecond = 0.5)] void Charge(Order order) { }
        [Step, Limit("psp", Concurrency = 2, PerSecond = 0.5)] void Refund(Order order) { }
        """);

    [Fact]
    public Task FixRemovesIt() => FixCase.BecomesAsync(
        "WFG5014",
        "Remove [Limit]",
        """
        [Step]
        [Limit("")] // of the provider
        void Charge(Order order) { }
        """,
        """
        [Step]
        void Charge(Order order) { }
        """);
}
