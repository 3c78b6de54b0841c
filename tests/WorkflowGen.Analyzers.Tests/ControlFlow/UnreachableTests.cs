using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3002")]
public sealed class UnreachableTests
{
    [Fact]
    public Task FiresBehindAGuardThatIsAlwaysFalse() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(Never))] Receipt {|WFG3002:Bill|}(Order order) => new("");

            [Step] void {|WFG3002:Print|}(Receipt receipt) { }

            static bool Never(Order order) => false;
        }
        """);

    [Fact]
    public Task FiresBehindACycle() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, After(nameof(Ship))] Receipt {|WFG3001:Bill|}(Order order) => new("");

            [Step, After(nameof(Bill))] void Ship(Order order) { }

            [Step] void {|WFG3002:Print|}(Receipt receipt) { }
        }
        """);

    [Fact]
    public Task StaysSilentAfterAStepThatIsSkipped() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);
        public record Receipt(string Text);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Receipt Bill(Order order) => new("");

            [Step] void Print(Receipt? receipt) { }

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    private const string Guards = """
        static bool IsLarge(Order order) => order.Amount > 100;
        static bool IsSmall(Order order) => !IsLarge(order);
        static bool IsKnown(Order order) => order.Id != "";
        static bool Never() => false;
        static bool Always() => true;
        [Step] Decision Decide(Order order) => new Decision.Approved(1);
        """;

    [Theory]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, Unless(nameof(IsLarge))] short B(Order order) => 1; [Step] void X(byte a, short b) { }", "it needs the results of 'A' and 'B', of which never both are there")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, When(nameof(IsSmall))] short B(Order order) => 1; [Step] int C(byte a) => a; [Step] void X(int c, short b) { }", "it needs the results of 'B' and 'C', of which never both are there")]
    [InlineData("[Step] byte A(Decision.Approved approved) => 1; [Step] short B(Decision.Rejected rejected) => 1; [Step] void X(byte a, short b) { }", "it needs the results of 'A' and 'B', of which never both are there")]
    [InlineData("[Step] void X(Decision.Approved approved, Decision.Rejected rejected) { }", "it takes several cases of what 'Decide' hands over")]
    [InlineData("[Step, When(nameof(IsLarge)), When(nameof(IsSmall))] void X(Order order) { }", "its guards ask for 'IsLarge' to be both true and false")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, Unless(nameof(IsLarge))] void X(byte a) { }", "it needs the result of 'A', which is never there when the rest of what it asks for is")]
    [InlineData("[Step] byte A(Order order) => 1; [Step, Catch(nameof(A))] string B(Order order) => \"\"; [Step] void X(byte a, string b) { }", "it needs the results of 'A' and 'B', of which never both are there")]
    [InlineData("[Step, When(nameof(Never))] byte A(Order order) => 1; [Step, Catch(nameof(A))] void X(Order order) { }", "it handles the failure of 'A', which never runs")]
    [InlineData("[Step, When(nameof(Never))] byte A(Order order) => 1; [Step, When(nameof(Never))] byte B(Order order) => 1; [Step] void X([From(nameof(A), nameof(B))] byte both) { }", "it needs the result of one of 'A' and 'B', which never run")]
    [InlineData("[Step, Unless(nameof(Always))] void X(Order order) { }", "its guard 'Always' is always true")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, Unless(nameof(IsLarge))] short B(Order order) => 1; [Step] long Y(byte a, short b) => 1; [Step] void X(long y) { }", "it needs the result of 'Y', which never runs")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, When(nameof(IsSmall))] byte B(Order order) => 1; [Step, When(nameof(IsKnown))] byte C(Order order) => 1; [Step] int Y([AnyOf(3, nameof(A), nameof(B), nameof(C))] IReadOnlyList<byte> all) => 1; [Step] void X(int y) { }", "it needs the result of 'Y', which never runs")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, When(nameof(IsLarge))] byte B(Order order) => 1; [Step, Unless(nameof(IsLarge))] int C(Order order) => 1; [Step] void X([FirstOf(nameof(A), nameof(B))] byte first, int c) { }", "what it asks for and what it needs never come together")]
    public async Task FiresForWhatContradictsItself(string members, string reason)
    {
        var reported = await AnalyzerRun.DiagnosticsAsync(new ControlFlowAnalyzer(), TestCompilation.Create(LanguageCase.Workflow(Guards + members)));
        Assert.Contains($"Step 'X' of 'order' never runs: {reason}", reported.Where(d => d.Id == "WFG3002").Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task IsNotToldBesideAJoinThatNeverFires()
    {
        var source = LanguageCase.Workflow(Guards + "[Step, When(nameof(Never))] byte A(Order order) => 1; [Step] void X([FirstOf(nameof(A))] byte first) { }");
        var reported = await AnalyzerRun.DiagnosticsAsync(new ControlFlowAnalyzer(), TestCompilation.Create(source));
        Assert.Contains("WFG3015", reported.Select(d => d.Id));
        Assert.DoesNotContain(reported, d => d.Id == "WFG3002" && d.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains("'X'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, Unless(nameof(IsLarge))] short B(Order order) => 1; [Step] void X(byte? a, short? b) { }")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, Unless(nameof(IsLarge))] byte B(Order order) => 1; [Step] void X([From(nameof(A), nameof(B))] byte both) { }")]
    [InlineData("[Step, When(nameof(IsLarge))] byte A(Order order) => 1; [Step, When(nameof(IsKnown))] short B(Order order) => 1; [Step] void X(byte a, short? b) { }")]
    [InlineData("[Step] void X(Decision.Approved approved) { } [Step] void Y(Decision.Rejected rejected) { }")]
    [InlineData("[Step, Unless(nameof(Never))] void X(Order order) { }")]
    [InlineData("[Step] byte A(Order order) => 1; [Step, Catch(nameof(A))] byte B(Order order) => 1; [Step] void X([From(nameof(A))] byte a) { }")]
    // The guards are of one name, and read different things.
    [InlineData("static bool IsBig(int n) => n > 1; [Step] int F(Order order) => 1; [Step, Loop(To = nameof(F), Max = 3)] int G([From(nameof(F))] int f) => f; [Step, When(nameof(IsF))] byte A(Order order) => 1; static bool IsF([From(nameof(F))] int f) => f > 1; static bool IsG([From(nameof(G))] int g) => !IsBig(g); [Step, Unless(nameof(IsG))] short B(Order order) => 1; [Step] void X(byte? a, short? b) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3002", LanguageCase.Workflow((members.Contains("Decision", StringComparison.Ordinal) ? Guards : Guards[..Guards.IndexOf("[Step]", StringComparison.Ordinal)]) + members));
}
