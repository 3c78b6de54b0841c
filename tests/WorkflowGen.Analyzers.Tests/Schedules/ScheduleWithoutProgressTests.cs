using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6003")]
public sealed class ScheduleWithoutProgressTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("*{|WFG6003:/0|} * * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6003",
        """
        [Workflow("nightly")]
        [Schedule("*/5 * * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Theory]
    [InlineData("0 0/0 * * *")]
    [InlineData("0 0 1-5/0 * *")]
    public Task FiresFor(string cron) => LanguageCase.FiresAsync("WFG6003", Nightly(cron));

    [Theory]
    [InlineData("0 0/1 * * *")]
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
