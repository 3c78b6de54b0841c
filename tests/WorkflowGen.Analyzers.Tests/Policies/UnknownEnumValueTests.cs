using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5016")]
public sealed class UnknownEnumValueTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Idempotency({|WFG5016:(Idempotency)9|})] void Ship(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG5016",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Idempotency(Idempotency.Safe)] void Ship(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Idempotency((Idempotency)(-1))] int A(Order order) => 1;")]
    [InlineData("[Step, Retry(3, \"1s\", (Backoff)9), Idempotency(Idempotency.Safe)] int A(Order order) => 1;")]
    [InlineData("[Step] int A(Order order) => 1; [Step] void B([FirstOf(nameof(A), Rest = (Rest)7)] int a) { }")]
    [InlineData("[Step] int[] L(Order order) => []; [Step] void A([Each(Rest = (Rest)3)] int l) { }")]
    public Task FiresFor(string members) => LanguageCase.SaysAsync(LanguageCase.Workflow(members), "WFG5016");

    [Theory]
    [InlineData("[Step, Retry(3, \"1s\", (Backoff)2), Idempotency((Idempotency)1)] int A(Order order) => 1;")]
    public Task StaysSilentFor(string members) => LanguageCase.SaysAsync(LanguageCase.Workflow(members));
}
