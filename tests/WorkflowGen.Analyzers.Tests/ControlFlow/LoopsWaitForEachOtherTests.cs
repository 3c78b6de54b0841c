using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3028")]
public sealed class LoopsWaitForEachOtherTests
{
    private const string Two = """
        [Step] byte A(Order order) => 1;
        [Step] short B(Order order) => 1;
        """;

    [Fact]
    public Task FiresOnTheFirstOfTheLoops() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step] byte A(Order order) => 1;

            [Step] short B(Order order) => 1;

            [Step, {|WFG3028:Loop(To = nameof(A), Max = 3)|}] void Y(byte a, short b) { }

            [Step, Loop(To = nameof(B), Max = 3)] void Z(byte a, short b) { }
        }
        """);

    [Fact]
    public async Task NamesLoopsRegionsAndTheStepsThatTieThem()
    {
        var source = LanguageCase.Workflow($$"""
            {{Two}}
            [Step] int Q(byte a) => a;
            [Step, Loop(To = nameof(A), Max = 3)] void Y(byte a, [From(nameof(B))] short b) { }
            [Step, Loop(To = nameof(B), Max = 3)] void Z([From(nameof(Q))] int q, short b) { }
            """);
        var diagnostics = await AnalyzerRun.DiagnosticsAsync(new ControlFlowAnalyzer(), TestCompilation.Create(source));
        Assert.Equal(
            "The loops of 'Y' and 'Z' in 'order' wait for each other and never end: 'Y' comes after 'B' and so after the whole loop of 'Z' ('B' and 'Z'), and 'Z' comes after 'Q', "
            + "and 'Q' comes after 'A' and so after the whole loop of 'Y' ('A' and 'Y')",
            Assert.Single(diagnostics, d => d.Id == "WFG3028").GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("[Step, Loop(To = nameof(A), Max = 3)] int Y(byte a, short b) => 1; [Step, Loop(To = nameof(B), Max = 3)] int Z([FirstOf(nameof(A), nameof(C))] byte a, short b) => 1; [Step] byte C(Order order) => 1;")]
    [InlineData("[Step, Loop(To = nameof(A), Max = 3)] int Y(byte a, [Each, From(nameof(B), nameof(C))] short b) => 1; [Step, Loop(To = nameof(B), Max = 3)] int Z([From(nameof(A))] byte a, short b) => 1; [Step] short C(Order order) => 1;")]
    [InlineData("[Step] int C(Order order) => 1; [Step, Loop(To = nameof(A), Max = 2)] void X(byte a, int c) { } [Step, Loop(To = nameof(B), Max = 2)] void Y(byte a, short b) { } [Step, Loop(To = nameof(C), Max = 2)] void Z(short b, [From(nameof(C))] int c) { }")]
    [InlineData("[Step, Loop(To = nameof(A), Max = 3)] int Y(byte a) => a; [Step, Loop(To = nameof(A), Max = 3)] long X([From(nameof(A))] byte a) => a;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3028", LanguageCase.Workflow(Two + members));

    [Theory]
    // One after the other, one inside of the other, with a first step in common, and overlapping.
    [InlineData("[Step, Loop(To = nameof(A), Max = 3)] int Y(byte a) => a; [Step, Loop(To = nameof(B), Max = 3)] void Z([From(nameof(Y))] int y, short b) { }")]
    [InlineData("[Step, Loop(Max = 3)] int Y(byte a, short b) => a; [Step, Loop(To = nameof(A), Max = 3)] void Z([From(nameof(Y))] int y, short b) { }")]
    [InlineData("[Step, Loop(To = nameof(A), Max = 3)] int Y(byte a, short b) => a; [Step, Loop(To = nameof(A), Max = 3)] void Z([From(nameof(Y))] int y) { }")]
    [InlineData("[Step, Loop(To = nameof(A), Max = 3)] int Y(byte a) => a; [Step] long X([From(nameof(A))] byte a) => a; [Step, Loop(To = nameof(A), Max = 3)] void Z([From(nameof(Y))] int y, [From(nameof(X))] long x) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3028", LanguageCase.Workflow(Two + members));
}
