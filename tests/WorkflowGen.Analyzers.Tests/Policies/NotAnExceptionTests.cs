using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5005")]
public sealed class NotAnExceptionTests
{
    [Fact]
    public Task FiresForAnotherType() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, On = {|WFG5005:[typeof(string)]|}), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForExceptions() => AnalyzerRun.VerifyAsync(
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
