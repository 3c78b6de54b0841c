using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2006")]
public sealed class NotSerialisableTests
{
    [Fact]
    public Task FiresForADelegateDeepInside() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public record Order(IReadOnlyList<Line> Lines);

        public record Line(string Article, Action Callback);

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Order|} value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task FiresForAResult() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(string path);

            [Step] {|WFG2006:Task<Stream>|} Open(string path) => Task.FromResult<Stream>(File.OpenRead(path));

            [Step] void Read(Stream stream) { }
        }
        """);

    [Fact]
    public Task FiresForAnAbstractClassWithoutCases() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public abstract record Shape;

        public abstract record Round(double Radius) : Shape;

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Shape|} value);

            [Step] void Use(Shape value) { }
        }
        """);

    [Fact]
    public Task FiresForACaseOfAFamily() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public abstract record Shape;

        public record Circle(double Radius) : Shape;

        public record Drawn(Action Draw) : Shape;

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Shape|} value);

            [Step] void Use(Shape value) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAFamily() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public abstract record Shape
        {
            private Shape() { }

            public sealed record Circle(double Radius) : Shape;

            public abstract record Straight : Shape;

            public sealed record Square(double Side) : Straight;
        }

        public record Drawing(IReadOnlyList<Shape> Shapes);

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync(Drawing value);

            [Step] void Use(Drawing value) { }
        }
        """);

    [Fact]
    public Task FiresForAnInterface() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public interface IThing;

        public record Box(IThing Thing);

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Box|} value);

            [Step] void Use(Box value) { }
        }
        """);

    [Fact]
    public Task FiresForAConstructorThatCannotBeFilled() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public sealed class Order(string id)
        {
            public string Number { get; } = id;
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Order|} value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task FiresForSeveralConstructors() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public sealed class Order
        {
            public Order(string id) => Id = id;
            public Order(int id) => Id = id.ToString();
            public string Id { get; }
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Order|} value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task FiresForAKeyWithoutText() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public record Key(int Id);

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync({|WFG2006:Dictionary<Key, string>|} value);

            [Step] void Use(Dictionary<Key, string> value) { }
        }
        """);

    [Fact]
    public Task StaysSilentForPlainData() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        public enum Kind { Plain, Gift }

        public readonly record struct Money(decimal Amount, string Currency);

        public record Line(string Article, Money Price, Kind? Kind);

        public record Order(Guid Id, DateTimeOffset At, IReadOnlyList<Line> Lines, Dictionary<string, int[]> Stock, Uri? Link, Order? Previous)
        {
            public decimal Total => Lines.Sum(l => l.Price.Amount);
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync(Order value);

            [Step] void Use(Order value) { }
        }
        """);

    [Fact]
    public Task StaysSilentForCasesThatAreNamed() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")]
        public abstract record Shape;

        public record Circle(double Radius) : Shape;

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync(Shape value);

            [Step] void Use(Shape value) { }
        }
        """);

    [Fact]
    public Task StaysSilentForAConverterAndForWhatIsIgnored() => AnalyzerRun.VerifyAsync(
        new SerialisationAnalyzer(),
        """
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))]
        public sealed class Odd { public Action? Callback { get; set; } }

        public record Order(Odd Odd)
        {
            [System.Text.Json.Serialization.JsonIgnore] public Stream? Stream { get; init; }
        }

        [Workflow("use")]
        public sealed partial class UseWorkflow
        {
            public partial ValueTask RunAsync(Order value);

            [Step] void Use(Order value) { }
        }
        """);
}
