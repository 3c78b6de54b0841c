using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Tally(int Round, long Value);

public sealed record Kept(int Round, long Value);

/// <summary>A loop of two steps that hands its value from round to round.</summary>
[Workflow("rounds")]
public sealed partial class Rounds(Effects effects)
{
    public const int Count = 5;

    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Idempotency(Keyed)]
    async Task<Tally> Add(Job job, [Previous, From(nameof(Keep))] Kept? last, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Tally((last?.Round ?? 0) + 1, (last?.Value ?? 0) + job.Number);
    }

    [Step, Idempotency(Keyed), Loop(To = nameof(Add), While = nameof(HasMore), Max = 100)]
    async Task<Kept> Keep(Tally tally, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Kept(tally.Round, tally.Value);
    }

    static bool HasMore([From(nameof(Keep))] Kept kept) => kept.Round < Count;

    [Step, Idempotency(Keyed)]
    async Task<Sum> Total([From(nameof(Keep))] Kept kept, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Sum(kept.Value);
    }

    public static long Result(int number) => (long)Count * number;
}
