using WorkflowGen;

namespace Graphs;

public readonly record struct Left(int Value);

public readonly record struct Right(int Value);

/// <summary>The join stands first: steps are called in the order of the graph, not of the text.</summary>
[Workflow("diamond")]
internal sealed partial class Diamond
{
    [Step]
    internal ValueTask<long> Join(Left left, Right right) => new(left.Value + right.Value);

    [Step]
    internal async Task<Right> GoRight(int split)
    {
        await Task.Yield();
        return new(split);
    }

    [Step]
    internal ValueTask<Left> GoLeft(int split) => new(new Left(split));

    [Step]
    internal int Split(string text) => text.Length;

    public partial ValueTask<long> RunAsync(string text);
}
