using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1011")]
[Rule("WFG1012")]
public sealed class AllowanceTests
{
    [Fact]
    public Task Fires_on_a_blank_reason() => VerifyAsync("""
        static class Far
        {
            [AllowNondeterminism({|WFG1011:""|})] public static DateTime A() => DateTime.UtcNow;
            [AllowNondeterminism({|WFG1011:"  "|})] public static DateTime B => DateTime.UtcNow;
            [AllowNondeterminism({|WFG1011:null!|})] public static void C() { }
        }
        """);

    [Fact]
    public Task Fires_on_an_allowance_of_nothing() => VerifyAsync("""
        static class Far
        {
            [{|WFG1012:AllowNondeterminism("once needed")|}] public static int A() => B();
            static int B() => 1;
        }
        [{|WFG1012:AllowNondeterminism("once needed")|}] class Other { int _x = 1; public int X => _x; }
        """);

    [Fact]
    public Task StaysSilent_where_something_is_allowed_for_a_reason() => VerifyAsync("""
        static class Far
        {
            const string Why = "for the log";
            [AllowNondeterminism("for the log")] public static DateTime A() => B();
            static DateTime B() => DateTime.UtcNow;
            [AllowNondeterminism(Why)] public static DateTime C { get; } = DateTime.UtcNow;
            [AllowNondeterminism("a cache")] static int s_n;
            public static int N => s_n++;
        }
        [AllowNondeterminism("all of it")] class Other { class Nested { readonly Guid _id = Guid.NewGuid(); public Guid Id => _id; } }
        """);

    [Fact]
    public async Task StaysSilent_on_an_assembly_and_in_it() =>
        await VerifyAsync("[assembly: AllowNondeterminism(\"a prototype\")] static class Far { [AllowNondeterminism(\"here, too\")] public static DateTime A() => DateTime.UtcNow; }");

    private static Task VerifyAsync(string source) => AnalyzerRun.VerifyAsync(new AllowanceAnalyzer(), source);
}
