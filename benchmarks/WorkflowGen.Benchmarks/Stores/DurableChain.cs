namespace WorkflowGen.Benchmarks.Stores;

/// <summary>What a step hands over: the number that each adds one to, and so much else.</summary>
public sealed record Carried(int N, string Text);

/// <summary>Ten steps, each adding one to the number that the step before handed over; each is committed before the next begins.</summary>
[Workflow("durable-chain")]
public sealed partial class DurableChain
{
    public const int Steps = 10;

    public partial ValueTask<Carried> RunAsync(Carried carried, CancellationToken cancellationToken = default);

    [Step]
    private Carried S1([From("carried")] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S2([From(nameof(S1))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S3([From(nameof(S2))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S4([From(nameof(S3))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S5([From(nameof(S4))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S6([From(nameof(S5))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S7([From(nameof(S6))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S8([From(nameof(S7))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S9([From(nameof(S8))] Carried carried) => carried with { N = carried.N + 1 };

    [Step]
    private Carried S10([From(nameof(S9))] Carried carried) => carried with { N = carried.N + 1 };
}
