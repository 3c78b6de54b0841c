using WorkflowGen.Analyzers.Policies;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5013")]
public sealed class InvalidHeartbeatTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new PolicyAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG5013:Heartbeat("30s")|}] async Task Copy(Order order) => await Task.CompletedTask;
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG5013",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, Heartbeat("30s")]
            async Task Copy(Order order, StepContext step)
            {
                for (var part = step.LastHeartbeat<int>(); part < 100; part++)
                {
                    await Task.CompletedTask;
                    step.Heartbeat(part + 1);
                }
            }
        }
        """);

    [Theory]
    [InlineData("[Step, Heartbeat(\"30s\"), Timeout(\"10s\")] async Task Copy(Order order, StepContext step) => await Task.CompletedTask;")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG5013", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, Heartbeat(\"30s\"), Timeout(\"1h\")] async Task Copy(Order order, StepContext step) => await Task.CompletedTask;")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG5013", LanguageCase.Workflow(members));

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixTakesAStepContext() => FixCase.BecomesAsync(
        "WFG5013",
        "Take a StepContext",
        """
        [Step, Heartbeat("30s")] async Task Copy(Order order, CancellationToken cancellationToken) => await Task.Delay(1, cancellationToken);
        """,
        """
        [Step, Heartbeat("30s")] async Task Copy(Order order, StepContext step, CancellationToken cancellationToken) => await Task.Delay(1, cancellationToken);
        """);

    [Fact]
    public Task FixRemovesIt() => FixCase.BecomesAsync(
        "WFG5013",
        "Remove [Heartbeat]",
        """
        [Step, Heartbeat("30s"), Timeout("10s")] async Task Copy(Order order, StepContext step) => await Task.CompletedTask;
        """,
        """
        [Step, Timeout("10s")] async Task Copy(Order order, StepContext step) => await Task.CompletedTask;
        """);
}
