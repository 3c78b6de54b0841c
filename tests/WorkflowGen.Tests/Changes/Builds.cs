#pragma warning disable WFG3006 // that is what these tests are about: several builds of one workflow
namespace WorkflowGen.Tests.Changes
{
    /// <summary>What the steps of a run have done, whatever build they are of.</summary>
    public sealed class Effects
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _done = new();

        public IReadOnlyList<string> Done => [.. _done];

        public T Did<T>(string step, T result)
        {
            _done.Enqueue(step);
            return result;
        }
    }
}

namespace WorkflowGen.Tests.Changes.Recorded
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.StepRenamed
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Bill(int amount) => effects.Did(nameof(Bill), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Bill))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.StepRenamedAndSaid
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step, Renamed("Charge")] Payment Bill(int amount) => effects.Did(nameof(Bill), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Bill)), Renamed("Approve")] private partial bool? Agree();

        [Step] Receipt Ship(Payment payment, bool? agree) => effects.Did(nameof(Ship), new Receipt($"{payment} {agree}"));

    }
}

namespace WorkflowGen.Tests.Changes.StepRemoved
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Signal(Timeout = "9d")] private partial bool? Approve();

        [Step] Receipt Ship(int amount, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{amount} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.StepInsertedBefore
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] void Check(int amount) => effects.Did(nameof(Check), amount);

        [Step, After(nameof(Check))] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.StepInsertedBehind
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step, After(nameof(Approve))] void Pack(Payment payment) => effects.Did(nameof(Pack), payment);

        [Step, After(nameof(Pack))] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.MemberRenamed
{
    public record Payment(int Sum, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.MemberRemoved
{
    public record Payment(int Amount);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.MemberAdded
{
    public record Payment(int Amount, string Currency, string Bank);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR", "B"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.MemberAddedThatMayBeMissing
{
    public record Payment(int Amount, string Currency, string? Bank = null);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.MemberOfAnotherType
{
    public record Payment(string Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment($"{amount}", "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.MemberUpcast
{
    public record Payment(int Cents, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

        [Upcast(nameof(Charge))]
        private static Payment UpcastCharge(System.Text.Json.JsonElement recorded) =>
            new(recorded.GetProperty("Amount").GetInt32() * 100, recorded.GetProperty("Currency").GetString()!);

    }
}

namespace WorkflowGen.Tests.Changes.UpcasterThrows
{
    public record Payment(int Cents, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

        [Upcast(nameof(Charge))]
        private static Payment UpcastCharge(System.Text.Json.JsonElement recorded) => throw new NotSupportedException("no way");

    }
}

namespace WorkflowGen.Tests.Changes.GuardAdded
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step, When(nameof(IsDue))] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment? payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

        private static bool IsDue(int amount) => amount > 1_000_000;

    }
}

namespace WorkflowGen.Tests.Changes.StepsSwapped
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Signal(Timeout = "9d")] private partial bool? Approve();

        [Step, After(nameof(Approve))] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.InputAdded
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, string country, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(string country, Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}{country}"));

    }
}

namespace WorkflowGen.Tests.Changes.InputAddedThatMayBeMissing
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, string? country, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(string? country, Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}{country}"));

    }
}

namespace WorkflowGen.Tests.Changes.InputOfAnotherType
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(string amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(string amount) => effects.Did(nameof(Charge), new Payment(int.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.KindChanged
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Signal(Timeout = "9d"), After(nameof(Weigh))] private partial bool? Charge();

        [Step] Payment Weigh(int amount) => effects.Did(nameof(Weigh), new Payment(amount, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.WithEnum
{
    public record Payment(int Amount, Way Way);

    public record Receipt(string Text);

    public enum Way { Card = 1, Cash = 2 }

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, Way.Cash));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.EnumMemberRemoved
{
    public record Payment(int Amount, Way Way);

    public record Receipt(string Text);

    public enum Way { Card = 1 }

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, Way.Card));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.EnumMemberAdded
{
    public record Payment(int Amount, Way Way);

    public record Receipt(string Text);

    public enum Way { Card = 1, Cash = 2, Cheque = 3 }

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] Payment Charge(int amount) => effects.Did(nameof(Charge), new Payment(amount, Way.Cash));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment payment, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{payment} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.WithElements
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] IReadOnlyList<int> Split(int amount) => effects.Did(nameof(Split), new int[] { amount, 2 });

        [Step] Payment Charge([Each] int split) => effects.Did(nameof(Charge), new Payment(split, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(IReadOnlyList<Payment> charge, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{string.Join(", ", charge)} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.ElementMemberRenamed
{
    public record Payment(int Sum, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] IReadOnlyList<int> Split(int amount) => effects.Did(nameof(Split), new int[] { amount, 2 });

        [Step] Payment Charge([Each] int split) => effects.Did(nameof(Charge), new Payment(split, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(IReadOnlyList<Payment> charge, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{string.Join(", ", charge)} {approve}"));

    }
}

namespace WorkflowGen.Tests.Changes.ElementsUpcast
{
    public record Payment(int Cents, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] IReadOnlyList<int> Split(int amount) => effects.Did(nameof(Split), new int[] { amount, 2 });

        [Step] Payment Charge([Each] int split) => effects.Did(nameof(Charge), new Payment(split, "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(IReadOnlyList<Payment> charge, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{string.Join(", ", charge)} {approve}"));

        private sealed record Earlier(int Amount, string Currency);

        [Upcast(nameof(Charge))]
        private static Payment UpcastCharge(Earlier recorded) => new(recorded.Amount * 100, recorded.Currency);

    }
}

namespace WorkflowGen.Tests.Changes.ElementsRemoved
{
    public record Payment(int Amount, string Currency);

    public record Receipt(string Text);

    [Workflow("changes")]
    public sealed partial class ChangesWorkflow(Effects effects)
    {
        public partial ValueTask<Receipt> RunAsync(int amount, CancellationToken cancellationToken = default);

        [Step] IReadOnlyList<int> Split(int amount) => effects.Did(nameof(Split), new int[] { amount, 2 });

        [Step] Payment Charge(IReadOnlyList<int> split) => effects.Did(nameof(Charge), new Payment(split[0], "EUR"));

        [Signal(Timeout = "9d"), After(nameof(Charge))] private partial bool? Approve();

        [Step] Receipt Ship(Payment charge, bool? approve) => effects.Did(nameof(Ship), new Receipt($"{charge} {approve}"));

    }
}
