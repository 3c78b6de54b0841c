namespace WorkflowGen.Storage.PostgreSql;

/// <summary>What this store can do beyond the contract of all.</summary>
public sealed partial class PostgreSqlWorkflowStore : IScheduleStore, ISharedLimits, IStoreNotices, ITransactionalStore
{
    /// <inheritdoc/>
    public ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(commit);
        return Opened.ChangeAsync(Opened.Schedules.CommitAsync, commit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(name);
        return Opened.ReadAsync(Opened.Schedules.GetAsync, name, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken) => Opened.ReadAsync(Opened.Schedules.ListAsync, 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LimitAnswer> EnterLimitAsync(LimitRequest request, CancellationToken cancellationToken)
    {
        StoreRequestChecks.Check(request);
        return Opened.ChangeAsync(Opened.Limits.EnterAsync, request, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask LeaveLimitAsync(string name, LeaseKey lease, string node, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(node);
        StoreRequestChecks.CheckRunId(lease.RunId);
        await Opened.ChangeAsync(Opened.Limits.LeaveAsync, (name, lease, node), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Connects before it returns where the server can be reached. Tells nothing, ever, when <see cref="PostgreSqlStoreOptions.NoticesEnabled"/> is false, and nothing of what was done through this instance.</remarks>
    public IDisposable Subscribe(Action<StoreNotice> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Opened.Listener.Subscribe(listener);
    }

    /// <inheritdoc/>
    public ValueTask<StoreTransaction> BeginAsync(LeaseKey lease, CancellationToken cancellationToken)
    {
        StoreRequestChecks.CheckRunId(lease.RunId);
        return Opened.BeginAsync(lease, cancellationToken);
    }
}
