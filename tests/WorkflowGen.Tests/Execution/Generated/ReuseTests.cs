namespace WorkflowGen.Tests.Execution.Generated;

/// <summary>Executors go from run to run through a pool, while threads of the run before may be on their way out of it.</summary>
public sealed class ReuseTests
{
    [Fact]
    public async Task Many_runs_with_steps_that_end_at_the_same_time()
    {
        var workflow = new YieldingFanOut();
        var loops = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25_000; i++)
            {
                if (await workflow.RunAsync(i) != 5L * i)
                    throw new InvalidOperationException($"Run {i} has the result of another.");
            }
        }));
        await Task.WhenAll(loops);
    }
}

[Workflow("fan-out-yielding")]
internal sealed partial class YieldingFanOut
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private Task<int> A(int n) => YieldAsync(n);

    [Step]
    private Task<int> B(int n) => YieldAsync(n);

    [Step]
    private Task<int> C(int n) => YieldAsync(n);

    [Step]
    private Task<int> D(int n) => YieldAsync(n);

    [Step]
    private Task<int> E(int n) => YieldAsync(n);

    [Step]
    private long Join([From(nameof(A))] int a, [From(nameof(B))] int b, [From(nameof(C))] int c, [From(nameof(D))] int d, [From(nameof(E))] int e) =>
        0L + a + b + c + d + e;

    private static async Task<int> YieldAsync(int n)
    {
        await Task.Yield();
        return n;
    }
}
