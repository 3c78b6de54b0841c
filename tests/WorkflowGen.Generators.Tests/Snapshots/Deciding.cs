using WorkflowGen;

namespace Claims;

public sealed record Claim(string Id, decimal Amount);

public abstract record Decision
{
    private Decision()
    {
    }

    public sealed record Approved(decimal Amount) : Decision;

    public sealed record Rejected(string Reason) : Decision;
}

public sealed record Letter(string Text);

/// <summary>Cases, alternatives, a caught failure, and what runs at the end.</summary>
[Workflow("deciding", FailFast = false)]
public sealed partial class DecidingWorkflow
{
    public partial ValueTask<Letter> RunAsync(Claim claim, CancellationToken cancellationToken = default);

    private static bool IsSmall(Claim claim) => claim.Amount < 100;

    [Step, Unless(nameof(IsSmall))]
    private Task<Decision> Assess(Claim claim, CancellationToken cancellationToken) => Task.FromResult<Decision>(new Decision.Approved(claim.Amount));

    [Step, When(nameof(IsSmall))]
    private static Decision Wave(Claim claim) => new Decision.Approved(claim.Amount);

    [Step]
    private Decision Decide([From(nameof(Assess), nameof(Wave))] Decision decision) => decision;

    [Step, Retry(3), Idempotency(Idempotency.Keyed)]
    private Task<Letter> Pay([From(nameof(Decide))] Decision.Approved approved, StepContext step) => Task.FromResult(new Letter(step.IdempotencyKey));

    [Step, Catch(nameof(Pay))]
    private Letter Apologise(StepFailure failure) => new(failure.Message);

    [Step]
    private Letter Refuse([From(nameof(Decide))] Decision.Rejected rejected) => new(rejected.Reason);

    [Step]
    private Letter Send([From(nameof(Pay))] Letter? paid, [From(nameof(Refuse))] Letter? refused) => paid ?? refused ?? new("");

    [Step, Finally]
    private void Archive(Claim claim, StepFailure? failure)
    {
    }
}
