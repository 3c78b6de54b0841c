using System.Text.RegularExpressions;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Parsing;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>A workflow with all of the language in it, half typed in every way: it is read and judged without an exception, and the same way each time.</summary>
public sealed partial class FlowRobustnessTests
{
    private const string Everything = """
        namespace Shop;
        public record Order(string Id); public record Line(int N); public record Price(int N); public record Approval(bool Yes); public record Page(int N);
        public abstract record Decision; public sealed record Approved(int N) : Decision; public sealed record Rejected : Decision; public abstract record Late : Decision; public sealed record VeryLate : Late;
        [Workflow("child")] public partial class Child { public partial ValueTask<Approval> RunAsync(Order order); [Step] Approval A(Order order) => new(true); }
        [Workflow("all", FailFast = false), CancelOn(nameof(Stop)), CancelOn(nameof(Skip), nameof(Charge), nameof(Ship))]
        public sealed partial class W(Child child)
        {
            public partial ValueTask<Price?> RunAsync(Order order, IReadOnlyList<Line> lines);
            static bool Large(Order order) => order.Id.Length > 3; static bool Small(Order order) => !Large(order); static bool More(Page page, [Previous] Page? last) => page.N > 1; static bool Enough(IReadOnlyList<Price> prices) => prices.Count > 3;
            [Signal] private partial string Stop(); [Signal] private partial string Skip(); [Signal] private partial string Close();
            [Signal(Timeout = "3d", Buffered = false)] private partial Approval? Ask(Order order); [HumanTask(Title = "Check", Timeout = "1d")] private partial Task<Approval?> Check(Order order);
            [Signal] private partial IAsyncEnumerable<Line> Added(); [Delay("1h"), After(nameof(Ask))] private partial Task Cool(); [Delay] static DateTimeOffset Until(Order order) => DateTimeOffset.UnixEpoch;
            [Child, Retry(2)] private partial Task<Approval> Bill(Child workflow, Order order); [Child(Detached = true)] private partial Task Again(W self, Order order, IReadOnlyList<Line> lines);
            [Step, Loop(To = nameof(Fetch), While = nameof(More), Max = 9)] Price Store(Page page, [Previous] Price? before = null) => new(1); [Step] Page Fetch(Order order, [Previous, From(nameof(Store))] Price? last) => new(1);
            [Step, When(nameof(Large)), Limit("psp", Concurrency = 2, PerSecond = 1.5)] short Manual(Order order) => 1; [Step, Unless(nameof(Large))] short Auto(Order order) => 2; [Step, Pure] long Merge([From(nameof(Manual), nameof(Auto))] short s) => s;
            [Step] Decision Decide(long merge, [FirstOf(nameof(Ask), nameof(Check), Rest = Rest.Ignore)] Approval? first, [AnyOf(1, nameof(Bill), nameof(Ask))] IReadOnlyList<Approval?>? some) => new Approved(1);
            [Step, CompensateWith(nameof(Refund)), Exclusive("ledger", Until = nameof(Ship)), Heartbeat("5s"), Timeout("1m")] Price Charge(Approved approved, StepContext step) => new(1); [Retry(5)] Task Refund(Price price, Approved approved, StepFailure? why) => Task.CompletedTask;
            [Step, Catch(nameof(Charge)), Delay("5m")] Price Invoice(StepFailure failure, Approved approved) => new(2); [Step, End] Price Refuse(Rejected rejected) => new(0); [Step] void Wait(Late late) { }
            [Step, Output, Only(After = nameof(Decide), Before = nameof(Close))] Price Ship([From(nameof(Charge))] Price charged) => charged;
            [Step] Price Quote([Each(MaxParallel = 8, Enough = 3, Until = nameof(Enough), CompleteOn = nameof(Close), Rest = Rest.Ignore), From("lines")] Line line, [Each, From(nameof(Manual), nameof(Auto))] short s) => new(1);
            [Step] async IAsyncEnumerable<byte> Bytes(Order order) { await Task.Yield(); yield return 1; } [Step] void Take([Each, From(nameof(Bytes))] byte b, [Each, From(nameof(Added))] Line line) { }
            [Step, Finally] void Clean(StepFailure? failure, IReadOnlyList<Price>? quote, Approval? bill) { }
        }
        """;

    [Fact]
    public void AsAWholeItHasNothingWrongWithIt()
    {
        var (_, graph) = Parsed.Workflow(Everything, "W");
        Assert.DoesNotContain(graph.Findings, f => f.Blocks);
        Assert.True(graph.IsValid);
    }

    [Fact]
    public void CutOffAnywhere()
    {
        foreach (var word in Word().Matches(Everything).Where((_, i) => i % 7 == 3))
            Survives(Everything[..(word.Index + (word.Length / 2))]);
    }

    [Fact]
    public void WithoutOneWord()
    {
        foreach (var word in Word().Matches(Everything).Where((_, i) => i % 4 == 1))
            Survives(Everything.Remove(word.Index, word.Length));
    }

    [Fact]
    public void WithAnyTwoNamesForOne()
    {
        foreach (var pair in new[] { ("Charge", "Ship"), ("Decide", "Ask"), ("Fetch", "Store"), ("Manual", "Auto"), ("Stop", "Skip"), ("Bill", "Check"), ("Line", "Price"), ("Order", "Approval"), ("Large", "Small"), ("Refund", "Charge"), ("Clean", "Decide"), ("Child", "W") })
            Survives(Regex.Replace(Everything, $@"\b{pair.Item1}\b", pair.Item2));
    }

    private static void Survives(string source)
    {
        var compilation = TestCompilation.Create(source);
        foreach (var type in Parsed.Types(compilation.Assembly.GlobalNamespace).Where(t => t.GetAttributes().Any(a => a.AttributeClass?.Name == "WorkflowAttribute")))
        {
            var model = WorkflowParser.Parse(type, compilation, CancellationToken.None);
            Assert.Equal(model, WorkflowParser.Parse(type, compilation, CancellationToken.None));
            Assert.Equal(WorkflowGraph.Build(model), WorkflowGraph.Build(model));
        }
    }

    [GeneratedRegex(@"\w+|[^\w\s]")]
    private static partial Regex Word();
}
