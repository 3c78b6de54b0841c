using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2002")]
public sealed class AmbiguousHandoffTests
{
    [Fact]
    public Task FiresForTwoOfOneType() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(string customer, string address);

            [Step] Receipt Bill(string {|WFG2002:text|}) => new(text);
        }
        """);

    [Fact]
    public Task FiresForAGuard() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int count, int limit);

            [Step, When(nameof(IsLarge))] void Bill(int count) { }

            static bool IsLarge(int {|WFG2002:number|}) => number > 10;
        }
        """);

    [Fact]
    public Task StaysSilentWhereTheNameDecides() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(string customer, string address);

            [Step] Receipt Bill(string address) => new(address);

            [Step] void Greet(string customer) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereFromDecides() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(string customer, string address);

            [Step] Receipt Bill([From("customer")] string text) => new(text);

            [Step] void Send(string address) { }
        }
        """);

    [Fact]
    public Task FixOffersAnInput() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new AddFromFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step] string One(int a) => "";
            [Step] string Two(int a) => "";
            [Step, Output] string Join(string {|WFG2002:text|}) => text;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step] string One(int a) => "";
            [Step] string Two(int a) => "";
            [Step, Output] string Join([From(nameof(Two))] string text) => text;
        }
        """,
        title: "from 'Two'");
}
