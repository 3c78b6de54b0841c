using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5007")]
public sealed class TimeoutWithoutBoundTests
{
    [Fact]
    public Task FiresWithoutArguments() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG5007:Timeout|}]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithATotal() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout(Total = "1m")]
            void Bill(Order order, CancellationToken ct) { }
        }
        """);

    [Fact]
    public Task FixRemovesIt() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new RemoveAttributeFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step]
            [{|WFG5007:Timeout|}]
            void One(int a) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step]
            void One(int a) { }
        }
        """);
}
