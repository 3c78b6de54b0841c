using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0002")]
public sealed class ContainingTypeNotPartialTests
{
    [Fact]
    public Task FiresForATypeAroundIt() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public static class {|WFG0002:Shop|}
        {
            [Workflow("greet")]
            public sealed partial class GreetWorkflow
            {
                public partial ValueTask<string> RunAsync(string name);

                [Step] string Greet(string name) => $"Hello {name}";
            }
        }
        """);

    [Fact]
    public Task StaysSilentForAPartialTypeAroundIt() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public static partial class Shop
        {
            [Workflow("greet")]
            public sealed partial class GreetWorkflow
            {
                public partial ValueTask<string> RunAsync(string name);

                [Step] string Greet(string name) => $"Hello {name}";
            }
        }
        """);

    [Fact]
    public Task FixAddsPartialToTheOuterType() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new MakePartialFix(),
        """
        class {|WFG0002:Outer|}
        {
            [Workflow] partial class W { public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name; }
        }
        """,
        """
        partial class Outer
        {
            [Workflow] partial class W { public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name; }
        }
        """);
}
