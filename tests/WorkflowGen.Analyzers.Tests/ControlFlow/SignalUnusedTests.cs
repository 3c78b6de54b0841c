using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3020")]
public sealed class SignalUnusedTests
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

            [Signal(Timeout = "3d")] private partial string? {|WFG3020:Approval|}(Order order);

            [Step] void Pay(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3020",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Signal(Timeout = "3d")] private partial string? Approval(Order order);

            [Step, After(nameof(Approval))] void Pay(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Signal(Timeout = \"1h\")] private partial IAsyncEnumerable<int> Clicks(); [Step] int Work(Order order) => 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3020", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Signal(Timeout = \"1h\")] private partial string? Approval(); [Step] void Use(string? approval) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3020", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRemovesIt() => FixCase.BecomesAsync(
        "WFG3020",
        "Remove 'Clicks'",
        """
        [Step] int Work(Order order) => 1;

        [Signal(Timeout = "1h")] private partial IAsyncEnumerable<int> Clicks();
        """,
        """
        [Step] int Work(Order order) => 1;
        """);
}
