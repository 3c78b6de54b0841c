using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Shot(int Number);

/// <summary>A step that must not run twice: a run whose worker died in it is parked, and says so.</summary>
[Workflow("once")]
public sealed partial class Once(Effects effects)
{
    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Idempotency(AtMostOnce)]
    async Task<Shot> Fire(Job job, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Shot(job.Number);
    }

    [Step, Idempotency(Keyed)]
    async Task<Sum> Note(Shot shot, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Sum(shot.Number);
    }
}
