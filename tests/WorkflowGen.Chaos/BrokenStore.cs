using WorkflowGen.Storage;
using WorkflowGen.Tests;

namespace WorkflowGen.Chaos;

/// <summary>A store that does on purpose what a store must not, now and then: the accounting has to find it out, or it is worth nothing.</summary>
internal sealed class BrokenStore(IWorkflowStore inner, string how) : DelegatingStore(inner)
{
    public const string Variable = "WORKFLOWGEN_CHAOS_BREAK";

    /// <summary>Everything that can be broken: acknowledged signals or starts are lost.</summary>
    public static readonly string[] Ways = ["signals", "starts"];

    private int _calls;

    protected override ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner) => (call, how) switch
    {
        (Call.PutSignal, "signals") when runId!.EndsWith('3') => new((T)(object)PutSignalResult.Accepted),
        (Call.Create, "starts") when Interlocked.Increment(ref _calls) % 40 == 0 => LoseAsync(inner),
        _ => base.AroundAsync(call, runId, inner),
    };

    /// <summary>The answer is made up: as if it had been created.</summary>
    private static ValueTask<T> LoseAsync<T>(Func<ValueTask<T>> _) => new((T)(object)new CreateResult(true, new RunHead
    {
        RunId = "lost",
        Workflow = "lost",
        Version = 1,
        Status = RunStatus.Pending,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        LastSequence = 1,
        Epoch = 0,
    }));
}
