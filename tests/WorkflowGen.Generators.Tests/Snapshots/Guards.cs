using WorkflowGen;

namespace Claims;

public sealed record Claim(decimal Amount, bool Foreign);

public sealed record Review(string By);

public readonly record struct Score(int Points);

public sealed record Decision(Review? Review, Score? Score, string? Note);

[Workflow("claim")]
public sealed partial class ClaimWorkflow
{
    public partial ValueTask<Decision> RunAsync(Claim claim, CancellationToken cancellationToken = default);

    private static bool IsHigh(Claim claim) => claim.Amount > 1000;

    private bool IsForeign(Claim claim) => claim.Foreign;

    private bool IsBad(Score score) => score.Points < 10;

    [Step, When(nameof(IsHigh))]
    private ValueTask<Review> Review(Claim claim) => new(new Review("head"));

    [Step, When(nameof(IsHigh)), When(nameof(IsForeign))]
    private Score Rate(Claim claim) => new(5);

    [Step, When(nameof(IsBad)), Retry(2), Idempotency(Idempotency.Safe)]
    private string Warn(Score score) => $"only {score.Points}";

    [Step]
    private Decision Decide(Review? review, Score? score, string? note) => new(review, score, note);
}
