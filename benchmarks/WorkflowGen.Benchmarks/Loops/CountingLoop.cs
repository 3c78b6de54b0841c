namespace WorkflowGen.Benchmarks.Loops;

/// <summary>Tells which round it is, durably, round after round; in the last one it does not end.</summary>
[Workflow("counting-loop")]
public sealed partial class CountingLoop(LastRound last)
{
    public partial ValueTask<long> RunAsync(int rounds, CancellationToken cancellationToken = default);

    [Step, Loop(While = nameof(HasMore))]
    private async ValueTask<long> Count([From("rounds")] int rounds, [Previous] long? count, StepContext step)
    {
        if (step.Round == rounds)
            await last.ReachedAsync(step.CancellationToken);
        return (count ?? 0) + 1;
    }

    private static bool HasMore(long count) => count > 0;
}

/// <summary>Where the run is stopped, and comes to again when it is resumed.</summary>
public sealed class LastRound
{
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public async Task ReachedAsync(CancellationToken stopped)
    {
        _reached.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(stopped);
    }

    public void Forget() => _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
