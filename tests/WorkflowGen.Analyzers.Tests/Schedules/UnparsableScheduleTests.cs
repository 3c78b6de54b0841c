using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6001")]
public sealed class UnparsableScheduleTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("0 {|WFG6001:25|} * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6001",
        """
        [Workflow("nightly")]
        [Schedule("0 23 * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Theory]
    [InlineData("0 2 * *")]
    [InlineData("0 2 * * * * *")]
    [InlineData("")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * MOO")]
    [InlineData("* * * 13 *")]
    [InlineData("0 0 0 * *")]
    [InlineData("1,,2 * * * *")]
    [InlineData("1- * * * *")]
    [InlineData("0 0 ? ? W")]
    [InlineData("0 0 32W * *")]
    [InlineData("0 0 * * FRI#6")]
    [InlineData("0 ? * * *")]
    [InlineData("@every 90s")]
    [InlineData("@reboot")]
    [InlineData("1/x * * * *")]
    [InlineData("0 0 L-31 * *")]
    [InlineData("0 0 15-17W * *")]
    [InlineData("-1 * * * *")]
    [InlineData("+1 * * * *")]
    [InlineData("1.5 * * * *")]
    public Task FiresFor(string cron) => LanguageCase.FiresAsync("WFG6001", Nightly(cron));

    [Theory]
    [InlineData("0 2 * * MON-FRI")]
    [InlineData("*/10 * * * * *")]
    [InlineData("0 0 L * ?")]
    [InlineData("0 0 LW * *")]
    [InlineData("0 0 15W * *")]
    [InlineData("0 0 * * 5L")]
    [InlineData("0 0 ? * fri#2")]
    [InlineData("0 22-2 * NOV-FEB FRI-MON")]
    [InlineData("@daily")]
    [InlineData("@Yearly")]
    [InlineData(" 0  2 * * 7 ")]
    [InlineData("0 0 L-3,15 * *")]
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

    [Theory]
    [InlineData("@\"0 {|WFG6001:25|} * * *\"")]
    [InlineData("{|WFG6001:\"0\\t25 * * *\"|}")]
    [InlineData("cron: \"0 2 * *{|WFG6001:\"|}")]
    [InlineData("\"0 2 * * * * {|WFG6001:2026 x|}\"")]
    [InlineData("\"1,{|WFG6001:MON|},3 * * * *\"")]
    public Task FiresAtThePlaceInsideTheString(string argument) => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        $$"""
        [Workflow("nightly")]
        [Schedule("@daily", Name = "daily"), Schedule({{argument}}, Name = "other")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);
}
