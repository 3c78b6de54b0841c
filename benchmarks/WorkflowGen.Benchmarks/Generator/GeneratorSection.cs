using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WorkflowGen.Generators;

namespace WorkflowGen.Benchmarks.Generator;

/// <summary>How long the generator takes: on a compilation that it has not seen, and after an edit.</summary>
internal sealed class GeneratorSection : IBenchmarkSection
{
    private const int Rounds = 9;
    private static readonly CSharpParseOptions s_options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp12);

    public string Name => "generator";

    public string Title => "Generator";

    public Task<string> RunAsync()
    {
        var table = new StringBuilder("""
            First run: a driver and a compilation that are new. After an edit: of one workflow's contract, with the driver kept; the other workflows' files are not written again. Compiler: what
            it takes to bind the same sources without the generator.

            | workflows | first run | after an edit of one | compiler | first run / compiler |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        _ = Measure(Sources(20));
        foreach (var count in new[] { 1, 100, 500 })
            Row(table, $"{count} of 7 steps", Sources(count));
        Row(table, "1 of 2,000 steps", [LargeChain(2000), "class Padding;"]);
        return Task.FromResult(table.ToString());
    }

    private static void Row(StringBuilder table, string name, string[] sources)
    {
        var (first, edit, compiler) = Measure(sources);
        table.Append(CultureInfo.InvariantCulture, $"| {name} | {first.Time} | {edit.Time} | {compiler.Time} | {first.RatioTo(compiler):0.00} |\n");
    }

    private static (Measured First, Measured Edit, Measured Compiler) Measure(string[] sources)
    {
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, s_options, $"/{i}.cs")).ToArray();
        var edited = CSharpSyntaxTree.ParseText(sources[0].Replace("Last", "End", StringComparison.Ordinal), s_options, "/0.cs");
        double[] first = new double[Rounds], edit = new double[Rounds], compiler = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new WorkflowGenerator().AsSourceGenerator()], parseOptions: s_options);
            var compilation = Compile(trees);
            first[round] = Time(() => driver = driver.RunGenerators(compilation));
            if (driver.GetRunResult().Results[0] is { Exception: not null } or { GeneratedSources.Length: 0 })
                throw new InvalidOperationException("The generator wrote nothing.");

            var next = compilation.ReplaceSyntaxTree(trees[0], edited);
            edit[round] = Time(() => driver = driver.RunGenerators(next));

            var other = Compile(trees);
            compiler[round] = Time(() => other.GetDiagnostics());
        }
        return (new("", first, 0), new("", edit, 0), new("", compiler, 0));
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static CSharpCompilation Compile(SyntaxTree[] trees) =>
        CSharpCompilation.Create("Benchmark", trees, s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)))
            .Append(typeof(StepAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static string[] Sources(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => $$"""
            using System.Threading;
            using System.Threading.Tasks;
            using WorkflowGen;

            namespace Shop{{i}};

            public sealed record Order(string Item, int Amount);
            public sealed record ValidOrder(Order Order);
            public sealed record Stock(string Item);
            public sealed record Payment(string Key);
            public sealed record Allocation(Stock Stock, Payment Payment);
            public sealed record Invoice(Allocation Allocation);
            public sealed record Shipment(Allocation Allocation);
            public sealed record Confirmation(Invoice Invoice, Shipment Shipment);
            public interface IPayments { Task<Payment> ChargeAsync(ValidOrder order, string key); }

            [Workflow("order{{i}}")]
            public sealed partial class OrderWorkflow(IPayments payments)
            {
                public partial ValueTask<Confirmation> RunAsync(Order order, CancellationToken cancellationToken = default);

                private static bool IsGift(ValidOrder order) => order.Order.Amount == 0;

                [Step] private ValidOrder Validate(Order order) => new(order);
                [Step] private Task<Stock> Check(ValidOrder order, CancellationToken cancellationToken) => Task.FromResult(new Stock(order.Order.Item));
                [Step, Retry(3, "1s", Backoff.Exponential), Timeout("10s"), Idempotency(Idempotency.Keyed)] private Task<Payment> Charge(ValidOrder order, StepContext step) => payments.ChargeAsync(order, step.IdempotencyKey);
                [Step] private Allocation Allocate(Stock stock, Payment payment) => new(stock, payment);
                [Step] private ValueTask<Invoice> Bill(Allocation allocation) => new(new Invoice(allocation));
                [Step] private ValueTask<Shipment> Ship(Allocation allocation) => new(new Shipment(allocation));
                [Step] private Confirmation Last(Invoice invoice, Shipment shipment) => new(invoice, shipment);
            }
            """),
    ];

    private static string LargeChain(int steps)
    {
        var source = new StringBuilder("""
            using System.Threading.Tasks;
            using WorkflowGen;

            [Workflow("large")]
            public sealed partial class Large
            {
                public partial ValueTask<int> RunAsync(int n);
                [Step] private int S0([From("n")] int n) => n + 1;

            """);
        for (var i = 1; i < steps - 1; i++)
            source.Append(CultureInfo.InvariantCulture, $"    [Step] private int S{i}([From(nameof(S{i - 1}))] int n) => n + 1;\n");
        return source.Append(CultureInfo.InvariantCulture, $"    [Step] private int Last([From(nameof(S{steps - 2}))] int n) => n + 1;\n}}\n").ToString();
    }
}
