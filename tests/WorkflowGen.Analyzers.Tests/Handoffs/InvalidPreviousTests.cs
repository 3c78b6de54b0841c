using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2015")]
public sealed class InvalidPreviousTests
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

            [Step, Loop(While = nameof(HasMore), Max = 10)] int Fetch(Order order, [{|WFG2015:Previous|}] int last) => last + 1;

            static bool HasMore(int fetch, Order order) => fetch < order.Amount;
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2015",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Loop(While = nameof(HasMore), Max = 10)] int Fetch(Order order, [Previous] int? last) => (last ?? 0) + 1;

            static bool HasMore(int fetch, Order order) => fetch < order.Amount;
        }
        """);

    [Theory]
    [InlineData("[Step] int Fetch(Order order, [Previous] int? last) => 1;")]
    [InlineData("[Step, Loop(Max = 3)] int Fetch(Order order, [Previous] string? last) => 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2015", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Loop(Max = 3)] int Fetch(Order order, [Previous] int? last) => 1;")]
    [InlineData("[Step, Loop(Max = 3)] int Fetch(Order order, [Previous] int last = 0) => 1;")]
    [InlineData("[Step] string Begin(Order order, [Previous] int? add) => \"\"; [Step, Loop(To = nameof(Begin), Max = 3)] int Add(string begin) => 1;")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2015", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixMakesItNullable() => FixCase.BecomesAsync(
        "WFG2015",
        "Make 'last' nullable",
        """
        [Step, Loop(Max = 3)] string Fetch(Order order, [Previous] string last) => last + order.Id;
        """,
        """
        [Step, Loop(Max = 3)] string Fetch(Order order, [Previous] string? last) => last + order.Id;
        """);

    [Fact]
    public Task FixGivesADefaultWhereTheBodyNeedsAValue() => FixCase.BecomesAsync(
        "WFG2015",
        "Begin with '0'",
        """
        [Step, Loop(Max = 3)] int Fetch(Order order, [Previous] int last) => last + 1;
        """,
        """
        [Step, Loop(Max = 3)] int Fetch(Order order, [Previous] int last = 0) => last + 1;
        """);

    [Fact]
    public Task FixSaysWhich() => FixCase.BecomesAsync(
        "WFG2015",
        "Take 'last' from 'Fetch'",
        """
        [Step] int Fetch(Order order, [Previous] int? last) => 1;
        [Step, Loop(To = nameof(Fetch), Max = 3)] int Add(int fetch) => fetch;
        """,
        """
        [Step] int Fetch(Order order, [Previous, From(nameof(Fetch))] int? last) => 1;
        [Step, Loop(To = nameof(Fetch), Max = 3)] int Add(int fetch) => fetch;
        """);

    [Fact]
    public Task FixRemovesTheAttribute() => FixCase.BecomesAsync(
        "WFG2015",
        "Remove [Previous]",
        """
        [Step] int Fetch(Order order) => 1;
        [Step] void Add([Previous] int fetch) { }
        """,
        """
        [Step] int Fetch(Order order) => 1;
        [Step] void Add(int fetch) { }
        """);

    [Fact]
    public Task FixRemovesAParameterThatIsNotRead() => FixCase.BecomesAsync(
        "WFG2015",
        "Remove 'last'",
        """
        [Step] int Fetch(Order order, [Previous] int? last) => 1;
        """,
        """
        [Step] int Fetch(Order order) => 1;
        """);
}
