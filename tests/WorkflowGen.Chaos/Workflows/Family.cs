using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Asked(int Number);

/// <summary>Two children, and the second fails in every fourth run: then the first is undone as a whole.</summary>
[Workflow("family")]
public sealed partial class Family(Effects effects)
{
    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<Sum> One(Errand workflow, Job job);

    [Step, Pure]
    static Asked Ask(Job job, [From(nameof(One))] Sum one) => new(Fails(job.Number) ? -1 : (int)one.Value);

    [Step, Idempotency(Keyed)]
    async Task<Sum> Two(Asked asked, StepContext step)
    {
        await effects.HappenAsync(step);
        return asked.Number < 0 ? throw new InvalidOperationException("the second child is not at home") : new Sum(asked.Number + 1);
    }

    public static bool Fails(int number) => number % 4 == 0;

    public static long Result(int number) => Errand.Result(number) + 1;
}

/// <summary>A child with a compensation of its own.</summary>
[Workflow("errand")]
public sealed partial class Errand(Effects effects)
{
    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Idempotency(Keyed), CompensateWith(nameof(Return))]
    async Task<Asked> Fetch(Job job, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Asked(job.Number);
    }

    async Task Return(Asked asked, StepContext step) => await effects.UndoAsync(step, fails: false);

    [Step, Idempotency(Keyed)]
    async Task<Sum> Bring(Asked asked, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Sum(asked.Number * 7L);
    }

    public static long Result(int number) => number * 7L;
}
