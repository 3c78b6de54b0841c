using WorkflowGen.Testing;

namespace WorkflowGen.Patterns.Tests;

/// <summary>Where the steps of the patterns do their work. What is done is counted by the key that the step gives it, which is the same when it is run again.</summary>
[AllowNondeterminism("stands for the world")]
public sealed class Desk(Effects effects, VirtualTimeProvider time)
{
    private int _alone;
    private int _inside;

    public async Task DoAsync(StepContext step)
    {
        await Task.Yield();
        Count(step);
    }

    public async Task<Approval> AskAsync(string who, StepContext step)
    {
        await DoAsync(step);
        return new Approval(who);
    }

    /// <summary>Work that must not be interleaved with other work of its kind.</summary>
    public async Task DoAloneAsync(StepContext step)
    {
        Assert.Equal(1, Interlocked.Increment(ref _alone));
        await Task.Yield();
        Assert.Equal(0, Interlocked.Decrement(ref _alone));
        Count(step);
    }

    /// <summary>The beginning of a region that only one may be in.</summary>
    public async Task EnterAsync(StepContext step)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        await Task.Yield();
        Count(step);
    }

    /// <summary>Its end. A process that went on in the middle of the region has not seen its beginning.</summary>
    public async Task LeaveAsync(StepContext step)
    {
        await Task.Yield();
        Interlocked.Exchange(ref _inside, 0);
        Count(step);
    }

    /// <summary>Work that takes until somebody gives up waiting for it.</summary>
    public async Task DoUntilCancelledAsync(StepContext step, bool unless = false)
    {
        if (!unless)
            await time.NeverAsync(step.CancellationToken);
        await DoAsync(step);
    }

    private void Count(StepContext step) => effects.Count(step.StepName, step.IdempotencyKey);
}
