using static WorkflowGen.Idempotency;

namespace WorkflowGen.Chaos.Workflows;

public sealed record Word(int Number);

public sealed record Heard(long Value);

/// <summary>Two words in the order in which they were said, each said twice with one key; then a pause, and a word that never comes.</summary>
[Workflow("talk")]
public sealed partial class Talk(Effects effects)
{
    public partial ValueTask<Sum> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Signal]
    private partial Word First(Job job);

    [Step, Idempotency(Keyed)]
    async Task<Heard> Hear([From(nameof(First))] Word first, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Heard(first.Number);
    }

    [Signal]
    private partial Word Second(Heard hear);

    [Delay("200ms"), After(nameof(Second))]
    private partial Task Pause();

    [Signal(Timeout = "150ms"), After(nameof(Pause))]
    private partial Word? Never();

    [Step, Idempotency(Keyed)]
    async Task<Sum> Answer(Heard heard, [From(nameof(Second))] Word second, [From(nameof(Never))] Word? never, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Sum((heard.Value * 1000) + second.Number + (never is null ? 0 : 1_000_000_000));
    }

    public static long Result(int number) => (((number % 500) + 1L) * 1000) + (number % 700) + 2;
}
