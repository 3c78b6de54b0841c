using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2011")]
public sealed class UnusedInputTests
{
    [Fact]
    public Task FiresForAnInputThatNobodyTakes() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<int> RunAsync(string order, decimal {|WFG2011:discount|}, CancellationToken cancellationToken = default);

            [Step] int Bill(string order, CancellationToken cancellationToken) => order.Length;
        }
        """);

    [Fact]
    public Task StaysSilentForAnInputThatOnlyAGuardTakes() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<int?> RunAsync(string order, decimal discount);

            [Step, When(nameof(IsReduced))] int Bill(string order) => order.Length;

            static bool IsReduced(decimal discount) => discount > 0;
        }
        """);

    [Fact]
    public Task StaysSilentForAnUnderscore() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<int> RunAsync(string order, decimal _discount);

            [Step] int Bill(string order) => order.Length;
        }
        """);

    [Fact]
    public Task StaysSilentWhileAParameterHasNoProducer() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<int> RunAsync(string order, decimal discount);

            [Step] int Bill(string order, double {|WFG2001:discount|}) => order.Length;
        }
        """);
}
