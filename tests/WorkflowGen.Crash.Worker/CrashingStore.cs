using System.Security.Cryptography;
using WorkflowGen.Storage;

namespace WorkflowGen.Crash.Worker;

/// <summary>Dies before or after a write, and tells the parent what was acknowledged: each journal entry with its hash.</summary>
internal sealed class CrashingStore(IWorkflowStore inner, Ledger ledger) : IWorkflowStore
{
    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public async ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken)
    {
        // Before the call: the caller may use its buffers for something else afterwards.
        var lines = Describe(run.RunId, run.Entries);
        CrashPoints.Pass();
        var result = await inner.CreateAsync(run, cancellationToken);
        if (result.Created)
            ledger.Append(lines);
        CrashPoints.Pass();
        return result;
    }

    public async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        var lines = Describe(commit.RunId, commit.Entries);
        CrashPoints.Pass();
        var result = await inner.CommitAsync(commit, cancellationToken);
        if (result == CommitResult.Committed)
            ledger.Append(lines);
        CrashPoints.Pass();
        return result;
    }

    public async ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var claimed = await inner.ClaimAsync(request, cancellationToken);
        if (claimed.Count > 0)
            CrashPoints.Pass();
        return claimed;
    }

    public async ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken)
    {
        CrashPoints.Pass();
        await inner.ReleaseAsync(leases, cancellationToken);
        CrashPoints.Pass();
    }

    public async ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        CrashPoints.Pass();
        var head = await inner.RequestCancelAsync(runId, at, cancellationToken);
        CrashPoints.Pass();
        return head;
    }

    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken) => inner.LoadAsync(runId, cancellationToken);

    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        inner.RenewAsync(leases, leaseUntil, cancellationToken);

    public async ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        CrashPoints.Pass();
        var result = await inner.PutSignalAsync(signal, cancellationToken);
        CrashPoints.Pass();
        return result;
    }

    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken) => inner.ReadSignalsAsync(runId, after, cancellationToken);

    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken) => inner.GetAsync(runId, cancellationToken);

    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.CountDueAsync(now, cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        inner.NextDueAsync(now, workflows, queues, cancellationToken);

    public IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken) => inner.ReadHistoryAsync(runId, cancellationToken);

    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.DeleteEndedAsync(endedBefore, limit, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static string Describe(string runId, IReadOnlyList<JournalEntry> entries) =>
        string.Concat(entries.Select(e => $"entry {runId} {e.Sequence} {Convert.ToHexStringLower(SHA256.HashData(e.Data.Span))}\n"));
}
