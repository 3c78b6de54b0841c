using WorkflowGen;
using static WorkflowGen.Idempotency;

namespace WorkflowGen.Crash.Worker;

public sealed record Job(string Name, int Value);

public sealed record Prepared(int Value);

public sealed record Left(int Value);

public sealed record Right(int Value);

public sealed record Total(int Value);

/// <summary>A fan-out, a join, a step that fails once and waits, a step that is skipped in every other run: each effect is a line in the ledger.</summary>
[Workflow("crash")]
public sealed partial class CrashWorkflow(Effects effects)
{
    public partial ValueTask<Total> RunAsync(Job job, CancellationToken cancellationToken = default);

    [Step, Idempotency(Safe)]
    async Task<Prepared> Prepare(Job job, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Prepared(job.Value);
    }

    [Step, Idempotency(Safe), Retry(3, "5ms")]
    async Task<Left> GoLeft(Prepared prepared, StepContext step)
    {
        await effects.HappenAsync(step);
        return step.Attempt == 1 ? throw new InvalidOperationException("fails the first time") : new Left(prepared.Value * 2);
    }

    [Step, Idempotency(Safe)]
    async Task<Right> GoRight(Prepared prepared, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Right(prepared.Value * 3);
    }

    static bool IsOdd(Prepared prepared) => prepared.Value % 2 == 1;

    [Step, Idempotency(Safe), When(nameof(IsOdd)), After(nameof(GoRight))]
    Task Aside(Prepared prepared, StepContext step) => effects.HappenAsync(step);

    [Step, Idempotency(Safe), After(nameof(Aside))]
    async Task<Total> Join(Left left, Right right, StepContext step)
    {
        await effects.HappenAsync(step);
        return new Total(left.Value + right.Value);
    }
}

/// <summary>What a step does to the world.</summary>
[AllowNondeterminism("dies where it is told to; nothing that a step returns depends on it")]
public sealed class Effects
{
    private readonly Ledger _ledger;

    internal Effects(Ledger ledger) => _ledger = ledger;

    public async Task HappenAsync(StepContext step)
    {
        CrashPoints.Pass();
        await Task.Yield();
        _ledger.Append($"effect {step.RunId} {step.StepName} {step.Attempt}\n");
        CrashPoints.Pass();
    }
}
