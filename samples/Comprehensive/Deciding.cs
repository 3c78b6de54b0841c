using System.Globalization;
using WorkflowGen;

namespace Comprehensive;

public sealed record Claim(string Customer, decimal Amount, bool Foreign);

/// <summary>A closed family: its cases are all that there are, and the compiler knows.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    public sealed record Covered(decimal Amount) : Verdict;

    public sealed record NotCovered(string Why) : Verdict;
}

public sealed record Translation(string Text);

public sealed record Payout(decimal Amount);

public sealed record Approval(string By);

/// <summary>
/// Deciding: by type, by guard, by alternatives, on failure, at the end.
/// </summary>
[Workflow("deciding")]
public sealed partial class Deciding(Office office)
{
    public partial ValueTask<string> RunAsync(Claim claim, CancellationToken cancellationToken = default);

    // A guard is a pure method. [When] and [Unless] with the same guard are two branches of which exactly one runs.
    private static bool IsForeign(Claim claim) => claim.Foreign;

    [Step, When(nameof(IsForeign))]
    private Translation Translate(Claim claim, StepContext step) => office.Note(step, new Translation($"the claim of {claim.Customer}, translated"), "translated");

    [Step, Unless(nameof(IsForeign))]
    private Translation TakeAsItIs(Claim claim, StepContext step) => office.Note(step, new Translation($"the claim of {claim.Customer}"), "nothing to translate");

    // Alternatives: the compiler proves that exactly one of the two is there.
    [Step]
    private Verdict Decide(Claim claim, [From(nameof(Translate), nameof(TakeAsItIs))] Translation text) =>
        claim.Amount < 1_000 ? new Verdict.Covered(claim.Amount) : new Verdict.NotCovered($"{text.Text} is beyond the limit");

    // By type: a step that takes one case runs only when the verdict is that case. A case that nobody takes is a warning.
    [Step, Retry(2, "10ms", Backoff.Exponential, Max = "1m", Jitter = 0.2, On = [typeof(IOException)]), Timeout("10s", Total = "1m"), Idempotency(Idempotency.Keyed)]
    private Payout Transfer(Verdict.Covered covered, StepContext step) => office.Transfer(step, covered.Amount);

    // On failure: runs when Transfer has failed for good, and what it hands over stands in for Transfer's result.
    [Step, Catch(nameof(Transfer))]
    private Payout SendCheque(Verdict.Covered covered, StepFailure failure, StepContext step) => office.Note(step, new Payout(covered.Amount), $"a cheque, since {failure.Message}");

    [Step, Output]
    private string Pay(Payout payout) => string.Create(CultureInfo.InvariantCulture, $"paid {payout.Amount}");

    // Done here: nothing else is waited for.
    [Step, End, Output]
    private string Decline(Verdict.NotCovered notCovered) => $"declined: {notCovered.Why}";

    // Whatever happened.
    [Step, Finally]
    private void CloseFile(StepFailure? failure, StepContext step) => office.Note(step, 0, failure is null ? "closed" : $"closed after '{failure.Step}' failed");
}
