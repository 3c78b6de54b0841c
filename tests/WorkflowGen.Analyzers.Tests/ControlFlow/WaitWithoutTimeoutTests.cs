using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3026")]
public sealed class WaitWithoutTimeoutTests
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

            [Signal] private partial string {|WFG3026:Approval|}(Order order);

            [Step] void Pay(string approval) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3026",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Signal(Timeout = "30d")] private partial string? Approval(Order order);

            [Step] void Pay(string? approval) { }
        }
        """);

    [Theory]
    [InlineData("[HumanTask] private partial string Approval(Order order); [Step] void Use(string approval) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3026", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Signal] private partial string Stop(); [Step, CancelOn(nameof(Stop))] void Use(Order order) { }")]
    [InlineData("[HumanTask(Timeout = \"2d\")] private partial string? Approval(Order order); [Step] void Use(string? approval) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3026", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixEndsTheWaitAndLetsTheTakersTakeNull() => FixCase.BecomesAsync(
        "WFG3026",
        "Wait for \"1d\" at most",
        """
        [HumanTask(Title = "Approve")] private partial string Approval(Order order);
        static bool IsYes(string approval) => approval == "yes";
        [Step, When(nameof(IsYes))] void Pay(string approval) { }
        """,
        """
        [HumanTask(Title = "Approve", Timeout = "1d")] private partial string? Approval(Order order);
        static bool IsYes(string? approval) => approval == "yes";
        [Step, When(nameof(IsYes))] void Pay(string? approval) { }
        """);

    [Fact]
    public Task FixEndsAStream() => FixCase.BecomesAsync(
        "WFG3026",
        "Wait for \"1d\" at most",
        """
        [Signal] private partial IAsyncEnumerable<int> Clicks();
        [Step] void Count([Each] int click) { }
        """,
        """
        [Signal(Timeout = "1d")] private partial IAsyncEnumerable<int> Clicks();
        [Step] void Count([Each] int click) { }
        """);
}
