using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Link1(long Value);

public sealed record Link2(long Value);

public sealed record Link3(long Value);

/// <summary>One after the other; the third fails once and waits.</summary>
[Workflow("chain")]
public sealed partial class Chain(Effects effects)
{
    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Idempotency(Keyed)]
    async Task<Link1> First(Job job, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Link1(job.Number + 1L);
    }

    [Step, Idempotency(Keyed)]
    async Task<Link2> Second(Link1 link, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Link2(link.Value * 2);
    }

    [Step, Idempotency(Keyed), Retry(3, "20ms")]
    async Task<Link3> Third(Link2 link, StepContext step)
    {
        await effects.HappenAsync(step);
        return step.Attempt == 1 ? throw new InvalidOperationException("fails the first time") : new Link3(link.Value + 3);
    }

    [Step, Idempotency(Keyed)]
    async Task<Sum> Last(Link3 link, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Sum(link.Value);
    }

    public static long Result(int number) => ((number + 1L) * 2) + 3;
}
