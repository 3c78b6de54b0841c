using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0006")]
public sealed class RunMethodMissingTests
{
    [Fact]
    public Task FiresWithoutRunAsync() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class {|WFG0006:OrderWorkflow|}
        {
            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentWithRunAsync() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task StaysSilentWithOverloadsOfRunAsync() => AnalyzerRun.VerifyAsync(
        new StructureAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            public ValueTask<Receipt> RunAsync(string id) => RunAsync(new Order(id));

            [Step] Receipt Bill(Order order) => new(order.Id);
        }
        """);

    [Fact]
    public Task FixWritesWhatTheStepsCallFor() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new DeclareRunMethodFix(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Shipment(string Id);

        [Workflow]
        public sealed partial class {|WFG0006:W|}
        {
            [Step] Payment Charge(Order order) => new(1);

            [Step] Shipment Ship(Order order, Payment payment, string carrier) => new(carrier);
        }
        """,
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Shipment(string Id);

        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<Shipment> RunAsync(Order order, string carrier, CancellationToken cancellationToken = default);

            [Step] Payment Charge(Order order) => new(1);

            [Step] Shipment Ship(Order order, Payment payment, string carrier) => new(carrier);
        }
        """);

    [Fact]
    public Task FixNamesTypesInFullWhereNoUsingReaches() => FixRun.VerifyAsync(
        new StructureAnalyzer(),
        new DeclareRunMethodFix(),
        """
        using WorkflowGen;

        [Workflow]
        public sealed partial class {|WFG0006:W|}
        {
            [Step] int Bill(string order) => order.Length;
        }
        """,
        """
        using WorkflowGen;

        [Workflow]
        public sealed partial class W
        {
            public partial System.Threading.Tasks.ValueTask<int> RunAsync(string order, System.Threading.CancellationToken cancellationToken = default);

            [Step] int Bill(string order) => order.Length;
        }
        """,
        globalUsings: false);
}
