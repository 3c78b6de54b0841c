namespace WorkflowGen.Benchmarks.Stores;

/// <summary>Ten steps, each adding one to the number that the step before handed over; each is committed before the next begins.</summary>
[Workflow("durable-chain")]
public sealed partial class DurableChain
{
    public const int Steps = 10;

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
