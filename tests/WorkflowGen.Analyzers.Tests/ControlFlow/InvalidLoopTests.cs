using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3013")]
public sealed class InvalidLoopTests
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

            [Step] int Fetch(Order order) => 1;

            [Step] void Log(Order order) { }

            [Step, Loop(To = {|WFG3013:nameof(Log)|}, Max = 3)] int Add(int fetch) => fetch;
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3013",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] int Fetch(Order order) => 1;

            [Step, Loop(To = nameof(Fetch), Max = 3)] string Add(int fetch) => $"{fetch}";
        }
        """);

    [Theory]
    [InlineData("[Step, Loop(To = \"Nothing\", Max = 3)] int Add(Order order) => 1;")]
    [InlineData("[Step, Loop(Max = -3)] int Add(Order order) => 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3013", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Loop(Max = 3)] int Add(Order order) => 1;")]
    [InlineData("[Step] int A(Order order) => 1; [Step] string B(int a) => \"\"; [Step, Loop(To = nameof(A), Max = 3)] byte[] C(string b) => [];")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3013", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixOffersAStepBeforeIt() => FixCase.BecomesAsync(
        "WFG3013",
        "Change to 'Fetch'",
        """
        [Step] int Fetch(Order order) => 1;
        [Step] void Log(Order order) { }
        [Step, Loop(To = nameof(Log), Max = 3)] string Add(int fetch) => "a";
        """,
        """
        [Step] int Fetch(Order order) => 1;
        [Step] void Log(Order order) { }
        [Step, Loop(To = nameof(Fetch), Max = 3)] string Add(int fetch) => "a";
        """);

    [Fact]
    public Task FixRepeatsTheStepAlone() => FixCase.BecomesAsync(
        "WFG3013",
        "Remove 'To'",
        """
        [Step, Loop(To = "Nothing", Max = 3)] int Add(Order order) => 1;
        """,
        """
        [Step, Loop(Max = 3)] int Add(Order order) => 1;
        """);

    [Fact]
    public Task FixBoundsIt() => FixCase.BecomesAsync(
        "WFG3013",
        "Set Max to 1000",
        """
        [Step, Loop(Max = -3)] int Add(Order order) => 1;
        """,
        """
        [Step, Loop(Max = 1000)] int Add(Order order) => 1;
        """);
}
