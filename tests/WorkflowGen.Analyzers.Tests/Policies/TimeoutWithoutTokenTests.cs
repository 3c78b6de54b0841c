using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5012")]
public sealed class TimeoutWithoutTokenTests
{
    [Fact]
    public Task FiresWithoutAToken() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG5012:Timeout("10s")|}]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithAToken() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout("10s")]
            void Bill(Order order, CancellationToken cancellationToken) { }
        }
        """);

    [Fact]
    public Task StaysSilentWithAContext() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Timeout("10s")]
            void Bill(Order order, StepContext step) { }
        }
        """);

    [Fact]
    public Task FixAllAddsTheParameterToEveryStep() => FixRun.VerifyAllAsync(
        new PolicyAnalyzer(),
        new AddRuntimeParameterFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync();
            [Step, {|WFG5012:Timeout("1s")|}] void One() { }
            [Step, {|WFG5012:Timeout("1s")|}] static Task Two(int n = 1) => Task.CompletedTask;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync();
            [Step, Timeout("1s")] void One(CancellationToken cancellationToken) { }
            [Step, Timeout("1s")] static Task Two(CancellationToken cancellationToken, int n = 1) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task FixNamesTheTypeInFullWhereNoUsingReaches() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new AddRuntimeParameterFix(),
        """
        using System.Threading.Tasks;
        using WorkflowGen;

        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync();
            [Step, {|WFG5012:Timeout("1s")|}] void One() { }
        }
        """,
        """
        using System.Threading.Tasks;
        using WorkflowGen;

        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync();
            [Step, Timeout("1s")] void One(System.Threading.CancellationToken cancellationToken) { }
        }
        """,
        globalUsings: false);

    [Fact]
    public Task FixAddsTheParameter() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new AddRuntimeParameterFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync();
            [Step, {|WFG5012:Timeout("1s")|}] void One() { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync();
            [Step, Timeout("1s")] void One(CancellationToken cancellationToken) { }
        }
        """);
}
