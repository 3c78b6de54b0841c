namespace WorkflowGen.Benchmarks.Executor;

public readonly record struct Left(int Value);

public readonly record struct Right(int Value);

/// <summary>A split, two branches, a join; all complete at once.</summary>
[Workflow("diamond")]
public sealed partial class Diamond
{
    public partial ValueTask<int> RunAsync(long n, CancellationToken cancellationToken = default);

    public async ValueTask<int> HandWrittenAsync(long n)
    {
        var split = await Split(n).ConfigureAwait(false);
        var left = await GoLeft(split).ConfigureAwait(false);
        var right = await GoRight(split).ConfigureAwait(false);
        return await Join(left, right).ConfigureAwait(false);
    }

    [Step]
    private ValueTask<short> Split(long n) => new((short)n);

    [Step]
    private ValueTask<Left> GoLeft(short split) => new(new Left(split));

    [Step]
    private ValueTask<Right> GoRight(short split) => new(new Right(split));

    [Step]
    private ValueTask<int> Join(Left left, Right right) => new(left.Value + right.Value);
}
