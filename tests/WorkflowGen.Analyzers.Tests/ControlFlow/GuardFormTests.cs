using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3009")]
public sealed class GuardFormTests
{
    [Fact]
    public Task FiresForAnotherResult() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] void Bill(Order order) { }

            static string {|WFG3009:IsPaid|}(Order order) => "yes";
        }
        """);

    [Fact]
    public Task FiresForATask() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] void Bill(Order order) { }

            static Task<bool> {|WFG3009:IsPaid|}(Order order) => Task.FromResult(true);
        }
        """);

    [Fact]
    public Task FiresForAStep() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] void Bill(Order order) { }

            [Step] bool {|WFG3009:IsPaid|}(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task FiresForAToken() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] void Bill(Order order) { }

            static bool IsPaid(Order order, CancellationToken {|WFG3009:ct|}) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentForAPlainBoolMethod() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] void Bill(Order order) { }

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);
}
