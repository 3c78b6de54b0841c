using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2014")]
public sealed class AlternativesNotExhaustiveTests
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

            static bool IsSmall(Order order) => order.Amount < 100;

            static bool IsForeign(Order order) => order.Id.StartsWith('F');

            [Step, When(nameof(IsSmall))] string ApproveAtOnce(Order order) => "approved";

            [Step, Unless(nameof(IsSmall)), When(nameof(IsForeign))] string AskSomebody(Order order) => "asked";

            [Step] void Pay([{|WFG2014:From(nameof(ApproveAtOnce), nameof(AskSomebody))|}] string approval) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2014",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            static bool IsSmall(Order order) => order.Amount < 100;

            static bool IsForeign(Order order) => order.Id.StartsWith('F');

            [Step, When(nameof(IsSmall))] string ApproveAtOnce(Order order) => "approved";

            [Step, Unless(nameof(IsSmall)), When(nameof(IsForeign))] string AskSomebody(Order order) => "asked";

            [Step] void Pay([From(nameof(ApproveAtOnce), nameof(AskSomebody))] string? approval) { }
        }
        """);

    [Theory]
    [InlineData("[Step] Decision Decide(Order order) => new Decision.Approved(1); static bool P(Order order) => order.Amount > 1; [Step, When(nameof(P))] string A(Decision.Approved approved) => \"a\"; [Step] string B(Decision.Rejected rejected) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string value) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2014", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] Decision Decide(Order order) => new Decision.Approved(1); [Step] string A(Decision.Approved approved) => \"a\"; [Step] string B(Decision.Rejected rejected) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string value) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2014", LanguageCase.Workflow(members));

    [Fact]
    public Task FixMakesTheParameterNullable() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new MakeParameterNullableFix(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            static bool P(Order order) => order.Amount > 1;

            static bool Q(Order order) => order.Amount > 2;

            [Step, When(nameof(P))] string A(Order order) => "a";

            [Step, Unless(nameof(P)), When(nameof(Q))] string B(Order order) => "b";

            [Step] void Use([{|WFG2014:From(nameof(A), nameof(B))|}] string value) { }
        }
        """,
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            static bool P(Order order) => order.Amount > 1;

            static bool Q(Order order) => order.Amount > 2;

            [Step, When(nameof(P))] string A(Order order) => "a";

            [Step, Unless(nameof(P)), When(nameof(Q))] string B(Order order) => "b";

            [Step] void Use([From(nameof(A), nameof(B))] string? value) { }
        }
        """);
}
