using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3016")]
public sealed class InvalidCatchTests
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

            [Step] int Charge(Order order) => order.Amount;

            [Step, {|WFG3016:Catch("Chrage")|}] void Alert(StepFailure failure) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3016",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] int Charge(Order order) => order.Amount;

            [Step, Catch(nameof(Charge))] void Alert(StepFailure failure) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Catch(nameof(Alert))] void Alert(Order order) { }")]
    [InlineData("[Step] void Alert(StepFailure failure) { }")]
    [InlineData("[Step] int A(Order order) => 1; [Step, Catch(nameof(A))] void B([From(nameof(A))] int a) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3016", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] int A(Order order) => 1; [Step, Catch(nameof(A))] int B(StepFailure failure) => 2; [Step] void C([From(nameof(A))] int a) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3016", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixCorrectsTheName() => FixCase.BecomesAsync(
        "WFG3016",
        "Change to 'Charge'",
        """
        [Step] int Charge(Order order) => 1;
        [Step, Catch("Chrage")] void Alert(StepFailure failure) { }
        """,
        """
        [Step] int Charge(Order order) => 1;
        [Step, Catch(nameof(Charge))] void Alert(StepFailure failure) { }
        """);

    [Fact]
    public Task FixSaysWhoseFailureItTakes() => FixCase.BecomesAsync(
        "WFG3016",
        "Catch the failure of 'Charge'",
        """
        [Step] int Charge(Order order) => 1;
        [Step] void Alert(StepFailure failure) { }
        """,
        """
        [Step] int Charge(Order order) => 1;
        [Step, Catch(nameof(Charge))] void Alert(StepFailure failure) { }
        """);

    [Fact]
    public Task FixRemovesIt() => FixCase.BecomesAsync(
        "WFG3016",
        "Remove [Catch]",
        """
        [Step, Catch(nameof(Alert))] void Alert(Order order) { }
        """,
        """
        [Step] void Alert(Order order) { }
        """);
}
