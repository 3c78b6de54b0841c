using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6008")]
public sealed class InvalidScheduleNameTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *", Name = {|WFG6008:"at night"|})]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6008",
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *", Name = "at-night")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);
}
