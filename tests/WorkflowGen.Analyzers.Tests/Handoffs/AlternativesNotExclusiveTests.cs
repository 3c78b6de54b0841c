using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2013")]
public sealed class AlternativesNotExclusiveTests
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

            [Step, When(nameof(IsForeign))] string AskSomebody(Order order) => "asked";

            [Step] void Pay([From(nameof(ApproveAtOnce), {|WFG2013:nameof(AskSomebody)|})] string? approval) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2013",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            static bool IsSmall(Order order) => order.Amount < 100;

            [Step, When(nameof(IsSmall))] string ApproveAtOnce(Order order) => "approved";

            [Step, Unless(nameof(IsSmall))] string AskSomebody(Order order) => "asked";

            [Step] void Pay([From(nameof(ApproveAtOnce), nameof(AskSomebody))] string approval) { }
        }
        """);

    [Theory]
    [InlineData("[Step] string A(Order order) => \"a\"; [Step] string B(Order order) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string value) { }")]
    [InlineData("static bool P(Order order) => true || order.Amount > 1; static bool Q(Order order) => !P(order); [Step, When(nameof(P))] string A(Order order) => \"a\"; [Step, Unless(nameof(Q))] string B(Order order) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string? value) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2013", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("static bool P(Order order) => order.Amount > 1; static bool Q(Order order) => !P(order); [Step, When(nameof(P))] string A(Order order) => \"a\"; [Step, When(nameof(Q))] string B(Order order) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string value) { }")]
    [InlineData("[Step] Decision Decide(Order order) => new Decision.Approved(1); [Step] string A(Decision.Approved approved) => \"a\"; [Step] string B(Decision.Rejected rejected) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string value) { }")]
    [InlineData("[Step] string A(Order order) => \"a\"; [Step, Catch(nameof(A))] string B(Order order) => \"b\"; [Step] void Use([From(nameof(A), nameof(B))] string value) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2013", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRunsTheOtherUnlessTheGuardHolds() => FixCase.BecomesAsync(
        "WFG2013",
        "Run 'Ask' unless 'IsSmall'",
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, When(nameof(IsSmall))] string Approve(Order order) => "a";

        // Somebody has to look.
        [Step]
        string Ask(Order order) => "b";

        [Step] void Pay([From(nameof(Approve), nameof(Ask))] string approval) { }
        """,
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, When(nameof(IsSmall))] string Approve(Order order) => "a";

        // Somebody has to look.
        [Step, Unless(nameof(IsSmall))]
        string Ask(Order order) => "b";

        [Step] void Pay([From(nameof(Approve), nameof(Ask))] string approval) { }
        """);

    [Fact]
    public Task FixRunsTheOtherWhenTheGuardHolds() => FixCase.BecomesAsync(
        "WFG2013",
        "Run 'Ask' when 'IsSmall'",
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, Unless(nameof(IsSmall))] string Approve(Order order) => "a";
        [Step] string Ask(Order order) => "b";
        [Step] void Pay([From(nameof(Approve), nameof(Ask))] string approval) { }
        """,
        """
        static bool IsSmall(Order order) => order.Amount < 100;
        [Step, Unless(nameof(IsSmall))] string Approve(Order order) => "a";
        [Step, When(nameof(IsSmall))] string Ask(Order order) => "b";
        [Step] void Pay([From(nameof(Approve), nameof(Ask))] string approval) { }
        """);

    [Fact]
    public Task FixTakesTheFirst() => FixCase.BecomesAsync(
        "WFG2013",
        "Take whichever comes first",
        """
        [Step] string A(Order order) => "a";
        [Step] string B(Order order) => "b";
        [Step] void Pay([From(nameof(A), nameof(B))] string approval) { }
        """,
        """
        [Step] string A(Order order) => "a";
        [Step] string B(Order order) => "b";
        [Step] void Pay([FirstOf(nameof(A), nameof(B))] string approval) { }
        """);
}
