using WorkflowGen.Analyzers.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0005")]
public sealed class GenericWorkflowTests
{
    [Fact]
    public Task FiresForAGenericClass() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        [Workflow("echo")]
        public sealed partial class {|WFG0005:EchoWorkflow|}<T>
        {
            public partial ValueTask<string> RunAsync(string value);

            [Step] string Echo(string value) => value;
        }
        """);

    [Fact]
    public Task FiresInAGenericType() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public partial class Outer<T>
        {
            [Workflow] public partial class {|WFG0005:W|}
            {
                public partial ValueTask<string> RunAsync(string value);
                [Step] string Echo(string value) => value;
            }
        }
        """);

    [Fact]
    public Task StaysSilentForAGenericService() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public interface IEcho<T>
        {
            T Repeat(T value);
        }

        [Workflow("echo")]
        public sealed partial class EchoWorkflow(IEcho<string> echo)
        {
            public partial ValueTask<string> RunAsync(string value);

            [Step] string Echo(string value) => echo.Repeat(value);
        }
        """);
}
