using WorkflowGen.Analyzers.Schedules;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Schedules;

[Rule("WFG6007")]
public sealed class DuplicateScheduleTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new DuplicateScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *")]
        [{|WFG6007:Schedule("0 14 * * *")|}]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG6007",
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *", Name = "at-night")]
        [Schedule("0 14 * * *", Name = "at-noon")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task FiresForTheSchedulesOfDifferentWorkflows() => AnalyzerRun.VerifyAsync(
        new DuplicateScheduleAnalyzer(),
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *", Name = {|WFG6007:"sweep"|})]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }

        [Workflow("weekly")]
        [Schedule("0 2 * * SUN", Name = {|WFG6007:"Sweep"|})]
        public sealed partial class Weekly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);

    [Fact]
    public Task StaysSilentForVersionsOfOneWorkflow() => LanguageCase.SaysAsync(
        """
        [Workflow("nightly")]
        [Schedule("0 2 * * *")]
        public sealed partial class Nightly
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }

        [Workflow("nightly", Version = 2)]
        [Schedule("0 3 * * *")]
        public sealed partial class NightlyV2
        {
            public partial ValueTask RunAsync();

            [Step] void Sweep() { }
        }
        """);
}
