using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0013")]
public sealed class StepFormTests
{
    [Fact]
    public Task FiresForAsyncVoid() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] async void {|WFG0013:Bill|}(Order order) => await Task.Yield();
        }
        """);

    [Fact]
    public Task FiresForAGenericMethod() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void {|WFG0013:Bill|}<T>(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForParametersByReference() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Bill(in Order {|WFG0013:order|}) { }
        }
        """);

    [Fact]
    public Task FiresForParams() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(string[] names);

            [Step] void Greet(params string[] {|WFG0013:names|}) { }
        }
        """);

    [Fact]
    public Task FiresForAPartialMethod() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] private partial void {|WFG0013:Bill|}(Order order);

            private partial void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FiresForAReferenceReturned() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            private static readonly int[] Numbers = [1];

            public partial ValueTask<int> RunAsync(Order order);

            [Step] ref int {|WFG0013:First|}(Order order) => ref Numbers[0];
        }
        """);

    [Fact]
    public Task FiresForAnAccessor() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            int Count { [Step] {|WFG0013:get|} => 1; }

            [Step] void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAnOrdinaryMethod() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] async Task Bill(Order order) => await Task.Yield();
        }
        """);

    [Fact]
    public Task FixReturnsTask() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new ReturnTaskFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(string name);
            [Step] async void {|WFG0013:A|}(string name) => await Task.Yield();
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(string name);
            [Step] async Task A(string name) => await Task.Yield();
        }
        """);
}
