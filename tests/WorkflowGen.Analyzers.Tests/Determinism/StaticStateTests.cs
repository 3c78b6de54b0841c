using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1006")]
public sealed class StaticStateTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        _ = {|WFG1006:Far.Count|}; {|WFG1006:Far.Seen|}.Add(1); {|WFG1006:Far.Setting|} = 3; {|WFG1006:Far.Shared.Next|}();
        """, types: "class Counter { int _n; public int Next() => ++_n; } static class Far { public static int Count; public static readonly List<int> Seen = []; public static int Setting { get; set; } public static readonly Counter Shared = new(); }"));

    [Theory]
    [InlineData("_ = Far.Max; _ = Far.Name; _ = Far.List[0]; _ = Far.Map[\"a\"]; foreach (var i in Far.Array) { }", "static class Far { public const int Max = 1; public static readonly string Name = \"a\"; public static readonly List<int> List = [1]; public static readonly Dictionary<string, int> Map = new() { [\"a\"] = 1 }; public static readonly int[] Array = [1]; }")]
    [InlineData("_ = string.Empty; _ = Guid.Empty; _ = TimeSpan.Zero; _ = Array.Empty<int>();", "")]
    [InlineData("_ = Far.R.IsMatch(\"a\");", "static class Far { public static readonly System.Text.RegularExpressions.Regex R = new(\"a\"); }")]
    [InlineData("_ = Far.S.Add(1);", "static class Far { public static readonly System.Collections.Immutable.ImmutableList<int> S = []; }")]
    [InlineData("_ = Far.P;", "static class Far { public static int P { get; } = 1; }")]
    [InlineData("_ = Far.P;", "static class Far { public static int P => 1; }")]
    [InlineData("_ = Far.O.Name;", "class Options { public string Name { get; set; } = \"\"; } static class Far { public static readonly Options O = new() { Name = \"a\" }; }")]
    [InlineData("_ = Far.C.Total(2);", "class Calculator { readonly int _f = 2; public int Total(int i) => i * _f; } static class Far { public static readonly Calculator C = new(); }")]
    [InlineData("_ = Far.X;", "static class Far { [AllowNondeterminism(\"a counter for the log\")] public static int X; }")]
    [InlineData("_ = Far.E.A;", "enum Far2 { A } static class Far { public static class E { public const Far2 A = Far2.A; } }")]
    [InlineData("_ = System.Text.Json.JsonSerializerOptions.Default;", "")]
    [InlineData("_ = Comparer<int>.Default; _ = StringComparer.Ordinal; _ = System.Text.Encoding.UTF8;", "")]
    [InlineData("Far.L.LogInformation(\"a\");", "static class Far { public static readonly Microsoft.Extensions.Logging.ILogger L = null!; public static void LogInformation(this Microsoft.Extensions.Logging.ILogger l, string s) { } }")]
    [InlineData("_ = Far.Squares.Select(x => x).Reverse().Take(1).Append(3).ToList();", "static class Far { public static readonly int[] Squares = [1, 4]; }")]
    [InlineData("_ = Far.T;", "static class Far { public static readonly Dictionary<string, int> T; static Far() { T = new(); T[\"a\"] = 1; T.Add(\"b\", 2); } }")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
