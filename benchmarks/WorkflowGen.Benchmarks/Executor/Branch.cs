namespace WorkflowGen.Benchmarks.Executor;

/// <summary>What the branches of the fan-outs do.</summary>
internal static class Branch
{
    public static async Task<int> YieldAsync(int n)
    {
        await Task.Yield();
        return n + 1;
    }
}
