using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2001")]
public sealed class NoProducerTests
{
    [Fact]
    public Task FiresForATypeThatNobodyMakes() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Shipment Ship(Order order, Payment {|WFG2001:payment|}) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForAResultThatMayBeNull() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync(Order order);

            [Step] Payment? Charge(Order order) => null;

            [Step] Shipment Ship(Order order, Payment {|WFG2001:payment|}) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForACollectionOfWhatIsWanted() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync(IReadOnlyList<Order> orders);

            [Step] Shipment Ship(Order {|WFG2001:order|}) => new(order.Id);
        }
        """);

    [Fact]
    public Task FiresForItsOwnResult() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync();

            [Step] Shipment Ship(Shipment {|WFG2001:shipment|}) => shipment;
        }
        """);

    [Fact]
    public Task StaysSilentForAConversionOfTheLanguages() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<double> RunAsync(int count, List<string> names);

            [Step] double Sum(long count, IReadOnlyList<string> names, float? factor) => count;

            [Step] float Factor(int count) => count;
        }
        """);

    [Fact]
    public Task FixTakesTheNullOfTheNearestProducer() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new MakeParameterNullableFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<int> RunAsync(int a);
            [Step] string? Find(int a) => null;
            [Step] int Count(string {|WFG2001:text|}) => 0;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<int> RunAsync(int a);
            [Step] string? Find(int a) => null;
            [Step] int Count(string? text) => 0;
        }
        """);
}
