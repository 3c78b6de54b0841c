using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0014")]
public sealed class StepReturnTypeTests
{
    [Fact]
    public Task FiresForAnEnumerator() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] {|WFG0014:IAsyncEnumerator<string>|} Lines(Order order) => throw new NotSupportedException();
        }
        """);

    [Fact]
    public Task FiresForAnAwaitableOfTheUsers() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] {|WFG0014:Soon|} Bill(Order order) => new();
        }

        public sealed class Soon
        {
            public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter();
        }
        """);

    [Fact]
    public Task StaysSilentForTasksAndValues() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] async Task<IReadOnlyList<string>> Lines(Order order)
            {
                await Task.Yield();
                return [order.Id];
            }
        }
        """);
}
