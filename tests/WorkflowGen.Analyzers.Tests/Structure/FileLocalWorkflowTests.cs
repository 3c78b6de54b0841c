using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0019")]
public sealed class FileLocalWorkflowTests
{
    [Fact]
    public Task FiresForAClassOfItsFile() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        [Workflow("echo")]
        file sealed partial class {|WFG0019:EchoWorkflow|}
        {
            public partial ValueTask<string> RunAsync(string value);

            [Step] string Echo(string value) => value;
        }
        """);

    [Fact]
    public Task FiresInAClassOfItsFile() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        file static partial class Outer
        {
            [Workflow] public sealed partial class {|WFG0019:W|}
            {
                public partial ValueTask<string> RunAsync(string value);
                [Step] string Echo(string value) => value;
            }
        }
        """);

    [Fact]
    public Task StaysSilentForAPrivateClass() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public static partial class Outer
        {
            [Workflow] private sealed partial class W
            {
                public partial ValueTask<string> RunAsync(string value);
                [Step] string Echo(string value) => value;
            }
        }
        """);
}
