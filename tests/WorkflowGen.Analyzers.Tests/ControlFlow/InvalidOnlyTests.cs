using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3024")]
public sealed class InvalidOnlyTests
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

            [Step] void Accept(Order order) { }

            [Step, Only(After = nameof(Accept), Before = {|WFG3024:"Shipped"|})] void Change(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3024",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Accept(Order order) { }

            [Step, After(nameof(Accept))] void Ship(Order order) { }

            [Step, Only(After = nameof(Accept), Before = nameof(Ship))] void Change(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Only(After = nameof(A))] int A(Order order) => 1;")]
    [InlineData("[Step, Only] int A(Order order) => 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3024", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] int A(Order order) => 1; [Step, Only(After = nameof(A))] void B(Order order) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3024", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixRemovesWhatItNames() => FixCase.BecomesAsync(
        "WFG3024",
        "Remove 'Before'",
        """
        [Step] void Accept(Order order) { }
        [Step, Only(After = nameof(Accept), Before = "Shipped")] void Change(Order order) { }
        """,
        """
        [Step] void Accept(Order order) { }
        [Step, Only(After = nameof(Accept))] void Change(Order order) { }
        """);

    [Fact]
    public Task FixCorrectsTheName() => FixCase.BecomesAsync(
        "WFG3024",
        "Change to 'Shipped'",
        """
        [Step] void Accept(Order order) { }
        [Step] void Shipped(Order order) { }
        [Step, Only(After = nameof(Accept), Before = "Shiped")] void Change(Order order) { }
        """,
        """
        [Step] void Accept(Order order) { }
        [Step] void Shipped(Order order) { }
        [Step, Only(After = nameof(Accept), Before = nameof(Shipped))] void Change(Order order) { }
        """);
}
