namespace WorkflowGen.Tests.Execution.Generated;

public sealed class AwaitedTwiceTests
{
    [Fact]
    public async Task The_second_await_says_what_to_do()
    {
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = new Gated(gate.Task).RunAsync();
        gate.SetResult(3);
        Assert.Equal(3, await task);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await task);
        Assert.Contains("AsTask()", error.Message, StringComparison.Ordinal);
    }
}

[Workflow("gated")]
internal sealed partial class Gated(Task<int> gate)
{
    public partial ValueTask<int> RunAsync();

    [Step]
    private Task<int> Wait() => gate;
}
