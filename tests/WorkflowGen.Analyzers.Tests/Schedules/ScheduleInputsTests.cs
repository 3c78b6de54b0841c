using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6006")]
public sealed class ScheduleInputsTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [{|WFG6006:Schedule("0 2 * * *")|}]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync(string customer);

            [Step] void Sweep(string customer) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6006",
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync(ScheduleFiring firing);

            [Step] void Sweep(ScheduleFiring firing) { }
        }
        """);
}
