namespace WorkflowGen.Tests.Execution.Generated;

[Workflow("chain-sync")]
internal sealed partial class SynchronousChain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

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
}

[Workflow("chain-value-task")]
internal sealed partial class ValueTaskChain
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

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

[Workflow("chain-suspending")]
internal sealed partial class SuspendingChain(Pump pump)
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> S1([From("n")] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S2([From(nameof(S1))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S3([From(nameof(S2))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S4([From(nameof(S3))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S5([From(nameof(S4))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S6([From(nameof(S5))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S7([From(nameof(S6))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S8([From(nameof(S7))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S9([From(nameof(S8))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S10([From(nameof(S9))] int n) => pump.Later(n + 1);
}

[Workflow("diamond-sync")]
internal sealed partial class SynchronousDiamond
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> Split(int n) => new(n + 1);

    [Step]
    private ValueTask<int> Left([From(nameof(Split))] int n) => new(n + 1);

    [Step]
    private ValueTask<int> Right([From(nameof(Split))] int n) => new(n + 1);

    [Step]
    private int Join([From(nameof(Left))] int left, [From(nameof(Right))] int right) => left + right;
}

[Workflow("diamond-suspending")]
internal sealed partial class SuspendingDiamond(Pump pump)
{
    public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> Split(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> Left([From(nameof(Split))] int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> Right([From(nameof(Split))] int n) => pump.Later(n + 1);

    [Step]
    private int Join([From(nameof(Left))] int left, [From(nameof(Right))] int right) => left + right;
}

[Workflow("fan-out-10-sync")]
internal sealed partial class SynchronousFanOut10
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> S0(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S1(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S2(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S3(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S4(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S5(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S6(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S7(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S8(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S9(int n) => new(n + 1);

    [Step]
    private long Join(
        [From(nameof(S0))] int s0, [From(nameof(S1))] int s1, [From(nameof(S2))] int s2, [From(nameof(S3))] int s3, [From(nameof(S4))] int s4,
        [From(nameof(S5))] int s5, [From(nameof(S6))] int s6, [From(nameof(S7))] int s7, [From(nameof(S8))] int s8, [From(nameof(S9))] int s9) =>
        0L
        + s0 + s1 + s2 + s3 + s4
        + s5 + s6 + s7 + s8 + s9;
}

[Workflow("fan-out-10-suspending")]
internal sealed partial class SuspendingFanOut10(Pump pump)
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> S0(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S1(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S2(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S3(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S4(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S5(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S6(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S7(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S8(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S9(int n) => pump.Later(n + 1);

    [Step]
    private long Join(
        [From(nameof(S0))] int s0, [From(nameof(S1))] int s1, [From(nameof(S2))] int s2, [From(nameof(S3))] int s3, [From(nameof(S4))] int s4,
        [From(nameof(S5))] int s5, [From(nameof(S6))] int s6, [From(nameof(S7))] int s7, [From(nameof(S8))] int s8, [From(nameof(S9))] int s9) =>
        0L
        + s0 + s1 + s2 + s3 + s4
        + s5 + s6 + s7 + s8 + s9;
}
