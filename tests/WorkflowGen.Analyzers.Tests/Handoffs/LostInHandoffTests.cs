using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2007")]
public sealed class LostInHandoffTests
{
    [Fact]
    public Task FiresForAValueTuple() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(string text);

            [Step] {|WFG2007:(int Words, int Lines)|} Count(string text) => (1, 1);

            [Step] void Print((int Words, int Lines) counts) { }
        }
        """);

    [Fact]
    public Task FiresForAField() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public sealed class Order
        {
            public string Id = "";
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2007:Order|} value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task FiresForAPropertyWithoutASetter() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public sealed class Order
        {
            public List<string> Lines { get; } = [];
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2007:Order|} value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task FiresForAPrivateSetter() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public sealed class Order
        {
            public string Id { get; private set; } = "";
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2007:Order|} value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task FiresForAStack() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2007:Stack<int>|} value);

            [Step] void Use(Stack<int> value) { }
        }
        """);

    [Fact]
    public Task StaysSilentForRecordsAndIncludedMembers() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public sealed class Order(string id)
        {
            public string Id { get; } = id;

            [System.Text.Json.Serialization.JsonInclude] public int Count;

            [System.Text.Json.Serialization.JsonInclude] public string Note { get; private set; } = "";

            public required string Address { get; init; }

            public string Title => Id + Note;
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync(Order value);

            [Step] void Use(Order value) { }
        }
        """);
}
