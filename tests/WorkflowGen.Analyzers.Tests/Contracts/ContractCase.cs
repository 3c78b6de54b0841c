using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Contracts;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Shipped;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Contracts;

/// <summary>Code as it was shipped, what the record says of it, and an edit.</summary>
internal static class ContractCase
{
    public const string Shop = """
        using System.Text.Json.Serialization;

        namespace Shop;

        public enum Colour { Red, Green, Blue }

        [JsonConverter(typeof(JsonStringEnumConverter))]
        public enum Size { Small, Large }

        public record Line(string Article, int Quantity, Colour Colour, Size Size);

        public class Part
        {
            public string Name { get; set; } = "";
        }

        public class Engine : Part
        {
            public int Power { get; set; }
        }

        public record Order(string Id, IReadOnlyList<Line> Lines, Dictionary<string, Line> ByName, string? Note);

        public record Payment(string Id, decimal Amount);

        public record Parcel(string Number, Engine Engine);

        public record Approval(string By);

        public abstract record Outcome
        {
            private Outcome() { }

            public sealed record Sent(string Text) : Outcome;

            public sealed record Kept(string Why) : Outcome;
        }

        [Workflow("parcel")]
        public sealed partial class ParcelWorkflow
        {
            public partial ValueTask<string> RunAsync(Parcel parcel);

            [Step] string Send(Parcel parcel) => parcel.Number;
        }

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Outcome> RunAsync(Order order);

            static bool IsLarge(Order order) => order.Lines.Count > 10;

            [Step] Payment Charge(Order order) => null!;

            [Signal(Timeout = "1d"), When(nameof(IsLarge))] private partial Approval? Approve(Payment payment);

            [Step, CompensateWith(nameof(Unpack))] Parcel Pack(Order order, Payment payment, Approval? approve) => new("1", new Engine());

            void Unpack(Parcel parcel) { }

            [Step, Pure] static IReadOnlyList<Line> Lines(Order order) => order.Lines;

            [Step] int Check([Each(MaxParallel = 2)] Line line) => 1;

            [Step] int Weigh(Parcel parcel) => 7;

            [Child] private partial Task<string> Deliver(ParcelWorkflow workflow, Parcel parcel);

            [Step, After(nameof(Check)), Output] Outcome Finish(Order order, [From(nameof(Weigh))] int weight, [From(nameof(Deliver))] string number) => new Outcome.Sent(number);
        }
        """;

    /// <summary>What the fix would record of the source.</summary>
    public static string Record(params string[] sources) => ShippedWriter.Write(FileOf(sources));

    public static ShippedFile FileOf(params string[] sources)
    {
        var compilation = TestCompilation.Create(sources);
        var errors = TestCompilation.Errors(compilation);
        Assert.True(errors.Count == 0, $"The source does not compile:\n{string.Join("\n", errors)}");
        return new(Types(compilation.Assembly.GlobalNamespace).Where(WorkflowInspection.IsWorkflow)
            .Select(t => ShippedWorkflows.Of(WorkflowInspection.Of(t, compilation, default), default)
                ?? throw new InvalidOperationException($"{t.Name} has no graph: {string.Join("; ", WorkflowInspection.Of(t, compilation, default).Graph.Findings.Select(f => f.RuleId + " " + string.Join(", ", f.Arguments)))}"))
            .ToEquatableArrayOf());
    }

    /// <summary>What is reported for the source beside a record of that text.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> ReportedAsync(string? record, params string[] sources)
    {
        var compilation = TestCompilation.Create(sources);
        var errors = TestCompilation.Errors(compilation);
        Assert.True(errors.Count == 0, $"The source does not compile:\n{string.Join("\n", errors)}");
        return await AnalyzerRun.DiagnosticsAsync(new ContractAnalyzer(), compilation, record is null ? [] : [new InMemoryAdditionalText("/test/workflows.shipped.json", record)]);
    }

    public static async Task<IReadOnlyList<Diagnostic>> AfterAsync(string before, params (string Old, string New)[] edits) =>
        await ReportedAsync(Record(before), Edited(before, edits));

    public static string Edited(string source, params (string Old, string New)[] edits)
    {
        foreach (var (old, @new) in edits)
        {
            Assert.Contains(old, source, StringComparison.Ordinal);
            source = source.Replace(old, @new, StringComparison.Ordinal);
        }
        return source;
    }

    /// <summary>Id, place and message of each.</summary>
    public static string Text(IEnumerable<Diagnostic> diagnostics) => string.Join("\n", diagnostics.Select(d =>
        $"{d.Id} at '{(d.Location.SourceTree is { } tree ? tree.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length) : d.Location.ToString())}': {d.GetMessage(CultureInfo.InvariantCulture)}"));

    private static WorkflowGen.Roslyn.Model.EquatableArray<T> ToEquatableArrayOf<T>(this IEnumerable<T> items)
        where T : IEquatable<T> => WorkflowGen.Roslyn.Model.EquatableArray.ToEquatableArray(items);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
                yield return type;
            foreach (var inner in Types(member))
                yield return inner;
        }
    }
}
