using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6002")]
public sealed class ScheduleNeverDueTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule({|WFG6002:"0 0 30 2 *"|})]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6002",
        """
        [Workflow("nightly")]
        [Schedule("0 0 29 2 *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Theory]
    [InlineData("0 0 31 2,4,6,9,11 *")]
    [InlineData("0 0 L-30 FEB ?")]
    [InlineData("0 0 L-30 4 ?")]
    [InlineData("0 0 30W 2 *")]
    public Task FiresFor(string cron) => LanguageCase.FiresAsync("WFG6002", Nightly(cron));

    [Theory]
    [InlineData("0 0 L-29 1 *")]
    [InlineData("0 0 * 2 MON#5")]
    [InlineData("0 0 31 * *")]
    [InlineData("0 0 30 2 MON")]
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
