using WorkflowGen.Analyzers.ControlFlow;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.ControlFlow;

[Rule("WFG3021")]
public sealed class InvalidDelayTests
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

            [{|WFG3021:Delay|}] private partial Task CoolOff(Order order);

            [Step, After(nameof(CoolOff))] void Pay(Order order) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG3021",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Delay("1h")] private partial Task CoolOff(Order order);

            [Delay] TimeSpan Longer(Order order) => TimeSpan.FromHours(order.Amount);

            [Step, After(nameof(CoolOff), nameof(Longer))] void Pay(Order order) { }
        }
        """);

    [Theory]
    [InlineData("[Delay(\"1h\")] TimeSpan Wait(Order order) => TimeSpan.Zero;")]
    [InlineData("[Delay] int Wait(Order order) => 1;")]
    [InlineData("[Step, Delay] void Work(Order order) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG3021", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Delay(\"1h\")] private partial Task Wait(Order order);")]
    [InlineData("[Delay] DateTimeOffset Wait(Order order) => DateTimeOffset.UnixEpoch;")]
    [InlineData("[Step, Delay(\"1h\")] void Work(Order order) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG3021", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixSaysHowLong() => FixCase.BecomesAsync(
        "WFG3021",
        "Wait for \"1h\"",
        """
        [Delay] private partial Task CoolOff(Order order);
        [Step, After(nameof(CoolOff))] void Pay(Order order) { }
        """,
        """
        [Delay("1h")] private partial Task CoolOff(Order order);
        [Step, After(nameof(CoolOff))] void Pay(Order order) { }
        """);

    [Fact]
    public Task FixLeavesItToTheBody() => FixCase.BecomesAsync(
        "WFG3021",
        "Remove \"1h\"",
        """
        [Delay("1h")] TimeSpan CoolOff(Order order) => TimeSpan.FromMinutes(order.Amount);
        """,
        """
        [Delay] TimeSpan CoolOff(Order order) => TimeSpan.FromMinutes(order.Amount);
        """);

    [Fact]
    public Task FixReturnsTask() => FixCase.BecomesAsync(
        "WFG3021",
        "Return 'Task'",
        """
        [Delay("1h")] private partial Task<int> CoolOff(Order order);
        """,
        """
        [Delay("1h")] private partial Task CoolOff(Order order);
        """);
}
