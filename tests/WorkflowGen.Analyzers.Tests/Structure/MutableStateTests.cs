using WorkflowGen.Analyzers.Structure;
using WorkflowGen.CodeFixes.Structure;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Structure;

[Rule("WFG0008")]
public sealed class MutableStateTests
{
    [Fact]
    public Task FiresForAField() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            int {|WFG0008:_count|};

            [Step] Receipt Bill(Order order) => new($"{order.Id} {_count++}");
        }
        """);

    [Fact]
    public Task FiresForAStaticField() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            static int {|WFG0008:_count|};

            [Step] Receipt Bill(Order order) => new($"{order.Id} {_count}");
        }
        """);

    [Fact]
    public Task FiresForAPropertyWithASetter() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            public int {|WFG0008:Count|} { get; set; }

            [Step] Receipt Bill(Order order) => new($"{order.Id} {Count}");
        }
        """);

    [Fact]
    public Task FiresForAnEvent() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            public event Action? {|WFG0008:Billed|};

            [Step] Receipt Bill(Order order) { Billed?.Invoke(); return new(order.Id); }
        }
        """);

    [Fact]
    public Task FiresForStateOfABaseClass() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        public abstract class Counting
        {
            protected int Count { get; set; }
        }

        [Workflow("order")]
        public sealed partial class {|WFG0008:OrderWorkflow|} : Counting
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new($"{order.Id} {Count}");
        }
        """);

    [Fact]
    public Task FiresForAConstructorParameterThatIsWritten() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow(int count)
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new($"{order.Id} {({|WFG0008:count|} = 2)} {{|WFG0008:count|}++}");
        }
        """);

    [Fact]
    public Task FiresForAConstructorParameterThatIsPassedByReference() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow(int count)
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) { Interlocked.Increment(ref {|WFG0008:count|}); return new(order.Id); }
        }
        """);

    [Fact]
    public Task StaysSilentForReadonlyFieldsConstantsAndInitOnlyProperties() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow(string prefix)
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            private const int Copies = 2;
            private static readonly string Currency = "EUR";
            private readonly string _text = prefix;

            public int Width { get; init; } = 80;
            public string Title => _text;

            [Step] Receipt Bill(Order order) => new($"{order.Id} {Copies} {Currency} {_text} {prefix}");
        }
        """);

    [Fact]
    public Task StaysSilentForMutableStateOfAnotherClass() => AnalyzerRun.VerifyAsync(
        new MutableStateAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);

            [Step] Receipt Bill(Order order) => new(order.Id);
        }

        public sealed class Counter
        {
            public int Count { get; set; }
        }
        """);

    [Fact]
    public Task FixMakesAFieldReadonly() => FixRun.VerifyAsync(
        new MutableStateAnalyzer(),
        new MakeReadOnlyFix(),
        """
        [Workflow]
        public partial class W
        {
            private string {|WFG0008:_x|} = "";
            public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name + _x;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            private readonly string _x = "";
            public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name + _x;
        }
        """);

    [Fact]
    public Task FixRemovesASetter() => FixRun.VerifyAsync(
        new MutableStateAnalyzer(),
        new MakeReadOnlyFix(),
        """
        [Workflow]
        public partial class W
        {
            public string {|WFG0008:X|} { get; set; } = "";
            public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name + X;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public string X { get; } = "";
            public partial ValueTask<string> RunAsync(string name); [Step] string A(string name) => name + X;
        }
        """);
}
