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
}
