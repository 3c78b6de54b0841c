using WorkflowGen.Storage;

namespace WorkflowGen.Tests;

/// <summary>A store that hands everything on to another, after a hook that may throw, wait, or never return.</summary>
public class DelegatingStore(IWorkflowStore inner) : IWorkflowStore
{
    public enum Call
    {
        Create,
        Commit,
        Load,
        Claim,
        Renew,
        Release,
        RequestCancel,
        PutSignal,
        ReadSignals,
        Get,
        List,
        NextDue,
        Other,
    }

    public IWorkflowStore Inner => inner;

    /// <summary>Around a call: what to do before it and after it.</summary>
    protected virtual async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner) => await inner();

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken) =>
        AroundAsync(Call.Create, run.RunId, () => inner.CreateAsync(run, cancellationToken));

    public virtual ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken) =>
        AroundAsync(Call.Commit, commit.RunId, () => inner.CommitAsync(commit, cancellationToken));

    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken) =>
        AroundAsync(Call.Load, runId, () => inner.LoadAsync(runId, cancellationToken));

    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        AroundAsync(Call.Claim, null, () => inner.ClaimAsync(request, cancellationToken));

    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        AroundAsync(Call.Renew, null, () => inner.RenewAsync(leases, leaseUntil, cancellationToken));

    public async ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken) =>
        await AroundAsync<object?>(Call.Release, null, async () =>
        {
            await inner.ReleaseAsync(leases, cancellationToken);
            return null;
        });

    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) =>
        AroundAsync(Call.RequestCancel, runId, () => inner.RequestCancelAsync(runId, at, cancellationToken));

    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken) =>
        AroundAsync(Call.PutSignal, signal.RunId, () => inner.PutSignalAsync(signal, cancellationToken));

    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken) =>
        AroundAsync(Call.ReadSignals, runId, () => inner.ReadSignalsAsync(runId, after, cancellationToken));

    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken) =>
        AroundAsync(Call.Get, runId, () => inner.GetAsync(runId, cancellationToken));

    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) =>
        AroundAsync(Call.List, null, () => inner.ListAsync(query, cancellationToken));

    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) =>
        AroundAsync(Call.Other, null, () => inner.CountAsync(cancellationToken));

    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        AroundAsync(Call.Other, null, () => inner.CountDueAsync(now, cancellationToken));

    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        AroundAsync(Call.NextDue, null, () => inner.NextDueAsync(now, workflows, queues, cancellationToken));

    public IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken) => inner.ReadHistoryAsync(runId, cancellationToken);

    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        AroundAsync(Call.Other, null, () => inner.DeleteEndedAsync(endedBefore, limit, cancellationToken));

    public ValueTask DisposeAsync() => default;
}

/// <summary>A store whose process can be killed: from then on no call returns, and none reaches the store behind it.</summary>
public sealed class MortalStore(IWorkflowStore inner) : DelegatingStore(inner)
{
    public bool IsDead { get; set; }

    /// <summary>Asked before each call; an exception is thrown in its place.</summary>
    public Func<Call, Exception?>? Before { get; set; }

    /// <summary>Asked after each call; an exception is thrown instead of the answer.</summary>
    public Func<Call, Exception?>? After { get; set; }

    public List<StoredRun> Loaded { get; } = [];

    public int Commits { get; private set; }

    protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
    {
        if (IsDead)
            return await new TaskCompletionSource<T>().Task;
        if (Before?.Invoke(call) is { } before)
            throw before;
        var answer = await inner();
        if (call == Call.Commit)
            Commits++;
        if (answer is StoredRun run)
            Loaded.Add(run);
        if (IsDead)
            return await new TaskCompletionSource<T>().Task;
        if (After?.Invoke(call) is { } after)
            throw after;
        return answer;
    }
}
