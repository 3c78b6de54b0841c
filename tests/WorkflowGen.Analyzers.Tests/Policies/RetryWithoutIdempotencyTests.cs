using WorkflowGen.Analyzers.Policies;
using WorkflowGen.CodeFixes.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5009")]
public sealed class RetryWithoutIdempotencyTests
{
    [Fact]
    public Task FiresForARetryAlone() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG5009:Retry(3, "1s")|}]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForASafeStep() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(3, "1s"), Idempotency(Idempotency.Safe)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentForASingleAttempt() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Retry(1)]
            void Bill(Order order) { }
        }
        """);

    [Fact]
    public Task FixSaysThatARepeatIsSafe() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new StateIdempotencyFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG5009:Retry(3)|}] void One(int a) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Retry(3), Idempotency(Idempotency.Safe)] void One(int a) { }
        }
        """,
        title: "safe");

    [Fact]
    public Task FixSaysThatItIsKeyed() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new StateIdempotencyFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG5009:Retry(3)|}] void One(int a) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Retry(3), Idempotency(Idempotency.Keyed)] void One(int a) { }
        }
        """,
        title: "key");

    [Fact]
    public Task FixDoesNotRetryWhatMustNotRunTwice() => FixRun.VerifyAsync(
        new PolicyAnalyzer(),
        new StateIdempotencyFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, {|WFG5009:Retry(3)|}] void One(int a) { }
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask RunAsync(int a);
            [Step, Idempotency(Idempotency.AtMostOnce)] void One(int a) { }
        }
        """,
        title: "twice");
}
