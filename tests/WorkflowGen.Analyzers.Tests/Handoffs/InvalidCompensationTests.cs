using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2018")]
public sealed class InvalidCompensationTests
{
    [Fact]
    public Task FiresWhereItsPageSays() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, {|WFG2018:CompensateWith(nameof(Refund))|}] int Charge(Order order) => order.Amount;

            void Refund(string account) { }
        }
        """);

    [Fact]
    public Task StaysSilentWhereItsPageSays() => LanguageCase.IsSilentAsync(
        "WFG2018",
        """
        public record Order(string Id, int Amount);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask RunAsync(Order order);

            [Step, CompensateWith(nameof(Refund))] int Charge(Order order) => order.Amount;

            void Refund(Order order, int charged) { }
        }
        """);

    [Theory]
    [InlineData("[Step, CompensateWith(\"Nothing\")] int Charge(Order order) => 1;")]
    [InlineData("[Step, CompensateWith(nameof(Other))] int Charge(Order order) => 1; [Step] void Other(Order order) { }")]
    public Task FiresFor(string members) => LanguageCase.FiresAsync("WFG2018", LanguageCase.Workflow(members));

    [Theory]
    [InlineData("[Step, CompensateWith(nameof(Undo))] int Charge(Order order) => 1; Task Undo(int charge, Order order, StepContext step, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("[Step, CompensateWith(nameof(Undo))] void Charge(Order order) { } void Undo(StepFailure? failure) { }")]
    public Task StaysSilentFor(string members) => LanguageCase.IsSilentAsync("WFG2018", LanguageCase.Workflow(members));
}
