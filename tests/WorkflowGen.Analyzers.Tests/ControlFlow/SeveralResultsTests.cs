using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3003")]
public sealed class SeveralResultsTests
{
    [Fact]
    public Task FiresForTwoSinks() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial {|WFG3003:ValueTask<Receipt>|} RunAsync(Order order);

            [Step] Receipt Bill(Order order) => new("bill");

            [Step] Receipt Remind(Order order) => new("reminder");
        }
        """);

    [Fact]
    public Task StaysSilentWhereOneIsMarked() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, Output] Receipt Bill(Order order) => new("bill");

            [Step] Receipt Remind(Order order) => new("reminder");
        }
        """);

    [Fact]
    public Task FixMarksOne() => FixRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        new MarkOutputFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial {|WFG3003:ValueTask<string>|} RunAsync(int a);
            [Step] string One(int a) => "";
            [Step] string Two(int a) => "";
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step] string One(int a) => "";
            [Step, Output] string Two(int a) => "";
        }
        """,
        title: "'Two'");
}
