using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2005")]
public sealed class ResultPossiblyMissingTests
{
    [Fact]
    public Task FiresWhereTheLastStepIsGuarded() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Receipt {|WFG2005:Bill|}(Order order) => new(order.Id);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task FiresWhereItNeedsAGuardedStep() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Payment {|WFG2005:payment|}) => new("");

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentForANullableResult() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Receipt Bill(Order order) => new(order.Id);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentForAGuardThatIsAlwaysTrue() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order);

            [Step, When(nameof(Always))] Receipt Bill(Order order) => new(order.Id);

            static bool Always(Order order) => true;
        }
        """);

    [Fact]
    public Task FixLetsTheRunReturnNull() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new MakeResultNullableFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step, When(nameof(Is))] string {|WFG2005:A|}(int a) => "";
            static bool Is(int a) => a > 1;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string?> RunAsync(int a);
            [Step, When(nameof(Is))] string A(int a) => "";
            static bool Is(int a) => a > 1;
        }
        """);

    [Fact]
    public Task FixMakesTheParameterNullable() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new MakeParameterNullableFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step, When(nameof(Is))] byte[] A(int a) => [];
            [Step] string B(byte[] {|WFG2005:bytes|}) => "";
            static bool Is(int a) => a > 1;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step, When(nameof(Is))] byte[] A(int a) => [];
            [Step] string B(byte[]? bytes) => "";
            static bool Is(int a) => a > 1;
        }
        """);
}
