using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Part(int Number);

public sealed record Piece(long Value);

public sealed record Beside(long Value);

/// <summary>Elements with a record each, a branch beside them, and a join.</summary>
[Workflow("fan")]
public sealed partial class Fan(Effects effects)
{
    public const int Parts = 6;

    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Pure]
    static IReadOnlyList<Part> Split(Job job) => [.. Enumerable.Range(job.Number, Parts).Select(n => new Part(n))];

    [Step, Idempotency(Keyed)]
    async Task<Piece> Work([Each(MaxParallel = 3)] Part part, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Piece(part.Number * 10L);
    }

    [Step, Idempotency(Keyed)]
    async Task<Beside> Aside(Job job, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Beside(job.Number);
    }

    [Step, Idempotency(Keyed)]
    async Task<Sum> Join(IReadOnlyList<Piece> pieces, Beside beside, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Sum(pieces.Sum(p => p.Value) + beside.Value);
    }

    public static long Result(int number) => Enumerable.Range(number, Parts).Sum(n => n * 10L) + number;
}
