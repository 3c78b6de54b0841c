using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>Workflows around a few lines of code.</summary>
internal static class Case
{
    public const string Types = """
        public sealed record Order(string Id, int Count);
        public sealed record Receipt(string Text);
        public interface IStore { int Load(string id); Task<int> LoadAsync(string id); ValueTask SaveAsync(object value); }
        """;

    public static DeterminismAnalyzer Analyzer => new();

    /// <summary>A workflow with one step of this body.</summary>
    public static string Step(string body, string members = "", string types = "", string usings = "") => $$"""
        {{usings}}
        {{Types}}
        {{types}}
        [Workflow("case")]
        public sealed partial class W(IStore store)
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step]
            async Task<Receipt> Work(Order order, StepContext step)
            {
                await Task.CompletedTask;
                {{body}}
                return new Receipt(order.Id);
            }
            {{members}}
            IStore Store => store;
        }
        """;

    /// <summary>A workflow with a guard of this body.</summary>
    public static string Guard(string body, string members = "", string types = "", string usings = "") => $$"""
        {{usings}}
        {{Types}}
        {{types}}
        [Workflow("case")]
        public sealed partial class W(IStore store)
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step, When(nameof(Holds))]
            Receipt Work(Order order) => new(order.Id);
            bool Holds(Order order)
            {
                {{body}}
                return order.Count > 1;
            }
            {{members}}
            [Step] Task<int> Load(Order order) => store.LoadAsync(order.Id);
        }
        """;

    public static Task FiresAsync(string source) => AnalyzerRun.VerifyAsync(Analyzer, source);

    /// <summary>Exactly these rules, at least once each, wherever; the source compiles.</summary>
    public static async Task ReportsAsync(string source, params string[] rules)
    {
        var compilation = TestCompilation.Create(source);
        Assert.True(TestCompilation.Errors(compilation) is { Count: 0 }, string.Join("\n", TestCompilation.Errors(compilation)) + "\n" + source);
        var actual = await AnalyzerRun.DiagnosticsAsync(Analyzer, compilation);
        Assert.True(
            actual.Select(d => d.Id).Distinct().Order().SequenceEqual(rules.Order()),
            $"Expected: {string.Join(", ", rules)}\nActual:\n{string.Join("\n", actual)}\n{source}");
    }

    public static async Task<string> MessageAsync(string source)
    {
        var actual = await AnalyzerRun.DiagnosticsAsync(Analyzer, TestCompilation.Create(source));
        return Assert.Single(actual).GetMessage();
    }
}
