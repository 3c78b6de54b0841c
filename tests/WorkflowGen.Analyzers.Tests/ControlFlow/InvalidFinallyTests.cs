using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3017")]
public sealed class InvalidFinallyTests
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

            [Step, Finally] int Close(Order order) => 1;

            [Step] void Report([{|WFG3017:From(nameof(Close))|}] int closed) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3017",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] int Count(Order order) => 1;

            [Step, Finally] void Close(int? count, StepFailure? failure) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Finally] void Close(Order order) { } [Step, After(nameof(Close))] void Late(Order order) { }")]
    [InlineData("[Step, Finally, Loop(Max = 2)] void Close(Order order) { }")]
    [InlineData("[Child, Finally] private partial Task<int> Close(Billing workflow, Order order);")]
    [InlineData("[Child(Detached = true), Finally] private partial Task Close(Billing workflow, Order order);")]
    [InlineData("[Delay(\"1h\"), Finally] private partial Task Close();")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3017", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] void Work(Order order) { } [Step, Finally] int Close(Order order) => 1; [Step, Finally] void Sweep(int? close, StepFailure? failure) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3017", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRunsTheOtherLastAsWell() => FixCase.BecomesAsync(
        "WFG3017",
        "Mark 'Report' as [Finally]",
        """
        [Step, Finally] int Close(Order order) => 1;
        [Step] void Report([From(nameof(Close))] int? closed) { }
        """,
        """
        [Step, Finally] int Close(Order order) => 1;
        [Step, Finally] void Report([From(nameof(Close))] int? closed) { }
        """);

    [Fact]
    public Task FixRemovesWhatDoesNotGoWithIt() => FixCase.BecomesAsync(
        "WFG3017",
        "Remove [Loop]",
        """
        [Step, Finally, Loop(Max = 2)] void Close(Order order) { }
        """,
        """
        [Step, Finally] void Close(Order order) { }
        """);
}
