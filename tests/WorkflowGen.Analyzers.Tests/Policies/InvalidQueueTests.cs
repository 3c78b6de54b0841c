using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5017")]
public sealed class InvalidQueueTests
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

            [Step, {|WFG5017:Queue("")|}] void Render(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG5017",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Queue("gpu")] void Render(Order order) { }
        }
        """);

    [Fact]
    public Task FiresOnAClassToo() => LanguageCase.FiresAsync(
        "WFG5017",
        """
        public record Order(string Id, int Amount);

        [Workflow("order"), Queue(" ")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Render(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Step, Queue(\"qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\")] void A(Order order) { }")]
    [InlineData("[Step, Finally, Queue(\"gpu\")] void A(Order order) { } [Step] void B(Order order) { }")]
    [InlineData("[Signal, Queue(\"gpu\")] partial Task<int> A(); [Step] void B(int a) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG5017", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Queue(\"gpu\"), Limit(\"a\", Concurrency = 3), Exclusive(\"b\")] void A(Order order) { }")]
    [InlineData("[Step, Queue(\"a queue with blanks, ümlauts and / signs\")] void A(Order order) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG5017", LanguageCase.Workflow(members));

    [Fact]
    public Task FixRemovesIt() => FixCase.BecomesAsync(
        "WFG5017",
        "Remove [Queue]",
        """
        [Step]
        [Queue("")] // of the renderer
        void Charge(Order order) { }
        """,
        """
        [Step]
        void Charge(Order order) { }
        """);
}
