namespace WorkflowGen.Analyzers.Tests.Graph;

/// <summary>What the graph says of workflows that decide, repeat, wait and undo: each complaint, and the near miss that is none.</summary>
public sealed class FlowFindingTests
{
    private const string Types = """
        public record Quote(int Price); public record Order(string Id); public record Approval(bool Yes); public record Line(int N);
        public abstract record Decision; public sealed record Approved : Decision; public sealed record Rejected : Decision; public sealed record Deferred : Decision;
        [Workflow("child")] public partial class Child { public partial ValueTask<Approval> RunAsync(Order order); [Step] Approval A(Order order) => new(true); }

        """;

    // 2012 unhandled case
    [Theory]
    [InlineData("WFG2012", "[Step] Decision D() => new Approved(); [Step] void A(Approved a) { } [Step] void B(Rejected r) { }")]
    [InlineData("", "[Step] Decision D() => new Approved(); [Step] void A(Approved a) { } [Step] void B(Rejected r) { } [Step] void C(Deferred d) { }")]
    [InlineData("", "[Step] Decision D() => new Approved(); [Step] void A(Approved a) { } [Step] void B(Decision d) { }")]
    // 2013 exclusive, 2014 exhaustive
    [InlineData("WFG2013", "static bool G(int n) => n > 1; [Step, When(nameof(G))] Quote A(int n) => new(1); [Step] Quote B(int n) => new(1); [Step] void C([From(nameof(A), nameof(B))] Quote q) { }")]
    [InlineData("WFG2013", "static bool G(int n) => n > 1; static bool H(int n) => n > 2; [Step, When(nameof(G))] Quote A(int n) => new(1); [Step, When(nameof(H))] Quote B(int n) => new(1); [Step] void C([From(nameof(A), nameof(B))] Quote? q) { }")]
    [InlineData("", "static bool G(int n) => n > 1; [Step, When(nameof(G))] Quote A(int n) => new(1); [Step, Unless(nameof(G))] Quote B(int n) => new(1); [Step] void C([From(nameof(A), nameof(B))] Quote q) { }")]
    [InlineData("", "static bool G(int n) => n > 1; static bool NotG(int n) => !G(n); [Step, When(nameof(G))] Quote A(int n) => new(1); [Step, When(nameof(NotG))] Quote B(int n) => new(1); [Step] void C([From(nameof(A), nameof(B))] Quote q) { }")]
    [InlineData("WFG2014", "[Step] Decision D() => new Approved(); [Step] Quote A(Approved a) => new(1); [Step] Quote B(Rejected r) => new(1); [Step] void E(Deferred d) { } [Step] void C([From(nameof(A), nameof(B))] Quote q) { }")]
    [InlineData("", "[Step] Decision D() => new Approved(); [Step] Quote A(Approved a) => new(1); [Step] Quote B(Rejected r) => new(1); [Step] void E(Deferred d) { } [Step] void C([From(nameof(A), nameof(B))] Quote? q) { }")]
    [InlineData("", "[Step] Decision D() => new Approved(); [Step] Quote A(Approved a) => new(1); [Step] Quote B(Rejected r) => new(1); [Step] Quote E(Deferred d) => new(1); [Step] void C([From(nameof(A), nameof(B), nameof(E))] Quote q) { }")]
    [InlineData("WFG2014", "[Step] Decision? D() => null; [Step] Quote A(Approved a) => new(1); [Step] Quote B(Rejected r) => new(1); [Step] Quote E(Deferred d) => new(1); [Step] void C([From(nameof(A), nameof(B), nameof(E))] Quote q) { }")]
    [InlineData("", "static bool G(int n) => n > 1; static bool H(string p) => p.Length > 1; [Step, When(nameof(G))] string P(int n) => \"\"; [Step, When(nameof(H))] Quote A(string p) => new(1); [Step, Unless(nameof(H))] Quote B(string p) => new(1); [Step] void C([From(nameof(A), nameof(B))] Quote q) { }")]
    [InlineData("", "[Step] Quote A() => new(1); [Step, Catch(nameof(A))] Quote B() => new(1); [Step, Catch(nameof(B))] Quote E() => new(1); [Step, Catch(nameof(E))] void F() { } [Step] void C([From(nameof(A), nameof(B), nameof(E))] Quote? q) { }")]
    // 2015 previous
    [InlineData("WFG2015", "[Step] Quote A([Previous] Quote? q) => new(1);")]
    [InlineData("WFG2015", "[Step, Loop(Max = 2)] Quote A([Previous] Quote q) => new(1);")]
    [InlineData("WFG2015", "[Step, Loop(Max = 2)] Quote A([Previous] Order? q) => new(1);")]
    [InlineData("", "[Step, Loop(Max = 2)] Quote A([Previous] Quote? q, [Previous, From(nameof(A))] Quote? r) => new(1);")]
    [InlineData("", "[Step, Loop(Max = 2)] int A([Previous] int count = 0) => count + 1;")]
    // 2016 each
    [InlineData("WFG2016", "[Step] Line L() => new(1); [Step] void A([Each] Line l) { }")]
    [InlineData("WFG2016", "[Step] List<Line> L() => []; [Step] void A([Each(MaxParallel = -1)] Line l) { }")]
    [InlineData("WFG2016", "[Step] List<Line> L() => []; [Step] void A([Each(Rest = Rest.Block)] Line l) { }")]
    [InlineData("WFG2016", "[Step] List<Line> L() => []; [Step] void A([Each(CompleteOn = nameof(L))] Line l) { }")]
    [InlineData("WFG2016", "static bool U(int n) => true; [Step] List<Line> L() => []; [Step] Quote A([Each(Until = nameof(U))] Line l) => new(1);")]
    [InlineData("WFG2016", "[Step] List<Line> L() => []; [Signal(Timeout = \"1d\")] private partial string? S([Each] Line l); [Step] void T(IReadOnlyList<string?> s) { }")]
    [InlineData("", "static bool U(IReadOnlyList<Quote> q) => true; [Step] Line[] L() => []; [Step] Quote A([Each(Until = nameof(U))] Line l) => new(1);")]
    [InlineData("WFG2016", "[Step] async IAsyncEnumerable<Line> L() { yield return new(1); } [Step] Approval B() => new(true); [Step] Quote A([Each] Line l, Approval b) => new(1); [Step, Loop(To = nameof(B), Max = 2)] int Z(IReadOnlyList<Quote> a) => 1;")]
    [InlineData("WFG2016", "[Signal(Timeout = \"1d\")] private partial IAsyncEnumerable<Line> L(); [Step, Loop(Max = 2)] Quote A([Each] Line l) => new(1);")]
    [InlineData("", "[Step] Approval B() => new(true); [Step] async IAsyncEnumerable<Line> L(Approval b) { yield return new(1); } [Step] Quote A([Each] Line l) => new(1); [Step, Loop(To = nameof(B), Max = 2)] int Z(IReadOnlyList<Quote> a) => 1;")]
    [InlineData("", "[Step] async IAsyncEnumerable<Line> L() { yield return new(1); } [Step] Quote A([Each] Line l) => new(1); [Step, Loop(Max = 2)] int Z(IReadOnlyList<Quote> a) => 1;")]
    [InlineData("WFG3025", "[Step, Exclusive(\"t\", Until = nameof(B))] Quote A() => new(1); [Step, Exclusive(\"t\")] Approval O() => new(true); [Step] void B(Quote a, Approval o) { }")]
    [InlineData("", "[Step, Exclusive(\"t\")] Approval O() => new(true); [Step, Exclusive(\"t\", Until = nameof(B))] Quote A(Approval o) => new(1); [Step] void B(Quote a, Approval o) { }")]
    // 2017 joins
    [InlineData("WFG2017", "[Step] Quote A() => new(1); [Step] void C([FirstOf(nameof(A), nameof(A))] Quote q) { }")]
    [InlineData("WFG2017", "[Step] Quote A() => new(1); [Step] void C([FirstOf] Quote q) { }")]
    [InlineData("WFG2017", "[Step] Quote A() => new(1); [Step] void C([AnyOf(1, nameof(A))] Quote q) { }")]
    [InlineData("WFG2009", "[Step] Quote A() => new(1); [Step] void C([FirstOf(nameof(A), \"B\")] Quote q) { }")]
    // 2018 compensations
    [InlineData("WFG2018", "[Step, CompensateWith(nameof(U))] Quote A() => new(1); void U(Order o) { }")]
    [InlineData("WFG2018", "[Step, CompensateWith(\"U\")] Quote A() => new(1);")]
    [InlineData("WFG2018", "[Step, CompensateWith(nameof(U))] Quote A(int n) => new(1); void U(int m) { }")]
    [InlineData("WFG2018", "[Step, CompensateWith(nameof(U))] Quote A(int n) => new(1); void U(StepFailure why) { }")]
    [InlineData("", "[Step, CompensateWith(nameof(U))] Quote A(int n) => new(1); void U(Quote q, int n) { }")]
    // 3013, 3014 loops
    [InlineData("WFG3013", "[Step, Loop(To = \"B\", Max = 2)] Quote A() => new(1);")]
    [InlineData("WFG3013", "[Step, Loop(To = nameof(B), Max = 2)] Quote A() => new(1); [Step] void B(Quote q) { }")]
    [InlineData("WFG3013", "[Step, Loop(Max = -1)] Quote A() => new(1);")]
    [InlineData("WFG3014", "[Step, Loop] Quote A() => new(1);")]
    [InlineData("WFG3014", "static bool G() => true; [Step, Loop(While = nameof(G))] Quote A() => new(1);")]
    [InlineData("WFG3014", "static bool G(int n) => n > 1; [Step, Loop(While = nameof(G))] Quote A() => new(1);")]
    [InlineData("", "static bool G(Quote q) => q.Price > 1; [Step, Loop(While = nameof(G))] Quote A() => new(1);")]
    [InlineData("WFG3008", "[Step, Loop(While = \"G\", Max = 3)] Quote A() => new(1);")]
    // 3015 joins that never fire
    [InlineData("WFG3015", "[Step] Quote A() => new(1); [Step] void C([AnyOf(2, nameof(A))] IReadOnlyList<Quote> q) { }")]
    [InlineData("WFG3015", "static bool G(int n) => n > 1; [Step, When(nameof(G))] Quote A(int n) => new(1); [Step, Unless(nameof(G))] Quote B(int n) => new(1); [Step] void C([AnyOf(2, nameof(A), nameof(B))] IReadOnlyList<Quote> q) { }")]
    [InlineData("WFG3001", "[Step] Quote A(string l) => new(1); [Step] Quote B() => new(1); [Step] string C([FirstOf(nameof(A), nameof(B))] Quote q) => \"\";")]
    // 3016 to 3018
    [InlineData("WFG3016", "[Step, Catch(\"B\")] void A() { }")]
    [InlineData("WFG3016", "[Step] void A(StepFailure f) { }")]
    [InlineData("WFG3016", "[Delay(\"1s\")] private partial Task B(); [Step, Catch(nameof(B))] void A() { }")]
    [InlineData("", "[Step] void B() { } [Step, Catch(nameof(B))] void A(StepFailure f) { }")]
    [InlineData("WFG3017", "[Step, Finally, End] void A() { }")]
    [InlineData("WFG3017", "[Step, Finally] Quote A() => new(1); [Step] void B([From(nameof(A))] Quote q) { }")]
    [InlineData("WFG3017", "[Step, Finally] void A() { } [Step, After(nameof(A))] void B() { }")]
    [InlineData("", "static bool G(int n) => n > 1; [Step, When(nameof(G))] Quote A(int n) => new(1); [Step, Finally] void B(Quote? a, StepFailure? f) { }")]
    [InlineData("WFG3018", "[Step, End, Loop(Max = 3)] void A() { }")]
    [InlineData("WFG3018", "[Step, End] Quote A() => new(1); [Step] void B(Quote q) { }")]
    // 3019 to 3022, 3026
    [InlineData("WFG3019", "[Signal(Timeout = \"3d\")] private partial Approval S(); [Step] void A(Approval a) { }")]
    [InlineData("WFG3019", "[Signal] private partial void S(); [Step, After(nameof(S))] void A() { }", "WFG3026")]
    [InlineData("WFG3019", "[Signal(Timeout = \"3d\")] Approval? S() => null; [Step] void A(Approval? a) { }")]
    [InlineData("WFG3019", "[Signal(Timeout = \"3d\"), Retry(3)] private partial Approval? S(); [Step] void A(Approval? a) { }")]
    [InlineData("", "[Signal(Timeout = \"3d\")] private partial Approval? S(); [Step] void A(Approval? a) { }")]
    [InlineData("WFG3020", "[Signal(Timeout = \"3d\")] private partial Approval? S();")]
    [InlineData("WFG3026", "[Signal] private partial Approval S(); [Step] void A(Approval a) { }")]
    [InlineData("", "[Signal] private partial Approval S(); [Signal(Timeout = \"1d\")] private partial Approval? T(); [Step] void A([FirstOf(nameof(S), nameof(T))] Approval? a) { }")]
    [InlineData("WFG3021", "[Delay] private partial Task D();")]
    [InlineData("WFG3021", "[Delay(\"1h\")] private partial Task<int> D();")]
    [InlineData("WFG3021", "[Delay] int D() => 1;")]
    [InlineData("WFG3021", "[Step, Delay] void D() { }")]
    [InlineData("WFG5001", "[Delay(\"soon\")] private partial Task D();")]
    [InlineData("", "[Delay] TimeSpan D(int n) => TimeSpan.FromHours(n);")]
    [InlineData("WFG3022", "[Child] private partial Task<Approval> C(Order o);")]
    [InlineData("WFG3022", "[Step] Order O() => new(\"\"); [Child] private partial Task<Approval> C(Child c);")]
    [InlineData("WFG3022", "[Step] Order O() => new(\"\"); [Child] private partial Task<Quote> C(Child c, Order o); [Step] void T(Quote q) { }")]
    [InlineData("WFG3022", "[Child] private partial Task<Approval> C(Child c, int n); [Step] void T(Approval q) { }")]
    [InlineData("WFG3022", "[Step] Order O() => new(\"\"); [Child(Detached = true)] private partial Task<Approval> C(Child c, Order o); [Step] void T(Approval q) { }")]
    [InlineData("", "[Step] Order O() => new(\"\"); [Child, Retry(2)] private partial Task<Approval> C(Child c, Order o); [Step] void T(Approval q) { }")]
    // 3023 to 3025
    [InlineData("WFG3023", "[Step, CancelOn(\"S\")] void A() { }")]
    [InlineData("WFG3023", "[Signal(Timeout = \"1d\")] private partial string? S(int n); [Step, CancelOn(nameof(S), nameof(A))] void A() { }")]
    [InlineData("WFG3023", "[Signal] private partial string S(); [Step, CancelOn(nameof(S), \"B\")] void A() { }", "WFG3026")]
    [InlineData("", "[Signal] private partial string S(); [Step, CancelOn(nameof(S), nameof(A))] void A() { }")]
    [InlineData("WFG3024", "[Step, Only] void A() { }")]
    [InlineData("WFG3024", "[Step, Only(After = \"B\")] void A() { }")]
    [InlineData("WFG3024", "[Step] Quote B() => new(1); [Step, Only(Before = nameof(B))] void A(Quote q) { }")]
    [InlineData("", "[Step] Quote B() => new(1); [Step, Only(After = nameof(B))] void A() { }")]
    [InlineData("WFG3025", "[Step, Exclusive(\" \")] void A() { }")]
    [InlineData("WFG3025", "[Step, Exclusive(\"x\", Until = \"B\")] void A() { }")]
    [InlineData("WFG3025", "[Step] void B() { } [Step, Exclusive(\"x\", Until = nameof(B))] void A() { }")]
    [InlineData("WFG3025", "[Step, Exclusive(\"x\", Until = nameof(B))] Quote A() => new(1); [Step, Exclusive(\"x\")] void B(Quote q) { }")]
    [InlineData("", "[Step, Exclusive(\"x\", Until = nameof(B))] Quote A() => new(1); [Step] void B(Quote q) { } [Step, Exclusive(\"x\")] void C() { }")]
    // 5013 to 5015
    [InlineData("WFG5013", "[Step, Heartbeat(\"1s\")] void A() { }")]
    [InlineData("WFG5013", "[Step, Heartbeat(\"10s\"), Timeout(\"5s\")] void A(StepContext step) { }")]
    [InlineData("", "[Step, Heartbeat(\"1s\"), Timeout(\"5s\")] void A(StepContext step) { }")]
    [InlineData("WFG5014", "[Step, Limit(\"psp\")] void A() { }")]
    [InlineData("WFG5014", "[Step, Limit(\"psp\", Concurrency = 2)] void A() { } [Step, Limit(\"psp\", Concurrency = 3)] void B() { }")]
    [InlineData("", "[Step, Limit(\"psp\", Concurrency = 2, PerSecond = 0.5)] void A() { }")]
    [InlineData("WFG5015", "[Step, Pure, Retry(3)] void A() { }")]
    [InlineData("WFG5015", "[Step, Pure] Task A() => Task.CompletedTask;")]
    [InlineData("WFG5015", "[Step, Pure] void A(StepContext step) { }")]
    [InlineData("", "[Step, Pure] Quote A(int n) => new(n);")]
    public void FindsExactly(string expected, string members, string also = "")
    {
        var (_, graph) = Parsed.Workflow(Types + $$"""
            [Workflow("w")] public partial class W
            {
                public partial ValueTask RunAsync(int n);
                [Step] void Takes([From("n")] int n) { }
                {{members}}
            }
            """, "W");
        Assert.Equal(new[] { expected, also }.Where(id => id.Length > 0).Order(StringComparer.Ordinal), graph.Findings.Select(f => f.RuleId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MoreFactsThanCanBeTriedAreSaidToBe()
    {
        var guards = string.Concat(Enumerable.Range(0, 13).Select(i => $"static bool G{i}(int n) => n > {i};\n"));
        var when = string.Concat(Enumerable.Range(0, 13).Select(i => $", When(nameof(G{i}))"));
        var (_, graph) = Parsed.Workflow($$"""
            [Workflow] public partial class W
            {
                public partial ValueTask RunAsync(int n);
                {{guards}}
                [Step{{when}}] long A(int n) => 1;
                [Step, Unless(nameof(G0))] long B(int n) => 1;
                [Step] void C([From(nameof(A), nameof(B))] long? l) { }
            }
            """);
        Assert.Equal("WFG3027", Assert.Single(graph.Findings).RuleId);
    }

    [Fact]
    public void TheCombinationThatSpoilsAProofIsNamed()
    {
        var (_, graph) = Parsed.Workflow("""
            public abstract record Decision; public sealed record Yes : Decision; public sealed record No : Decision; public sealed record Maybe : Decision;
            [Workflow] public partial class W
            {
                public partial ValueTask RunAsync(int n);
                [Step] Decision Decide(int n) => new Yes();
                [Step] long A(Yes yes) => 1;
                [Step] long B(No no) => 1;
                [Step] void Other(Maybe maybe) { }
                [Step] void C([From(nameof(A), nameof(B))] long l) { }
            }
            """);
        var finding = Assert.Single(graph.Findings);
        Assert.Equal(["l", "step 'C'", "'A' and 'B'", "'Decide' hands over 'Maybe'", "long"], finding.Arguments);
    }
}
