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
}
