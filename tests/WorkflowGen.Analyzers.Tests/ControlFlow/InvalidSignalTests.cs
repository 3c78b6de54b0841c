using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3019")]
public sealed class InvalidSignalTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Signal(Timeout = "3d")] private partial {|WFG3019:string|} Approval(Order order);

            [Step] void Pay(string approval) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3019",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Signal(Timeout = "3d")] private partial string? Approval(Order order);

            [Step] void Pay(string? approval) { }
        }
        """);

    [Theory]
    [InlineData("[Signal] private partial Task Approval(); [Step, After(nameof(Approval))] void Use(Order order) { }")]
    [InlineData("[Signal] string Approval() => \"\"; [Step] void Use(string approval) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3019", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Signal(Timeout = \"1h\")] private partial int? Approval(); [Step] void Use(int? approval) { }")]
    [InlineData("[HumanTask(Title = \"a\", Timeout = \"1h\")] private partial string? Approval(Order order); [Step] void Use(string? approval) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3019", LanguageCase.Workflow(members));

    [Fact]
    public Task FixReturnsANullableType() => FixRun.VerifyAsync(
        new ControlFlowAnalyzer(),
        new MakeSignalNullableFix(),
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Signal(Timeout = "1h")] private partial {|WFG3019:string|} Approval(int order);

            [Step] void Use(string? approval) { }
        }
        """,
        """
        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(int order);

            [Signal(Timeout = "1h")] private partial string? Approval(int order);

            [Step] void Use(string? approval) { }
        }
        """);

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixLetsTheTakersTakeNull() => FixCase.BecomesAsync(
        "WFG3019",
        "Return 'string?'",
        """
        [Signal(Timeout = "1h")] private partial string Approval(Order order);
        [Step] void Use(string approval) { }
        """,
        """
        [Signal(Timeout = "1h")] private partial string? Approval(Order order);
        [Step] void Use(string? approval) { }
        """);

    [Fact]
    public Task FixMakesItPartial() => FixCase.BecomesAsync(
        "WFG3019",
        "Make 'Approval' partial",
        """
        [Signal] private string Approval(Order order);
        [Step] void Use(string approval) { }
        """,
        """
        [Signal] private partial string Approval(Order order);
        [Step] void Use(string approval) { }
        """);

    [Fact]
    public Task FixKeepsABody() => FixCase.BecomesAsync(
        "WFG3019",
        "Make 'Approval' a [Step]",
        """
        [Signal] string Approval(Order order) => "yes";
        [Step] void Use(string approval) { }
        """,
        """
        [Step] string Approval(Order order) => "yes";
        [Step] void Use(string approval) { }
        """);

    [Fact]
    public Task FixRemovesAPolicy() => FixCase.BecomesAsync(
        "WFG3019",
        "Remove [Retry]",
        """
        [Signal, Retry(3)] private partial string Approval(Order order);
        [Step] void Use(string approval) { }
        """,
        """
        [Signal] private partial string Approval(Order order);
        [Step] void Use(string approval) { }
        """);
}
