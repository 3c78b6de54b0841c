using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>Code that does not compile, or does so only just, never makes an analyzer throw.</summary>
public sealed class RobustnessTests
{
    private static readonly string s_sample = Case.Step(
        string.Join("\n", KnownApiTests.Apis.Take(400).Where((_, i) => i % 4 == 0).Select(row => $"{{ {row.Data.Item2} }}")),
        types: string.Join("\n", CallFormTests.Forms.Select((row, i) => row.Data.Item4.Length == 0 ? "" : $"namespace N{i} {{ {row.Data.Item4} class User {{ async Task Use(Order order) {{ {row.Data.Item2} await Task.CompletedTask; }} }} }}")))
        + "\n" + """
        [Workflow] partial class Cyclic : Cyclic2 { [Step] void A(Cyclic2 x) => B(); }
        class Cyclic2 : Cyclic { public virtual void B() => B(); }
        interface I1 : I2 { void M(); } interface I2 : I1 { }
        [Workflow] partial class Generic<T> : Missing<T> where T : Generic<Generic<T>> { [Step] T A<U>(U u) => new Generic<Generic<U>>().A(u); [Step, When(nameof(Gone))] void B() { foreach (var (a, b) in gone) { await x; using var y = z; } } }
        static class Grow { public static void M<T>() => M<List<T>>(); public static void N<T>() { M<T>(); N<(T, T)>(); } }
        [Workflow] partial class W2 { [Step] void A() { Grow.N<int>(); dynamic d = 1; d.X(); _ = d + 1; foreach (var x in d) { } } [When] bool G; [Step, When(null)] void C() { } [Step, When("")] void D() { } [Step, CompensateWith] void E() { } }
        [Workflow] struct S { [Step] unsafe void A() { int* p = stackalloc int[1]; *p = 1; delegate*<void> f = &Later; f(); goto end; end: ; } static void Later() => _ = System.DateTime.Now; }
        [Workflow] interface IW { [Step] void A() { _ = System.DateTime.Now; } }
        [Workflow] record R(int X) { [Step] int A() => this switch { { X: > 1 } => X, (var y) => y, _ => throw null! }; }
        [Workflow] enum En { A } [Workflow] delegate void De();
        [Workflow, Workflow] partial class Twice { [Step, Step] int A => 1; [Step] Twice() { } [Step] ~Twice() { } public static implicit operator int(Twice t) => t; public int this[int i] { get => this[i]; set; } event System.Action E { add { E += value; } } }
        [AllowNondeterminism] class Allow1 { [AllowNondeterminism(1)] int x; [AllowNondeterminism(typeof(int))] void M(); [AllowNondeterminism("a", ] int P { get; } }
        """;

    [Fact]
    public async Task No_analyzer_throws_on_the_whole_sample() => await AssertNoExceptionAsync(s_sample);

    [Fact]
    public async Task No_analyzer_throws_wherever_the_text_breaks_off()
    {
        const int Cuts = 30;
        for (var i = 1; i < Cuts; i++)
        {
            await AssertNoExceptionAsync(s_sample[..(s_sample.Length * i / Cuts)]);
        }
    }

    [Fact]
    public async Task No_analyzer_throws_whatever_tokens_are_missing()
    {
        var random = new Random(20260101);
        var tokens = CSharpSyntaxTree.ParseText(s_sample, TestCompilation.ParseOptions).GetRoot().DescendantTokens().ToArray();
        for (var round = 0; round < 20; round++)
        {
            var every = random.Next(5, 200);
            var text = string.Concat(tokens.Select(t => random.Next(every) == 0 ? " " : t.ToFullString()));
            await AssertNoExceptionAsync(text);
        }
    }

    [Fact]
    public async Task No_analyzer_throws_on_top_level_statements()
    {
        var compilation = TestCompilation.Create("""
            using static System.Console;
            WriteLine(System.DateTime.Now); Help();
            void Help() { }
            [Workflow] partial class W { [Step] void A() => Program.Main(); [Step] void B() { _ = System.DateTime.Now; } }
            """).WithOptions(TestCompilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.DoesNotContain(await AllAsync(compilation), d => d.Id == "AD0001");
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public async Task No_analyzer_throws_in_any_language_version(LanguageVersion version)
    {
        var compilation = TestCompilation.Create();
        compilation = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText(s_sample, TestCompilation.ParseOptions.WithLanguageVersion(version)));
        Assert.DoesNotContain(await AllAsync(compilation), d => d.Id == "AD0001");
    }

    [Fact]
    public async Task Very_long_chains_of_calls_and_very_deep_expressions_end()
    {
        const int Depth = 3000;
        var methods = string.Join("\n", Enumerable.Range(0, Depth).Select(i => $"public static void M{i}() => M{i + 1}();"));
        var sum = string.Join(" + ", Enumerable.Repeat("order.Id", 800));
        var compilation = TestCompilation.Create(Case.Step($"Far.M0(); _ = {sum};", types: $"static class Far {{ {methods} public static void M{Depth}() => _ = DateTime.UtcNow; }}"));
        var found = Assert.Single(await AnalyzerRun.DiagnosticsAsync(Case.Analyzer, compilation));
        Assert.Equal("WFG1001", found.Id);
    }

    private static async Task AssertNoExceptionAsync(string source)
    {
        var compilation = TestCompilation.Create(source);
        var found = await AllAsync(compilation);
        var failure = found.FirstOrDefault(d => d.Id == "AD0001");
        Assert.True(failure is null, $"{failure}\n{source}");
        var exception = Library.FailureOf(compilation);
        Assert.True(exception is null, $"{exception}\n{source}");
    }

    private static async Task<IEnumerable<Diagnostic>> AllAsync(Compilation compilation)
    {
        DiagnosticAnalyzer[] analyzers = [new DeterminismAnalyzer(), new AllowanceAnalyzer()];
        return await compilation.WithAnalyzers([.. analyzers]).GetAnalyzerDiagnosticsAsync();
    }
}
