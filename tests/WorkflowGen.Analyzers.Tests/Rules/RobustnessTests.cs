using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>No analyzer throws, whatever it is shown: code is half typed most of the time.</summary>
public sealed partial class RobustnessTests
{
    private const string Everything = """
        using System.Text.Json.Serialization;
        namespace Shop;

        public record Order(string Id, IReadOnlyList<(int A, Action B)> Lines, Order? Next);
        public abstract record Decision { public sealed record Approved(int By) : Decision; }
        [JsonSerializable(typeof(Order))] public abstract partial class Json(System.Text.Json.JsonSerializerOptions o) : JsonSerializerContext(o);

        public static partial class Outer<T>
        {
            [Workflow("a/b", Version = 0, JsonContext = typeof(Json))]
            public partial class W(Func<int, Stream> open, ref int x)
            {
                private int _count; public event Action? Done; public int this[int i] { get => i; set { } }
                public partial ValueTask<Order?> RunAsync(Order order, params int[] more, CancellationToken a = default, CancellationToken b = default);
                [Step, Retry(0, "x", Backoff.Linear, Max = "1s", Jitter = 3, On = [typeof(int), typeof(Nope)], Unless = [typeof(Exception)]), Timeout("-1s", Total = null), Idempotency((Idempotency)9)]
                public async void One<U>(in Order order, StepContext s, [From(nameof(Two), "x")] object o) { x++; _count = (open, more) = default; }
                [Step, When(nameof(Guard)), When("Nope"), When(null), After(null), After("One", nameof(Two)), Output, Loop] Task<Decision> Two([From] Decision.Approved d, dynamic e) => null!;
                [Step, Output, CompensateWith(nameof(One))] unsafe int* Three(int* p, Span<int> q, __arglist) => p;
                [Step] partial Task<List<Dictionary<string, Order[,]>>> Four(Decision d);
                [Step] static extern (Order, Order) Five(TypeThatIsNot t, List<Nope> u);
                bool Guard(Order order, CancellationToken ct, Order next) => false; async Task<bool> Guard(int i) => true;
                [Retry(2)] void NoStep([Each] int i) { [Step] void Local() { } }
                int P { [Step] get => 1; }
            }
        }
        """;

    [Fact]
    public Task OnCodeThatBreaksEveryRule() => CheckAsync(Everything);

    /// <summary>Typed from the start, with the rest not there yet.</summary>
    [Theory, MemberData(nameof(Lengths))]
    public Task OnCodeThatEndsAnywhere(int length) => CheckAsync(Everything[..length]);

    /// <summary>With a word missing in the middle, as when it is being written.</summary>
    [Theory, MemberData(nameof(Words))]
    public Task OnCodeThatLacksAWord(int start, int length) => CheckAsync(Everything.Remove(start, length));

    public static TheoryData<int> Lengths => [.. Word().Matches(Everything).Where((_, i) => i % 5 == 0).Select(m => m.Index + (m.Length / 2))];

    public static TheoryData<int, int> Words => [.. Word().Matches(Everything).Where((_, i) => i % 5 == 2).Select(m => (m.Index, m.Length))];

    [Theory]
    [InlineData("[Workflow] class")]
    [InlineData("[Workflow] partial class { [Step] void () { } }")]
    [InlineData("[Workflow] partial class W : W { public partial ValueTask<W> RunAsync(W w); [Step] W A(W w) => w; }")]
    [InlineData("[Workflow] partial class W { public partial ValueTask<W[][]> RunAsync(W w, W w); [Step] W[][] A(W w, W w) => null; }")]
    [InlineData("[Workflow] partial struct W { [Step] void A() { } }")]
    [InlineData("[Workflow, Workflow] partial class W { [Step, Step] void A([From(\"a\"), From(\"b\")] int i) { } }")]
    [InlineData("[Step] void A() { } [Workflow] partial class W;")]
    [InlineData("[Workflow] partial record W(int X) { public partial ValueTask RunAsync(Node<int> n); [Step] void A(Node<int> n) { } } class Node<T> { public Node<Node<T>>? Next { get; set; } }")]
    [InlineData("[Workflow] partial class W { public partial ValueTask RunAsync(A a); [Step] void X(A a) { } } record A(B B); record B(A A, B[] Bs);")]
    public Task OnOddities(string source) => CheckAsync(source);

    private static async Task CheckAsync(string source)
    {
        var compilation = TestCompilation.Create(source);
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([new InMemoryAdditionalText("/test/workflows.shipped.json", "{}")]),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var reported = await compilation.WithAnalyzers([.. AllRules.Analyzers], options).GetAnalyzerDiagnosticsAsync();
        var crashes = reported.Where(d => d.Id == "AD0001").Select(d => d.GetMessage()).ToList();
        Assert.True(crashes.Count == 0, $"{string.Join("\n", crashes)}\n\nin\n\n{source}");
    }

    [GeneratedRegex(@"\w+|[^\w\s]")]
    private static partial Regex Word();
}
