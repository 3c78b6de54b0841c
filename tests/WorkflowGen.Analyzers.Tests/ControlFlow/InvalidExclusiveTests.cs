using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3025")]
public sealed class InvalidExclusiveTests
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

            [Step] void Read(Order order) { }

            [Step, Exclusive("ledger", Until = {|WFG3025:nameof(Read)|})] void Write(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3025",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Exclusive("ledger", Until = nameof(Write))] int Read(Order order) => 1;

            [Step] void Write(int read) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Exclusive(\"\")] int A(Order order) => 1;")]
    [InlineData("[Step, Exclusive(\"a\", Until = nameof(A))] int A(Order order) => 1;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3025", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Exclusive(\"a\")] int A(Order order) => 1;")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3025", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixLeavesOutUntil() => FixCase.BecomesAsync(
        "WFG3025",
        "Remove 'Until'",
        """
        [Step] void Read(Order order) { }
        [Step, Exclusive("ledger", Until = nameof(Read))] void Write(Order order) { }
        """,
        """
        [Step] void Read(Order order) { }
        [Step, Exclusive("ledger")] void Write(Order order) { }
        """);

    [Fact]
    public Task FixOffersALaterStep() => FixCase.BecomesAsync(
        "WFG3025",
        "Change to 'Check'",
        """
        [Step, Exclusive("ledger", Until = "End")] int Write(Order order) => 1;
        [Step] void Check(int write) { }
        """,
        """
        [Step, Exclusive("ledger", Until = nameof(Check))] int Write(Order order) => 1;
        [Step] void Check(int write) { }
        """);
}
