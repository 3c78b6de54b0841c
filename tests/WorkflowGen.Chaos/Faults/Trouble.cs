namespace WorkflowGen.Chaos.Faults;

/// <summary>One kind of fault, injected one at a time; several kinds go on side by side.</summary>
internal abstract class Trouble
{
    public abstract string Name { get; }

    public int Count { get; private set; }

    /// <summary>Injects it again and again until the storm is over, and leaves nothing of it behind.</summary>
    public async Task RunAsync(Random random, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause(random), over);
                await InjectAsync(random, over);
                Count++;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
        finally
        {
            await EndAsync();
        }
    }

    protected abstract TimeSpan Pause(Random random);

    protected abstract Task InjectAsync(Random random, CancellationToken over);

    protected virtual Task EndAsync() => Task.CompletedTask;

    protected static TimeSpan Between(Random random, double from, double to) => TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));
}
