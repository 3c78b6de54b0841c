using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3004")]
public sealed class NoResultTests
{
    [Fact]
    public Task FiresWhereNothingConverts() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial {|WFG3004:ValueTask<Receipt>|} RunAsync(Order order);

            [Step] Payment Charge(Order order) => new(1);
        }
        """);

    [Fact]
    public Task FiresWhereAnotherStepTakesIt() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial {|WFG3004:ValueTask<Receipt>|} RunAsync(Order order);

            [Step] Receipt Bill(Order order) => new("");

            [Step] void Print(Receipt receipt) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereRunAsyncReturnsNothing() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] Payment Charge(Order order) => new(1);
        }
        """);

    [Fact]
    public Task FixMarksTheStepThatIsUsedElsewhere() => FixRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        new MarkOutputFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial {|WFG3004:ValueTask<string>|} RunAsync(int a);
            [Step] string One(int a) => "";
            [Step] void Two(string one) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step, Output] string One(int a) => "";
            [Step] void Two(string one) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereAFinallyStepLooksAtTheResult() => LanguageCase.IsSilentAsync("WFG3004", """
        [Workflow("w")]
        public sealed partial class W
        {
            public partial ValueTask<string> RunAsync(int order);

            [Step] string Ship(int order) => "shipped";

            [Step, Finally] void Log(string? ship, StepFailure? failure) { }
        }
        """);
}
