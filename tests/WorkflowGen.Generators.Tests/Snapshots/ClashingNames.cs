using WorkflowGen;

namespace Clashing;

/// <summary>Members and parameters that are called what generated code would call its own.</summary>
[Workflow("clash")]
public sealed partial class Clash
{
    public partial ValueTask<string> RunAsync(int executor, long settled, string step, CancellationToken suspended = default);

    [Step]
    private ValueTask<int> Executor(int executor, long settled) => new(executor);

    [Step]
    private Task<long> Definition([From(nameof(Executor))] int node) => Task.FromResult((long)node);

    [Step, Retry(2), Idempotency(Idempotency.Safe)]
    private ValueTask<Guid> Step([From(nameof(Definition))] long failure) => default;

    [Step]
    private string Workflow(Guid awaiter, [From("step")] string exception) => exception;
}
