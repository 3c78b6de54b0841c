using WorkflowGen.Analyzers.Handoffs;
using WorkflowGen.CodeFixes.Handoffs;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Handoffs;

[Rule("WFG2004")]
public sealed class PossiblyMissingTests
{
    [Fact]
    public Task FiresWhereOneBranchIsGuarded() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step] Shipment Ship(Payment {|WFG2004:payment|}, Receipt receipt) => new(receipt.Text);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task FiresWhereOnlyTheGuardReadsTheBranch() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step, When(nameof(IsLarge))] Shipment Ship(Receipt receipt) => new(receipt.Text);

            [Step, When(nameof(IsLarge))] void Announce(Receipt receipt) { }

            static bool IsPaid(Order order) => order.Id != "";

            static bool IsLarge(Payment {|WFG2004:payment|}) => payment.Amount > 1;
        }
        """);

    [Fact]
    public Task StaysSilentWhereTheGuardTakesAbsenceOrItsStepWaitsForTheSameBranch() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step, When(nameof(IsLarge))] Shipment Ship(Receipt receipt) => new(receipt.Text);

            [Step, When(nameof(IsSmall))] void Note(Payment payment) { }

            [Step, When(nameof(IsSmall))] void Tell(Order order) { }

            static bool IsPaid(Order order) => order.Id != "";

            static bool IsLarge(Payment? payment) => payment is { Amount: > 1 };

            static bool IsSmall(Payment payment) => payment.Amount < 1;
        }
        """);

    [Fact]
    public Task FiresWhereTheGuardsDiffer() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step, When(nameof(IsNamed))] Receipt Bill(Order order) => new(order.Id);

            [Step] Shipment Ship(Payment {|WFG2004:payment|}, Receipt {|WFG2004:receipt|}) => new(receipt.Text);

            static bool IsPaid(Order order) => order.Id != "";

            static bool IsNamed(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentForANullableParameter() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step] Shipment Ship(Payment? payment, Receipt receipt) => new(receipt.Text);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentWhereBothBranchesHaveTheSameGuard() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step, When(nameof(IsPaid))] Receipt Bill(Order order) => new(order.Id);

            [Step] Shipment Ship(Payment payment, Receipt receipt) => new(receipt.Text);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentWhereTheStepHasTheSameGuard() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step, When(nameof(IsPaid))] Payment Charge(Order order) => new(1);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step, When(nameof(IsPaid))] Shipment Ship(Payment payment, Receipt receipt) => new(receipt.Text);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task StaysSilentForDataFromFurtherUpTheBranch() => AnalyzerRun.VerifyAsync(
        new HandoffAnalyzer(),
        """
        public record Order(string Id);
        public record Payment(decimal Amount);
        public record Receipt(string Text);
        public record Shipment(string Id);

        [Workflow("order")]
        public sealed partial class OrderWorkflow
        {
            public partial ValueTask<Shipment?> RunAsync(Order order);

            [Step] Receipt Bill(Order order) => new(order.Id);

            [Step, When(nameof(IsPaid))] Payment Charge(Receipt receipt) => new(1);

            [Step] Shipment Ship(Payment payment, Receipt receipt, Order order) => new(receipt.Text);

            static bool IsPaid(Order order) => order.Id != "";
        }
        """);

    [Fact]
    public Task FixMakesTheParameterNullable() => FixRun.VerifyAsync(
        new HandoffAnalyzer(),
        new MakeParameterNullableFix(),
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step, When(nameof(Is))] long One(int a) => 1;
            [Step] byte[] Two(int a) => [];
            [Step, Output] string Join(long {|WFG2004:one|}, byte[] two) => "";
            static bool Is(int a) => a > 1;
        }
        """,
        """
        [Workflow]
        public partial class W
        {
            public partial ValueTask<string> RunAsync(int a);
            [Step, When(nameof(Is))] long One(int a) => 1;
            [Step] byte[] Two(int a) => [];
            [Step, Output] string Join(long? one, byte[] two) => "";
            static bool Is(int a) => a > 1;
        }
        """);

    [Fact]
    public Task StaysSilentWhereOneSignalWithdrawsBoth() => LanguageCase.IsSilentAsync("WFG2004", """
        [Workflow("w")]
        [CancelOn(nameof(Cancelled), nameof(Reserve), nameof(Charge))]
        public sealed partial class W
        {
            public partial ValueTask<string?> RunAsync(int order);

            [Signal] private partial string Cancelled();

            [Step] byte[] Reserve(int order) => [];

            [Step] long Charge(int order) => 1;

            [Step, Output] string Ship(byte[] reserve, long charge) => "shipped";
        }
        """);

    [Fact]
    public Task FiresWhereASignalWithdrawsOneOfTwo() => LanguageCase.FiresAsync("WFG2004", """
        [Workflow("w")]
        [CancelOn(nameof(Cancelled), nameof(Reserve))]
        public sealed partial class W
        {
            public partial ValueTask<string?> RunAsync(int order);

            [Signal] private partial string Cancelled();

            [Step] byte[] Reserve(int order) => [];

            [Step] long Charge(int order) => 1;

            [Step, Output] string Ship(byte[] reserve, long charge) => "shipped";
        }
        """);
}
