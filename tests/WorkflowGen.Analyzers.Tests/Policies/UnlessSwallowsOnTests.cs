using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5006")]
public sealed class UnlessSwallowsOnTests
{
    [Fact]
    public Task FiresForABaseType() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, On = [typeof(FileNotFoundException)], Unless = {|WFG5006:[typeof(IOException)]|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForADerivedType() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, On = [typeof(IOException)], Unless = [typeof(FileNotFoundException)]), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);
}
