using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3018")]
public sealed class InvalidEndTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<string> RunAsync(Order order);

            static bool IsEmpty(Order order) => order.Amount == 0;

            [Step, When(nameof(IsEmpty)), {|WFG3018:End|}] void Stop(Order order) { }

            [Step, Output] string Work(Order order) => "done";
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3018",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<string?> RunAsync(Order order);

            static bool IsEmpty(Order order) => order.Amount == 0;

            [Step, When(nameof(IsEmpty)), End] void Stop(Order order) { }

            [Step, Output] string Work(Order order) => "done";
        }
        """);

    [Theory]
    [InlineData("[Step, End, Loop(Max = 3)] void Stop(Order order) { }")]
    [InlineData("[Step, End] int Stop(Order order) => 1; [Step] void Late(int stop) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3018", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, End] void Stop(Order order) { } [Step] void Work(Order order) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3018", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRemovesIt() => FixCase.BecomesAsync(
        "WFG3018",
        "Remove [End]",
        """
        [Step, End]
        [Loop(Max = 3)]
        void Stop(Order order) { }
        """,
        """
        [Step]
        [Loop(Max = 3)]
        void Stop(Order order) { }
        """);

    [Fact]
    public Task FixRemovesAListOfItsOwnAndKeepsTheComment() => FixCase.BecomesAsync(
        "WFG3018",
        "Remove [Loop]",
        """
        [Step, End]
        // Thrice.
        [Loop(Max = 3)]
        void Stop(Order order) { }
        """,
        """
        [Step, End]
        // Thrice.
        void Stop(Order order) { }
        """);
}
