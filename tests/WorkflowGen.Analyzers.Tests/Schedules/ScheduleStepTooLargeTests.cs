using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6004")]
public sealed class ScheduleStepTooLargeTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("*{|WFG6004:/90|} * * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6004",
        """
        [Workflow("nightly")]
        [Schedule("*/30 * * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Theory]
    [InlineData("0 */24 * * *")]
    [InlineData("0 5-9/5 * * *")]
    public Task FiresFor(string cron) => LanguageCase.FiresAsync("WFG6004", Nightly(cron));

    [Theory]
    [InlineData("0 */12 * * *")]
    [InlineData("0 5-10/5 * * *")]
    public Task StaysSilentFor(string cron) => LanguageCase.SaysAsync(Nightly(cron));

    private static string Nightly(string cron) => $$"""
        [Workflow("nightly")]
        [Schedule("{{cron}}")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """;
}
