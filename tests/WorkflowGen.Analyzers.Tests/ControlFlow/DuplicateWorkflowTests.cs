using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3006")]
public sealed class DuplicateWorkflowTests
{
    [Fact]
    public Task FiresForTheSameNameAndVersion() => AnalyzerRun.VerifyAsync(
        new DuplicateWorkflowAnalyzer(),
        """
        [Workflow("greet")]
        public sealed partial class {|WFG3006:GreetWorkflow|}
        {
            public partial ValueTask<string> RunAsync(string name);

            [Step] string Greet(string name) => name;
        }

        [Workflow("greet")]
        public sealed partial class {|WFG3006:WelcomeWorkflow|}
        {
            public partial ValueTask<string> RunAsync(string name);

            [Step] string Welcome(string name) => name;
        }
        """);

    [Fact]
    public Task StaysSilentForTwoVersions() => AnalyzerRun.VerifyAsync(
        new DuplicateWorkflowAnalyzer(),
        """
        [Workflow("greet")]
        public sealed partial class GreetWorkflow
        {
            public partial ValueTask<string> RunAsync(string name);

            [Step] string Greet(string name) => name;
        }

        [Workflow("greet", Version = 2)]
        public sealed partial class GreetWorkflowV2
        {
            public partial ValueTask<string> RunAsync(string name);

            [Step] string Welcome(string name) => name;
        }
        """);
}
