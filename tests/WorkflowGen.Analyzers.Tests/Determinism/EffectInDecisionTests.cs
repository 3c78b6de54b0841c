using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1005")]
public sealed class EffectInDecisionTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Guard("""
        _ = {|WFG1005:File.Exists|}(order.Id);
        _ = {|WFG1005:store|}.Load(order.Id);
        """));

    [Theory]
    [InlineData("_ = File.ReadAllText(\"a\");", "", "")]
    [InlineData("_ = new FileInfo(\"a\").Exists;", "", "")]
    [InlineData("_ = Directory.Exists(\"a\");", "", "")]
    [InlineData("using var c = new HttpClient();", "", "")]
    [InlineData("Console.WriteLine();", "", "")]
    [InlineData("_ = Console.ReadLine();", "", "")]
    [InlineData("_ = new System.Net.Sockets.TcpClient();", "", "")]
    [InlineData("System.Data.Common.DbConnection c = null!; c.Open();", "", "")]
    [InlineData("_ = System.Diagnostics.Process.Start(\"a\");", "", "")]
    [InlineData("using var s = new StreamReader(\"a\");", "", "")]
    [InlineData("_ = Far.Read();", "", "static class Far { public static string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("_ = _store.Load(\"a\");", "readonly IStore _store = null!;", "")]
    [InlineData("_ = _limits.Count;", "readonly List<int> _limits = [];", "")]
    [InlineData("_ = Helps();", "bool Helps() => store.Load(\"a\") > 1;", "")]
    [InlineData("_ = Inner(); int Inner() => store.Load(\"a\");", "", "")]
    [InlineData("Func<int> f = () => store.Load(\"a\"); _ = f();", "", "")]
    [InlineData("Func<string, int> f = store.Load; _ = f(\"\");", "", "")]
    [InlineData("_ = Store.Load(\"\");", "IStore Store => store;", "")]
    public Task Fires(string body, string members, string types) => Case.ReportsAsync(Case.Guard(body, members, types), "WFG1005");

    [Theory]
    [InlineData("WFG1001", "return DateTime.UtcNow.Year > 1;")]
    [InlineData("WFG1002", "return Random.Shared.Next() > 1;")]
    [InlineData("WFG1003", "return Environment.ProcessorCount > 1;")]
    [InlineData("WFG1004", "Thread.Sleep(1);")]
    [InlineData("WFG1006", "return Far.N > 1;")]
    [InlineData("WFG1007", "var d = new HashSet<int>(); return d.First() > 1;")]
    [InlineData("WFG1008", "return order.Id.GetHashCode() > 1;")]
    [InlineData("WFG1009", "return decimal.Parse(order.Id) > 1;")]
    [InlineData("WFG1010", "return typeof(Order).GetMembers()[0].Name == order.Id;")]
    public Task Fires_for_what_a_step_may_not_do_either(string rule, string body) =>
        Case.ReportsAsync(Case.Guard(body, types: "static class Far { public static int N; }"), rule);

    [Fact]
    public async Task Fires_on_awaiting_and_on_a_changed_argument() => await Case.FiresAsync("""
        public sealed class Order { public int Count { get; set; } }
        public sealed record Receipt;
        [Workflow]
        public sealed partial class W
        {
            public partial ValueTask<Receipt> RunAsync(Order order, CancellationToken cancellationToken = default);
            [Step, When(nameof(A)), When("B")] Receipt Work(Order order) => new();
            static bool A(Order order) { {|WFG1005:order.Count|} = 3; return true; }
            static bool B(Order order) => C().IsCompleted;
            static async Task C() => await Task.CompletedTask;
        }
        """.Replace("=> C().IsCompleted", "=> {|WFG1005:C|}().IsCompleted"));

    [Theory]
    [InlineData("return order.Id.Length > 3 && order.Count < Limit;", "const int Limit = 3;", "")]
    [InlineData("return order.Count < s_limit;", "static readonly int s_limit = 3;", "")]
    [InlineData("return order.Count < _limit;", "readonly int _limit = 3;", "")]
    [InlineData("return Far.Big(order);", "", "static class Far { public static bool Big(Order o) => o.Count > 3; }")]
    [InlineData("return new Far().Add(1) > 1;", "", "class Far { int _n; public int Add(int i) { _n += i; return _n; } }")]
    [InlineData("return Path.GetExtension(order.Id) == \".txt\";", "", "")]
    [InlineData("var list = new List<int> { 1 }; list.Add(2); return list.Sum() > 1;", "", "")]
    [InlineData("using var m = new MemoryStream(); m.WriteByte(1); return m.Length > 1;", "", "")]
    [InlineData("return s_known.Contains(order.Id);", "static readonly HashSet<string> s_known = [\"a\"];", "")]
    [InlineData("return System.Net.IPAddress.TryParse(order.Id, out _);", "", "")]
    [InlineData("return order.Count switch { > 3 => true, _ => Small(order) };", "static bool Small(Order o) => o.Count < 0;", "")]
    [InlineData("return order is { Count: > 3, Id: \"a\" or \"b\" };", "", "")]
    public Task StaysSilent_on(string body, string members, string types) => Case.ReportsAsync(Case.Guard(body.Replace("return ", "if (order.Count > 99) return "), members, types));

    [Theory]
    [InlineData("_ = await store.LoadAsync(order.Id); _ = store.Load(\"a\"); _ = File.Exists(\"a\");")]
    public Task StaysSilent_in_steps(string body) => Case.ReportsAsync(Case.Step(body));
}
