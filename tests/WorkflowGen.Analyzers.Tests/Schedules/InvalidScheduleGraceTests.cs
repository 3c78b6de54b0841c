using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6009")]
public sealed class InvalidScheduleGraceTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *", MissedAfter = {|WFG6009:"soon"|})]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6009",
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *", MissedAfter = "10m")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);
}
