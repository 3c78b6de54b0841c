using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3023")]
public sealed class InvalidCancelOnTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [CancelOn({|WFG3023:"CalledOff"|}, "Pack")]
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Pack(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3023",
        """
        public record Order(string Id, int Amount);

        [CancelOn("CalledOff", "Pack")]
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Signal] private partial string CalledOff();

            [Step] void Pack(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Signal] private partial string Stop(Order order); [Step, CancelOn(nameof(Stop))] void Use(string stop) { }")]
    [InlineData("[Signal] private partial string Stop(); [Step, CancelOn(nameof(Stop), \"Nothing\")] void Use(Order order) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3023", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Signal] private partial string Stop(); [Step, CancelOn(nameof(Stop), nameof(Use))] void Use(Order order) { }")]
    [InlineData("[Signal] private partial string Stop(); [Step, CancelOn(nameof(Stop))] void Use(Order order) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3023", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixCorrectsTheNameOfAStep() => FixCase.BecomesAsync(
        "WFG3023",
        "Change to 'Pack'",
        """
        [Signal] private partial string Stop();
        [Step, CancelOn(nameof(Stop), "Pakc")] void Pack(Order order) { }
        """,
        """
        [Signal] private partial string Stop();
        [Step, CancelOn(nameof(Stop), nameof(Pack))] void Pack(Order order) { }
        """);

    [Fact]
    public Task FixOffersTheSignal() => FixCase.BecomesAsync(
        "WFG3023",
        "Change to 'Stop'",
        """
        [Signal] private partial string Stop();
        [Step, CancelOn("CalledOff", nameof(Pack))] void Pack(Order order) { }
        """,
        """
        [Signal] private partial string Stop();
        [Step, CancelOn(nameof(Stop), nameof(Pack))] void Pack(Order order) { }
        """);

    [Fact]
    public Task FixRemovesOneOfSeveralNames() => FixCase.BecomesAsync(
        "WFG3023",
        "Remove 'Nothing'",
        """
        [Signal] private partial string Stop();
        [Step, CancelOn(nameof(Stop), nameof(Pack), "Nothing")] void Pack(Order order) { }
        """,
        """
        [Signal] private partial string Stop();
        [Step, CancelOn(nameof(Stop), nameof(Pack))] void Pack(Order order) { }
        """);
}
