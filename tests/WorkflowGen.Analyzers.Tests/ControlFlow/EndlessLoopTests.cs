using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3014")]
public sealed class EndlessLoopTests
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

            [Step, {|WFG3014:Loop(While = nameof(Always))|}] int Poll(Order order) => 1;

            static bool Always() => true;
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3014",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Loop(While = nameof(IsPending), Max = 100)] int Poll(Order order) => 1;

            static bool IsPending(int poll) => poll < 3;
        }
        """);

    [Theory]
    [InlineData("[Step, Loop] int Add(Order order) => 1;")]
    [InlineData("[Step, Loop(While = nameof(P))] int Add(Order order) => 1; static bool P(Order order) => order.Amount > 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3014", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Loop(While = nameof(P))] int Add(Order order) => 1; static bool P(int add) => add < 3;")]
    [InlineData("[Step, Loop(While = nameof(P), Max = 9)] int Add(Order order) => 1; static bool P() => true;")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3014", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixBoundsIt() => FixCase.BecomesAsync(
        "WFG3014",
        "Set Max to 1000",
        """
        [Step, Loop] int Add(Order order) => 1;
        """,
        """
        [Step, Loop(Max = 1000)] int Add(Order order) => 1;
        """);

    [Fact]
    public Task FixBoundsWhatHasAGuard() => FixCase.BecomesAsync(
        "WFG3014",
        "Set Max to 1000",
        """
        [Step]
        // Again and again.
        [Loop(While = nameof(P))]
        int Add(Order order) => 1;

        static bool P() => true;
        """,
        """
        [Step]
        // Again and again.
        [Loop(While = nameof(P), Max = 1000)]
        int Add(Order order) => 1;

        static bool P() => true;
        """);
}
