using WorkflowGen.Analyzers.Contracts;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

[Rule("WFG4005")]
public sealed class InvalidRenamedTests
{
    [Fact]
    public Task FiresForNamesThatCannotBe() => AnalyzerRun.VerifyAsync(
        new RenamedAnalyzer(),
        """
        [Workflow("order")]
        public partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Step, {|WFG4005:Renamed("A")|}] void A(int order) { }

            [Step, {|WFG4005:Renamed("A")|}, Renamed("X"), {|WFG4005:Renamed("X")|}] void B(int order) { }

            [Step, {|WFG4005:Renamed("X")|}, {|WFG4005:Renamed("")|}, {|WFG4005:Renamed("a b")|}] void C(int order) { }

            [{|WFG4005:Renamed("Y")|}] void Other() { }
        }
        """);

    [Fact]
    public Task StaysSilentForNamesThatWere() => AnalyzerRun.VerifyAsync(
        new RenamedAnalyzer(),
        """
        [Workflow("order")]
        public partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Step, Renamed("X"), Renamed("Y")] void A(int order) { }

            [Signal, Renamed("Z")] private partial string Come();
        }
        """);
}
