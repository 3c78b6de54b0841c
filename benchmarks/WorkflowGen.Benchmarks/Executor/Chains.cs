namespace WorkflowGen.Benchmarks.Executor;

/// <summary>Ten steps that return their value.</summary>
[Workflow("chain-sync")]
public sealed partial class SynchronousChain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

#pragma warning disable CS1998 // no await: that is what is measured
    /// <summary>The same calls, written by hand.</summary>
    public async ValueTask<int> HandWrittenAsync(int n)
    {
        n = S1(n);
        n = S2(n);
        n = S3(n);
        n = S4(n);
        n = S5(n);
        n = S6(n);
        n = S7(n);
        n = S8(n);
        n = S9(n);
        n = S10(n);
        return n;
    }

    [Step]
    private int S1([From("n")] int n) => n + 1;

    [Step]
    private int S2([From(nameof(S1))] int n) => n + 1;

    [Step]
    private int S3([From(nameof(S2))] int n) => n + 1;

    [Step]
    private int S4([From(nameof(S3))] int n) => n + 1;

    [Step]
    private int S5([From(nameof(S4))] int n) => n + 1;

    [Step]
    private int S6([From(nameof(S5))] int n) => n + 1;

    [Step]
    private int S7([From(nameof(S6))] int n) => n + 1;

    [Step]
    private int S8([From(nameof(S7))] int n) => n + 1;

    [Step]
    private int S9([From(nameof(S8))] int n) => n + 1;

    [Step]
    private int S10([From(nameof(S9))] int n) => n + 1;
#pragma warning restore CS1998
}

/// <summary>Ten steps that return a completed ValueTask.</summary>
[Workflow("chain-value-task")]
public sealed partial class ValueTaskChain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    /// <summary>The same calls, written by hand.</summary>
    public async ValueTask<int> HandWrittenAsync(int n)
    {
        n = await S1(n).ConfigureAwait(false);
        n = await S2(n).ConfigureAwait(false);
        n = await S3(n).ConfigureAwait(false);
        n = await S4(n).ConfigureAwait(false);
        n = await S5(n).ConfigureAwait(false);
        n = await S6(n).ConfigureAwait(false);
        n = await S7(n).ConfigureAwait(false);
        n = await S8(n).ConfigureAwait(false);
        n = await S9(n).ConfigureAwait(false);
        n = await S10(n).ConfigureAwait(false);
        return n;
    }

    [Step]
    private ValueTask<int> S1([From("n")] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S2([From(nameof(S1))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S3([From(nameof(S2))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S4([From(nameof(S3))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S5([From(nameof(S4))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S6([From(nameof(S5))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S7([From(nameof(S6))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S8([From(nameof(S7))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S9([From(nameof(S8))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> S10([From(nameof(S9))] int n) => new(n + 1);
}

/// <summary>Ten async steps that never wait.</summary>
[Workflow("chain-async")]
public sealed partial class AsyncChain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

#pragma warning disable CS1998 // no await: that is what is measured
    /// <summary>The same calls, written by hand.</summary>
    public async ValueTask<int> HandWrittenAsync(int n)
    {
        n = await S1(n).ConfigureAwait(false);
        n = await S2(n).ConfigureAwait(false);
        n = await S3(n).ConfigureAwait(false);
        n = await S4(n).ConfigureAwait(false);
        n = await S5(n).ConfigureAwait(false);
        n = await S6(n).ConfigureAwait(false);
        n = await S7(n).ConfigureAwait(false);
        n = await S8(n).ConfigureAwait(false);
        n = await S9(n).ConfigureAwait(false);
        n = await S10(n).ConfigureAwait(false);
        return n;
    }

    [Step]
    private async ValueTask<int> S1([From("n")] int n) => n + 1;

    [Step]
    private async ValueTask<int> S2([From(nameof(S1))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S3([From(nameof(S2))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S4([From(nameof(S3))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S5([From(nameof(S4))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S6([From(nameof(S5))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S7([From(nameof(S6))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S8([From(nameof(S7))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S9([From(nameof(S8))] int n) => n + 1;

    [Step]
    private async ValueTask<int> S10([From(nameof(S9))] int n) => n + 1;
#pragma warning restore CS1998
}

/// <summary>Ten steps each of which suspends once.</summary>
[Workflow("chain-yield")]
public sealed partial class YieldingChain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    /// <summary>The same calls, written by hand.</summary>
    public async ValueTask<int> HandWrittenAsync(int n)
    {
        n = await S1(n).ConfigureAwait(false);
        n = await S2(n).ConfigureAwait(false);
        n = await S3(n).ConfigureAwait(false);
        n = await S4(n).ConfigureAwait(false);
        n = await S5(n).ConfigureAwait(false);
        n = await S6(n).ConfigureAwait(false);
        n = await S7(n).ConfigureAwait(false);
        n = await S8(n).ConfigureAwait(false);
        n = await S9(n).ConfigureAwait(false);
        n = await S10(n).ConfigureAwait(false);
        return n;
    }

    [Step]
    private async Task<int> S1([From("n")] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S2([From(nameof(S1))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S3([From(nameof(S2))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S4([From(nameof(S3))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S5([From(nameof(S4))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S6([From(nameof(S5))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S7([From(nameof(S6))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S8([From(nameof(S7))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S9([From(nameof(S8))] int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [Step]
    private async Task<int> S10([From(nameof(S9))] int n)
    {
        await Task.Yield();
        return n + 1;
    }
}
