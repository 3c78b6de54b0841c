using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1007")]
public sealed class HashOrderTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        var d = new Dictionary<string, int>(); var l = new List<string>(); foreach (var x in {|WFG1007:d|}) { l.Add(x.Key); }
        """));

    [Theory]
    [InlineData("var most = 0; var key = \"\"; foreach (var (k, v) in d) { if (v > most) { most = v; key = k; } }")]
    [InlineData("var most = 0; foreach (var x in d.Values) { if (x > most) { most = -x; } }")]
    [InlineData("var most = 0; foreach (var x in d.Values) { most = Math.Max(most, x - most); }")]
    [InlineData("var most = 0m; foreach (var x in d.Values) { most = Math.Max(most, x * 1.0m); }")]
    [InlineData("var e = new Dictionary<int, double>(); foreach (var x in d) { e[1] += x.Value * 0.1; }")]
    public Task Fires_where_the_order_shows_in_what_is_found(string body) =>
        Case.ReportsAsync(Case.Step("var d = new Dictionary<string, int>(); " + body), "WFG1007");

    [Theory]
    [InlineData("var d = new Dictionary<string, int>(); _ = d[\"a\"]; _ = d.TryGetValue(\"a\", out _); _ = d.ContainsKey(\"a\"); _ = d.Count; d.Add(\"b\", 1); d.Remove(\"a\");", "")]
    [InlineData("var d = new Dictionary<string, int>(); foreach (var x in d.OrderBy(p => p.Key)) { }", "")]
    [InlineData("var d = new Dictionary<string, int>(); foreach (var x in d.Keys.Order()) { }", "")]
    [InlineData("var d = new Dictionary<string, int>(); _ = d.Where(p => p.Value > 1).Select(p => p.Key).OrderBy(k => k, StringComparer.Ordinal).ToList();", "")]
    [InlineData("var d = new Dictionary<string, int>(); _ = (from p in d orderby p.Key select p.Value).ToList();", "")]
    [InlineData("var d = new Dictionary<string, int>(); _ = d.Any(); _ = d.All(p => p.Value > 1); _ = d.Values.Sum(); _ = d.Values.Max(); _ = d.Keys.Contains(\"a\"); _ = d.Count(p => p.Value > 1);", "")]
    [InlineData("var d = new Dictionary<string, int>(); _ = d.ToDictionary(p => p.Value, p => p.Key); _ = d.Keys.ToHashSet(); _ = new HashSet<string>(d.Keys);", "")]
    [InlineData("var d = new Dictionary<string, int>(); var l = d.Keys.ToList(); l.Sort(); _ = l[0];", "")]
    [InlineData("var d = new Dictionary<string, int>(); var l = d.Keys.ToArray(); Array.Sort(l); _ = l[0];", "")]
    [InlineData("var d = new Dictionary<string, int>(); _ = new SortedDictionary<string, int>(d).First();", "")]
    [InlineData("var s = new SortedSet<int>(); foreach (var x in s) { } _ = s.First();", "")]
    [InlineData("IDictionary<string, int> d = new SortedDictionary<string, int>(); foreach (var x in d) { }", "")]
    [InlineData("var s = new HashSet<int>(); _ = s.Contains(1); _ = s.Add(1); s.UnionWith([1]); _ = s.SetEquals([1]);", "")]
    [InlineData("var l = new List<int>(); var s = new HashSet<int>(); _ = l.Where(s.Contains).ToList(); _ = l.Except(s).ToList();", "")]
    [InlineData("var d = new Dictionary<string, int>(); var n = 0; foreach (var x in d) { n += x.Value; }", "")]
    [InlineData("var d = new Dictionary<string, int>(); var n = 0; foreach (var x in d.Values) { if (x > 1) { n++; } }", "")]
    [InlineData("var d = new Dictionary<string, int>(); var e = new Dictionary<int, string>(); foreach (var x in d) { e[x.Value] = x.Key; }", "")]
    [InlineData("var d = new Dictionary<string, int>(); var most = 0; foreach (var x in d) { most = Math.Max(most, x.Value); }", "")]
    [InlineData("var d = new Dictionary<string, int>(); var least = 0.0; foreach (var x in d.Values) { least = Math.Min(x * 0.5, least); }", "")]
    [InlineData("var d = new Dictionary<string, int>(); var most = 0; foreach (var (_, x) in d) { if (x > most) { most = x; } }", "")]
    [InlineData("var d = new Dictionary<string, int>(); long least = 0; foreach (var x in d.Values) if (least > x) least = x;", "")]
    [InlineData("var d = new Dictionary<string, int>(); var e = new Dictionary<int, int>(); foreach (var (k, v) in d) { e[k.Length] += v; }", "")]
    [InlineData("var l = new List<int>(); foreach (var x in l) { } _ = l.First(); _ = l.GroupBy(x => x).Select(g => g.First()).ToList(); _ = l.Distinct().ToList(); _ = l.ToLookup(x => x).First();", "")]
    [InlineData("var d = new Dictionary<string, int>(); _ = d.Single(); _ = d.SingleOrDefault(p => p.Value == 1);", "")]
    [InlineData("var d = new Dictionary<string, int>(); SortedSet<string> s = [.. d.Keys]; HashSet<string> h = [.. d.Keys];", "")]
    [InlineData("_ = Far.Make(order);", "static class Far { public static Dictionary<string, int> Make(Order o) => new() { [o.Id] = 1 }; }")]
    [InlineData("var q = new Queue<int>(); foreach (var x in q) { } var o = new OrderedDictionary<string, int>(); foreach (var x in o) { }", "")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
