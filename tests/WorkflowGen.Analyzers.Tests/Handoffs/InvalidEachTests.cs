using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2016")]
public sealed class InvalidEachTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] void Pack([{|WFG2016:Each|}] string article) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2016",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] IReadOnlyList<string> Articles(Order order) => [order.Id];

            [Step] void Pack([Each] string article) { }
        }
        """);

    [Theory]
    [InlineData("[Step] IReadOnlyList<int> Numbers(Order order) => [1]; [Step] void Use([Each(MaxParallel = -1)] int number) { }")]
    [InlineData("[Step] IReadOnlyList<int> Numbers(Order order) => [1]; [Step] int Use([Each(Enough = -1)] int number) => 1;")]
    [InlineData("[Step] IReadOnlyList<int> Numbers(Order order) => [1]; [Step] void Use([Each(CompleteOn = \"Nothing\")] int number) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2016", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step] int[] Numbers(Order order) => [1]; [Step] void Use([Each] int number) { }")]
    [InlineData("[Step] List<int> Numbers(Order order) => [1]; [Step] void Use([Each(MaxParallel = 3)] int number) { }")]
    [InlineData("[Step] async IAsyncEnumerable<int> Numbers(Order order) { await Task.CompletedTask; yield return 1; } [Step] void Use([Each] int number) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2016", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixTakesTheSingleOneThatThereIs() => FixCase.BecomesAsync(
        "WFG2016",
        "Remove [Each]",
        """
        [Step] string Article(Order order) => order.Id;
        [Step] void Pack([Each] string article) { }
        """,
        """
        [Step] string Article(Order order) => order.Id;
        [Step] void Pack(string article) { }
        """);

    [Fact]
    public Task FixRemovesWhatSaysNothing() => FixCase.BecomesAsync(
        "WFG2016",
        "Remove 'MaxParallel'",
        """
        [Step] IReadOnlyList<int> Numbers(Order order) => [1];
        [Step] int Use([Each(MaxParallel = -1, Enough = 1)] int number) => 1;
        """,
        """
        [Step] IReadOnlyList<int> Numbers(Order order) => [1];
        [Step] int Use([Each(Enough = 1)] int number) => 1;
        """);

    [Fact]
    public Task FixCorrectsTheNameOfTheSignal() => FixCase.BecomesAsync(
        "WFG2016",
        "Change to 'Enough'",
        """
        [Signal] private partial string Enough();
        [Step] IReadOnlyList<int> Numbers(Order order) => [1];
        [Step] void Use([Each(CompleteOn = "Enuogh")] int number) { }
        """,
        """
        [Signal] private partial string Enough();
        [Step] IReadOnlyList<int> Numbers(Order order) => [1];
        [Step] void Use([Each(CompleteOn = nameof(Enough))] int number) { }
        """);

    [Fact]
    public Task FixLetsTheGuardTakeTheResults() => FixCase.BecomesAsync(
        "WFG2016",
        "Let 'IsEnough' take the results so far",
        """
        [Step] IReadOnlyList<int> Numbers(Order order) => [1];
        [Step] string Use([Each(Until = nameof(IsEnough))] int number) => "a";
        static bool IsEnough(Order order) => order.Amount > 1;
        """,
        """
        [Step] IReadOnlyList<int> Numbers(Order order) => [1];
        [Step] string Use([Each(Until = nameof(IsEnough))] int number) => "a";
        static bool IsEnough(IReadOnlyList<string> results, Order order) => order.Amount > 1;
        """);
}
