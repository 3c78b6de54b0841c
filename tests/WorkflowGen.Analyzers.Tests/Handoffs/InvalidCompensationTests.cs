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

    // Fixes, each applied and judged by all rules.
    [Fact]
    public Task FixTakesWhatTheStepTookAndGave() => FixCase.BecomesAsync(
        "WFG2018",
        "Take what 'Charge' takes and hands over",
        """
        [Step, CompensateWith(nameof(Refund))] int Charge(Order order) => order.Amount;

        // Gives the money back.
        Task Refund(Guid account, CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
        """,
        """
        [Step, CompensateWith(nameof(Refund))] int Charge(Order order) => order.Amount;

        // Gives the money back.
        Task Refund(Order order, int charge, CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
        """);

    [Fact]
    public Task FixRenamesAParameterAndItsUses() => FixCase.BecomesAsync(
        "WFG2018",
        "Rename 'what' to 'order'",
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        string Refund(Order what) => what.Id + what.Amount;
        """,
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        string Refund(Order order) => order.Id + order.Amount;
        """);

    [Fact]
    public Task FixTakesNull() => FixCase.BecomesAsync(
        "WFG2018",
        "Make 'failure' nullable",
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        void Refund(StepFailure failure) { }
        """,
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        void Refund(StepFailure? failure) { }
        """);

    [Fact]
    public Task FixRemovesAParameter() => FixCase.BecomesAsync(
        "WFG2018",
        "Remove 'account'",
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        void Refund(Order order, Guid account) { }
        """,
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        void Refund(Order order) { }
        """);

    [Fact]
    public Task FixCorrectsTheName() => FixCase.BecomesAsync(
        "WFG2018",
        "Change to 'Refund'",
        """
        [Step, CompensateWith("Refnud")] void Charge(Order order) { }
        void Refund(Order order) { }
        """,
        """
        [Step, CompensateWith(nameof(Refund))] void Charge(Order order) { }
        void Refund(Order order) { }
        """);

    [Fact]
    public Task FixDeclaresTheMethod() => FixCase.BecomesAsync(
        "WFG2018",
        "Declare 'Refund'",
        """
        [Step, CompensateWith("Refund")] int Charge(Order order) => 1;
        """,
        """
        [Step, CompensateWith("Refund")] int Charge(Order order) => 1;

            void Refund(Order order, int charge) => throw new NotImplementedException();
        """);

    [Fact]
    public Task FixRemovesTheAttributeFromItsList() => FixCase.BecomesAsync(
        "WFG2018",
        "Remove [CompensateWith]",
        """
        [Step, CompensateWith("Undo"), Retry(2), Idempotency(Idempotency.Safe)] int Charge(Order order) => 1;
        """,
        """
        [Step, Retry(2), Idempotency(Idempotency.Safe)] int Charge(Order order) => 1;
        """);
}
