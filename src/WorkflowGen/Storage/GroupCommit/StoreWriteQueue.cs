using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WorkflowGen.Storage;

/// <summary>The changes that a store can be asked for, one after the other, on one thread and within one transaction.</summary>
internal interface IStoreWriter
{
    CreateResult Create(NewRun run);

    CommitResult Commit(RunCommit commit);

    IReadOnlyList<RunHead> Claim(ClaimRequest request);

    IReadOnlyList<LeaseKey> Renew(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil);

    void Release(IReadOnlyCollection<LeaseKey> leases);

    RunHead? RequestCancel(string runId, DateTimeOffset at);

    PutSignalResult PutSignal(RunSignal signal);

    int DeleteEnded(DateTimeOffset endedBefore, int limit);

    long? CommitSchedule(ScheduleCommit commit);
}

/// <summary>The changing half of <see cref="IWorkflowStore"/> in front of a <see cref="GroupCommit{TRequest, TResult}"/>: checks requests, queues them, and gives the answers their types back.</summary>
internal sealed class StoreWriteQueue(IBatchWriter<object, object?> writer, string name) : IAsyncDisposable
{
    internal static readonly object Committed = CommitResult.Committed, Fenced = CommitResult.Fenced;

    private readonly GroupCommit<object, object?> _commit = new(writer, name);

    /// <summary>Carries out one queued request, and answers it.</summary>
    public static void Apply(BatchItem<object, object?> item, IStoreWriter writer) => item.SetResult(item.Request switch
    {
        RunCommit commit => writer.Commit(commit) == CommitResult.Committed ? Committed : Fenced,
        NewRun run => writer.Create(run),
        ClaimRequest claim => writer.Claim(claim),
        RenewLeases renew => writer.Renew(renew.Leases, renew.LeaseUntil),
        ReleaseLeases release => Release(writer, release),
        CancelRun cancel => writer.RequestCancel(cancel.RunId, cancel.At),
        RunSignal signal => writer.PutSignal(signal),
        DeleteEndedRuns delete => writer.DeleteEnded(delete.EndedBefore, delete.Limit),
        ScheduleCommit schedule => writer.CommitSchedule(schedule),
        var other => throw new UnreachableException($"{other.GetType()} was queued."),
    });

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        return ReferenceEquals(await _commit.SubmitAsync(commit, cancellationToken).ConfigureAwait(false), Committed) ? CommitResult.Committed : CommitResult.Fenced;
    }

    public async ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(run);
        return (CreateResult)(await _commit.SubmitAsync(run, cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(request);
        return (IReadOnlyList<RunHead>)(await _commit.SubmitAsync(request, cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        return (IReadOnlyList<LeaseKey>)(await _commit.SubmitAsync(new RenewLeases([.. leases], leaseUntil), cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        await _commit.SubmitAsync(new ReleaseLeases([.. leases]), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(runId);
        return (RunHead?)await _commit.SubmitAsync(new CancelRun(runId, at), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(signal);
        return (PutSignalResult)(await _commit.SubmitAsync(signal, cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)(await _commit.SubmitAsync(new DeleteEndedRuns(endedBefore, limit), cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        return (long?)await _commit.SubmitAsync(commit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Queues a request of the store's own that changes nothing, which the writer answers itself.</summary>
    public async ValueTask<TAnswer?> ReadAsync<TAnswer>(object request, CancellationToken cancellationToken)
        where TAnswer : class => (TAnswer?)await _commit.SubmitAsync(request, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _commit.DisposeAsync();

    private static object? Release(IStoreWriter writer, ReleaseLeases release)
    {
        writer.Release(release.Leases);
        return null;
    }

    private sealed record RenewLeases(LeaseKey[] Leases, DateTimeOffset LeaseUntil);

    private sealed record ReleaseLeases(LeaseKey[] Leases);

    internal sealed record CancelRun(string RunId, DateTimeOffset At);

    private sealed record DeleteEndedRuns(DateTimeOffset EndedBefore, int Limit);
}
