using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>What a library says that its members lead to is reported where they are called.</summary>
public sealed class LibraryTests
{
    [Theory, CombinatorialKinds]
    public async Task The_chain_goes_on_into_the_library(ReferenceKind kind)
    {
        var library = Library.Compile("Lib", """
            namespace Lib;
            public static class Dates { public static DateTime Stamp() => Inner.Now(); }
            static class Inner { public static DateTime Now() => DateTime.UtcNow; }
            """).WithSummary();
        var reported = Assert.Single(await Library.ReportedAsync(Case.Step("_ = Local(); DateTime Local() => Lib.Dates.Stamp();"), library.Reference(kind)));
        Assert.Equal(
            "'W.Work' → 'Local' → 'Dates.Stamp' → 'Inner.Now' → 'DateTime.UtcNow' reads the ambient clock, which shows another time when this is run again; use step.UtcNow",
            reported.GetMessage());
        Assert.Equal("Lib.Dates.Stamp", reported.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(reported.Location.SourceSpan));
        Assert.Empty(reported.AdditionalLocations);
        Assert.Empty(reported.Properties);
    }

    [Theory]
    [InlineData("_ = C.M();", "public static class C { public static DateTime M() => DateTime.Now; }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("_ = C.P;", "public static class C { public static DateTime P => DateTime.Now; }", "WFG1001 'W.Work' → 'C.P' → 'DateTime.Now'")]
    [InlineData("_ = new C();", "public class C { public DateTime P { get; } = DateTime.Now; }", "WFG1001 'W.Work' → 'new C()' → 'C.P' → 'DateTime.Now'")]
    [InlineData("new C().P = 1;", "public class C { public int P { get => 1; set => _ = Guid.NewGuid(); } }", "WFG1002 'W.Work' → 'C.P' → 'Guid.NewGuid'")]
    [InlineData("_ = new C()[1];", "public class C { public DateTime this[int i] => DateTime.Now; }", "WFG1001 'W.Work' → 'C[]' → 'DateTime.Now'")]
    [InlineData("_ = new C();", "public class C { readonly DateTime _at; public C() { _at = DateTime.Now; } }", "WFG1001 'W.Work' → 'new C()' → 'DateTime.Now'")]
    [InlineData("_ = new C();", "public class C(int n = 1) { public int N => n; readonly DateTime _at = DateTime.Now; public DateTime At() => _at; }", "WFG1001 'W.Work' → 'new C()' → 'C._at' → 'DateTime.Now'")]
    [InlineData("_ = new D();", "public class C { public C() { _ = DateTime.Now; } }", "WFG1001 'W.Work' → 'new D()' → 'new C()' → 'DateTime.Now'", "class D : C;")]
    [InlineData("_ = new C() + new C();", "public class C { public static C operator +(C a, C b) { _ = DateTime.Now; return a; } }", "WFG1001 'W.Work' → 'C.operator +' → 'DateTime.Now'")]
    [InlineData("int n = new C();", "public class C { public static implicit operator int(C c) => DateTime.Now.Year; }", "WFG1001 'W.Work' → 'C.implicit operator' → 'DateTime.Now'")]
    [InlineData("new C().E += () => { };", "public class C { public event Action E { add { _ = DateTime.Now; } remove { } } }", "WFG1001 'W.Work' → 'C.E' → 'DateTime.Now'")]
    [InlineData("_ = C.At;", "public static class C { public static readonly DateTime At = DateTime.Now; }", "WFG1001 'W.Work' → 'C.At' → 'DateTime.Now'")]
    [InlineData("_ = C.M();", "public static class C { static readonly int s_n; static C() { s_n = DateTime.Now.Year; } public static int M() => s_n; }", "WFG1001 'W.Work' → 'C.M' → 'static C()' → 'DateTime.Now'")]
    [InlineData("_ = C.M<int>();", "public static class C { public static T? M<T>() { _ = DateTime.Now; return default; } }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("_ = new C<int>().M(1);", "public class C<T> { public T M(T t) { _ = D<T>.N; return t; } } class D<T> { public static DateTime N => DateTime.Now; }", "WFG1001 'W.Work' → 'C<int>.M' → 'D<T>.N' → 'DateTime.Now'")]
    [InlineData("_ = 1.M();", "public static class C { public static DateTime M(this int n) => DateTime.Now; }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("_ = 1.M();", "public static class C { extension(int n) { public DateTime M() => DateTime.Now; } }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("_ = 1.P;", "public static class C { extension(int n) { public DateTime P => DateTime.Now; } }", "WFG1001 'W.Work' → 'C.P' → 'DateTime.Now'")]
    [InlineData("_ = int.M();", "public static class C { extension(int) { public static DateTime M() => DateTime.Now; } }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("await C.M();", "public static class C { public static async Task M() { await Task.CompletedTask; _ = DateTime.Now; } }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("foreach (var n in C.M()) { }", "public static class C { public static IEnumerable<int> M() { _ = DateTime.Now; yield return 1; } }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("foreach (var n in new C()) { }", "public class C { public E GetEnumerator() => new(); public class E { public int Current => DateTime.Now.Year; public bool MoveNext() => false; } }", "WFG1001 'W.Work' → 'E.Current' → 'DateTime.Now'")]
    [InlineData("using (new C()) { }", "public class C : IDisposable { public void Dispose() => _ = DateTime.Now; }", "WFG1001 'W.Work' → 'C.Dispose' → 'DateTime.Now'")]
    [InlineData("using (new C()) { }", "public class C : IDisposable { void IDisposable.Dispose() => _ = DateTime.Now; }", "WFG1001 'W.Work' → 'C.Dispose' → 'DateTime.Now'")]
    [InlineData("_ = $\"{new C()}\";", "public class C { public override string ToString() => DateTime.Now.Year.ToString(System.Globalization.CultureInfo.InvariantCulture); }", "WFG1001 'W.Work' → 'C.ToString' → 'DateTime.Now'")]
    [InlineData("var (a, b) = new C();", "public class C { public void Deconstruct(out int a, out int b) => (a, b) = (DateTime.Now.Year, 1); }", "WFG1001 'W.Work' → 'C.Deconstruct' → 'DateTime.Now'")]
    [InlineData("_ = C.F();", "public static class C { public static readonly Func<DateTime> F = () => DateTime.Now; }", "WFG1001 'W.Work' → 'C.F' → 'DateTime.Now'")]
    [InlineData("Func<DateTime> f = C.M;", "public static class C { public static DateTime M() => DateTime.Now; }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("new List<int>().Sort(new C());", "public class C : IComparer<int> { public int Compare(int x, int y) => DateTime.Now.Year; }", "WFG1001 'W.Work' → 'C.Compare' → 'DateTime.Now'")]
    [InlineData("_ = C.M();", "public static class C { public static DateTime M() { return L(); DateTime L() => DateTime.Now; } }", "WFG1001 'W.Work' → 'C.M' → 'L' → 'DateTime.Now'")]
    [InlineData("_ = C.M();", "public static class C { public static DateTime M() => Get().Now(); static I Get() => new R(); } public interface I { DateTime Now(); } class R : I { DateTime I.Now() => DateTime.Now; }", "WFG1001 'W.Work' → 'C.M' → 'R.Now' → 'DateTime.Now'")]
    [InlineData("_ = ((I)new R()).Now();", "public interface I { DateTime Now(); } public class R : I { DateTime I.Now() => DateTime.Now; }", "WFG1001 'W.Work' → 'R.Now' → 'DateTime.Now'")]
    [InlineData("_ = new R().M();", "public interface I { int M() => DateTime.Now.Year; }", "WFG1001 'W.Work' → 'R.M' → 'I.M' → 'DateTime.Now'", "class R { public int M() => ((I)new S()).M(); class S : I; }")]
    [InlineData("_ = Outer.C.M();", "public static class Outer { public static class C { public static DateTime M() => DateTime.Now; } }", "WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'")]
    [InlineData("_ = new D().M();", "public class C { protected DateTime N() => DateTime.Now; }", "WFG1001 'W.Work' → 'D.M' → 'C.N' → 'DateTime.Now'", "class D : C { public DateTime M() => N(); }")]
    [InlineData("_ = C.M();", "public static class C { public static string M() { lock (s_gate) { return \"\"; } } static readonly object s_gate = new(); }", "WFG1004 'W.Work' → 'C.M' → 'lock'")]
    [InlineData("_ = C.M();", "public static class C { static int s_n; public static int M() => ++s_n; }", "WFG1006 'W.Work' → 'C.M' → 'C.s_n'")]
    [InlineData("_ = C.N;", "public static class C { public static int N { get; set; } }", "WFG1006 'W.Work' → 'C.N'")]
    [InlineData("_ = C.M(\"\");", "public static class C { public static int M(string s) => s.GetHashCode(); }", "WFG1008 'W.Work' → 'C.M' → 'string.GetHashCode'")]
    public async Task Every_form_of_member_is_followed(string body, string library, string expected, string types = "") =>
        Assert.Equal([expected], await Library.ChainsAsync(body, "namespace Lib; " + library, types: types));

    [Fact]
    public async Task A_lambda_that_a_library_runs_is_read_where_it_is_written() => Assert.Equal(
        ["WFG1001 'W.Work' → 'DateTime.Now'"],
        await Library.ChainsAsync("_ = C.Run(() => DateTime.Now);", "namespace Lib; public static class C { public static T Run<T>(Func<T> what) => what(); }"));

    [Fact]
    public async Task A_virtual_call_also_means_the_overrides_in_the_library_and_a_call_of_the_base_does_not()
    {
        const string Source = """
            namespace Lib;
            public class Base { public virtual int M() => 1; public static Base Get() => new Hidden(); }
            class Hidden : Base { public override int M() => DateTime.Now.Year; }
            public abstract class Abstract { public abstract int M(); public static Abstract Get() => new Real(); }
            class Real : Abstract { public override int M() => DateTime.Now.Year; }
            """;
        Assert.Equal(["WFG1001 'W.Work' → 'Base.M' → 'Hidden.M' → 'DateTime.Now'"], await Library.ChainsAsync("_ = Base.Get().M();", Source));
        Assert.Equal(["WFG1001 'W.Work' → 'Abstract.M' → 'Real.M' → 'DateTime.Now'"], await Library.ChainsAsync("_ = Abstract.Get().M();", Source));
        Assert.Empty(await Library.ChainsAsync("_ = new Base().M();", Source));
        Assert.Empty(await Library.ChainsAsync("_ = new Mine().M();", Source, types: "sealed class Mine : Base { public override int M() => base.M() + 1; }"));
    }

    [Fact]
    public async Task An_interface_of_a_library_may_be_implemented_by_anyone() => Assert.Empty(await Library.ChainsAsync(
        "_ = Get().Now();", "namespace Lib; public interface IClock { DateTime Now(); } public class Real : IClock { public DateTime Now() => DateTime.Now; }", members: "static IClock Get() => null!;"));

    [Fact]
    public async Task A_decision_is_told_what_only_decisions_may_not_do()
    {
        const string Source = "namespace Lib; public static class Files { public static bool Exists(string path) => Has(path); static bool Has(string path) => File.Exists(path); }";
        var library = Library.Compile("Lib", Source).WithSummary().Reference();
        Assert.Equal(["WFG1005 'W.Holds' → 'Files.Exists' → 'Files.Has' → 'File.Exists'"], await Library.ChainsAsync(Case.Guard("_ = Lib.Files.Exists(\"x\");"), library));
        Assert.Empty(await Library.ChainsAsync(Case.Step("_ = Lib.Files.Exists(\"x\");"), library));
    }

    [Fact]
    public async Task The_shortest_chain_is_shown()
    {
        const string Source = "namespace Lib; public static class C { public static DateTime Long() => A(); static DateTime A() => B(); static DateTime B() => DateTime.Now; public static DateTime Short() => DateTime.Now; public static void Both() { Long(); B(); } }";
        Assert.Equal(["WFG1001 'W.Work' → 'C.Both' → 'C.B' → 'DateTime.Now'"], await Library.ChainsAsync("C.Both();", Source));
        Assert.Equal(["WFG1001 'W.Work' → 'Mine.M' → 'Mine.N' → 'C.Short' → 'DateTime.Now'"], await Library.ChainsAsync("Mine.M();", Source,
            types: "static class Mine { public static void M() { C.Long(); N(); } static void N() => C.Short(); }"));
    }

    [Theory, CombinatorialKinds]
    public async Task A_library_says_what_it_reaches_through_another(ReferenceKind kind)
    {
        var a = Library.Compile("A", "namespace A; public static class Low { public static DateTime Now() => Deep(); static DateTime Deep() => DateTime.Now; }").WithSummary().Reference(kind);
        var b = Library.Compile("B", "namespace B; public static class Mid { public static DateTime Now() => Inner(); static DateTime Inner() => A.Low.Now(); }", a).WithSummary().Reference(kind);
        const string Expected = "WFG1001 'W.Work' → 'Mid.Now' → 'Mid.Inner' → 'Low.Now' → 'Low.Deep' → 'DateTime.Now'";
        Assert.Equal([Expected], await Library.ChainsAsync(Case.Step("_ = B.Mid.Now();"), a, b));
        Assert.Equal([Expected], await Library.ChainsAsync(Case.Step("_ = B.Mid.Now();"), b));

        var c = Library.Compile("C", "namespace C; public static class Top { public static DateTime Now() => B.Mid.Now(); }", a, b).WithSummary().Reference(kind);
        Assert.Equal([Expected.Replace("'Mid.Now'", "'Top.Now' → 'Mid.Now'")], await Library.ChainsAsync(Case.Step("_ = C.Top.Now();"), a, b, c));
    }

    [Fact]
    public async Task What_a_library_allows_is_not_reported_and_what_it_suppresses_is()
    {
        const string Source = """
            namespace Lib;
            public static class C
            {
                [AllowNondeterminism("only shown")] public static DateTime Allowed() => DateTime.Now;
                public static DateTime Through() => Inner();
                [AllowNondeterminism("only shown")] static DateTime Inner() => DateTime.Now;
                #pragma warning disable WFG1001
                public static DateTime Suppressed() => DateTime.Now;
                #pragma warning restore WFG1001
            }
            [AllowNondeterminism("all of it")] public static class D { public static DateTime M() => DateTime.Now; }
            """;
        Assert.Empty(await Library.ChainsAsync("_ = C.Allowed(); _ = C.Through(); _ = D.M();", Source));
        Assert.Equal(["WFG1001 'W.Work' → 'C.Suppressed' → 'DateTime.Now'"], await Library.ChainsAsync("_ = C.Suppressed();", Source));
        Assert.Null(Library.Compile("Lib", "[assembly: AllowNondeterminism(\"x\")] namespace Lib; public static class C { public static DateTime M() => DateTime.Now; }").WithSummary().Summary());
    }

    [Fact]
    public async Task What_is_internal_is_followed_by_friends()
    {
        const string Body = "namespace Lib; static class C { internal static DateTime M() => DateTime.Now; }";
        Assert.Null(Library.Compile("Lib", Body).WithSummary().Summary());
        Assert.Equal(["WFG1001 'W.Work' → 'C.M' → 'DateTime.Now'"], await Library.ChainsAsync("_ = C.M();", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")] " + Body));
    }

    [Fact]
    public async Task Without_a_summary_or_with_one_that_is_not_understood_nothing_is_new()
    {
        const string Source = "namespace Lib; public static class C { public static DateTime M() => DateTime.Now; }";
        var step = Case.Step("_ = Lib.C.M();");
        Assert.Empty(await Library.ChainsAsync(step, Library.Compile("Lib", Source).Reference()));
        var text = Library.Compile("Lib", Source).WithSummary().Summary()!;
        Assert.NotEmpty(await Library.ChainsAsync(step, Hand(1, text)));
        foreach (var (format, wrong) in new[] { (2, text), (1, text + "?"), (1, text.Replace('.', '=')), (1, text.Replace("0b", "9b")), (1, text.Replace("0b", "0b9")), (1, text.Replace("0b", "0b0")), (1, ""), (1, "=\n"), (1, "!\n"), (1, ".\n") })
        {
            var reported = await Library.ReportedAsync(step, Hand(format, wrong));
            Assert.True(reported.All(d => d.Id == "WFG1001"), wrong);
        }
        for (var cut = 0; cut < text.Length; cut++)
            Assert.True((await Library.ReportedAsync(step, Hand(1, text[..cut]))).All(d => d.Id == "WFG1001"), text[..cut]);

        MetadataReference Hand(int format, string summary) =>
            Library.Compile("Lib", $"[assembly: DeterminismSummary({format}, {Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(summary, true)})] {Source}").Reference();
    }

    [Fact]
    public void A_library_that_leads_to_nothing_and_a_program_have_no_summary()
    {
        Assert.Null(Library.Compile("Lib", "namespace Lib; public static class C { public static int M(int n) => n + 1; }").WithSummary().Summary());
        var program = Library.Compile("Lib", "public static class C { public static void Main() => _ = DateTime.Now; }");
        Assert.Null(program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication)).WithSummary().Summary());
    }

    [Fact]
    public void The_summary_does_not_depend_on_the_order_of_files()
    {
        string[] sources =
        [
            "namespace Lib; public class A { public virtual DateTime M() => B.N(); public DateTime X() => B.N(); }",
            "namespace Lib; public static class B { public static DateTime N() => Q() ? DateTime.Now : P(); static bool Q() => Guid.NewGuid() == default; static DateTime P() => DateTime.UtcNow; }",
            "namespace Lib; public class C : A { public override DateTime M() { File.Exists(\"\"); return DateTime.Today; } } class D : A { public override DateTime M() { File.Exists(\"\"); return DateTime.Today; } }",
        ];
        var one = TestCompilation.Create(sources).WithAssemblyName("Lib").WithSummary().Summary();
        var other = TestCompilation.Create(sources.Reverse()).WithAssemblyName("Lib").WithSummary().Summary();
        Assert.NotNull(one);
        Assert.Equal(one, other);
        Assert.Equal(one, TestCompilation.Create(sources).WithAssemblyName("Lib").WithSummary().Summary());
    }

    [Fact]
    public async Task State_that_a_library_keeps_behind_a_static_field_is_shared()
    {
        const string Source = "namespace Lib; public class Counter { int _n; public int Next() => ++_n; public int Peek() => _n; }";
        Assert.Equal(["WFG1006 'W.Work' → 'W.s_counter'"], await Library.ChainsAsync("s_counter.Next();", Source, members: "static readonly Counter s_counter = new();"));
        Assert.Empty(await Library.ChainsAsync("s_counter.Peek();", Source, members: "static readonly Counter s_counter = new();"));
    }

    [Fact]
    public async Task A_step_of_a_base_class_in_a_library_is_shown_at_the_workflow()
    {
        var library = Library.Compile("Lib", "namespace Lib; public abstract class Base { protected static DateTime Now() => DateTime.Now; [Step] protected int First(string s) => Now().Year; }").WithSummary();
        var reported = Assert.Single(await Library.ReportedAsync(
            "[Workflow(\"w\")] public sealed partial class W : Lib.Base { public partial ValueTask<int> RunAsync(string s, CancellationToken cancellationToken = default); }", library.Reference()));
        Assert.Contains("'Base.First' → 'Base.Now' → 'DateTime.Now'", reported.GetMessage());
        Assert.True(reported.Location.IsInSource);
    }

    [Fact]
    public async Task An_allowance_of_a_call_into_a_library_is_not_needless()
    {
        var library = Library.Compile("Lib", "namespace Lib; public static class C { public static DateTime M() => DateTime.Now; public static int N() => 1; }").WithSummary().Reference();
        foreach (var (call, count) in new[] { ("M", 0), ("N", 1) })
        {
            var source = Case.Step("Allowed();", members: $"[AllowNondeterminism(\"only shown\")] void Allowed() => _ = Lib.C.{call}();");
            var reported = await AnalyzerRun.DiagnosticsAsync(new WorkflowGen.Analyzers.Determinism.AllowanceAnalyzer(), Library.Compile("App", source, library));
            Assert.Equal(count, reported.Count(d => d.Id == "WFG1012"));
        }
    }

    private sealed class CombinatorialKindsAttribute : Xunit.v3.DataAttribute
    {
        public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
            new([.. Enum.GetValues<ReferenceKind>().Select(k => new TheoryDataRow<ReferenceKind>(k))]);

        public override bool SupportsDiscoveryEnumeration() => true;
    }
}
