using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>
/// The store as one process of a test sees it. It counts what goes on, lets the process die in a call, and loses answers. What the scenario itself asks for comes from outside of the process, and is always answered:
/// a client whose server has died asks the next one.
/// </summary>
internal sealed class ProcessStore(TestStore store, StoreTraffic traffic) : IWorkflowStore, IScheduleStore
{
    private volatile bool _isDead;

    public bool IsDead => _isDead;

    // Not kept: what comes from outside after the death of this process is answered by the store as the next one has opened it.
    private IWorkflowStore Inner => store.Current;

    public void Kill() => _isDead = true;

    private async ValueTask<T> CallAsync<T>(string call, string? runId, Func<ValueTask<T>> ask, bool isRead = false)
    {
        var fromOutside = traffic.IsFromOutside;
        if (_isDead)
            return fromOutside ? await AskAfterDeathAsync(ask).ConfigureAwait(false) : await NeverAsync<T>().ConfigureAwait(false);
        traffic.Enter();
        try
        {
            var fault = traffic.Next(call, runId, isRead);
            if (fault is StoreFault.Refused)
                throw new StoreException(StoreFailure.Unavailable, "The test has refused this call of the store.");
            if (fault is StoreFault.CrashBefore)
                _isDead = true;
            if (_isDead && !fromOutside)
                return await LeaveForeverAsync<T>().ConfigureAwait(false);
            var answer = await ask().ConfigureAwait(false);
            if (fault is StoreFault.CrashAfter)
                _isDead = true;
            if (_isDead && !fromOutside)
                return await LeaveForeverAsync<T>().ConfigureAwait(false);
            if (fault is StoreFault.AnswerLost)
            {
                // What was claimed without anybody's knowledge would be waited for until the lease has run out; in a test it never does.
                if (answer is IReadOnlyList<RunHead> claimed)
                    await Inner.ReleaseAsync([.. claimed.Select(static h => new LeaseKey(h.RunId, h.Epoch))], CancellationToken.None).ConfigureAwait(false);
                throw new StoreException(StoreFailure.Unavailable, "The test has lost the answer of this call of the store.");
            }
            return answer;
        }
        catch (Exception) when (_isDead && !fromOutside)
        {
            // A store that was closed under it has nothing more to say to a process that is gone.
            return await LeaveForeverAsync<T>().ConfigureAwait(false);
        }
        finally
        {
            traffic.Leave();
        }
    }

    private async ValueTask<T> AskAfterDeathAsync<T>(Func<ValueTask<T>> ask)
    {
        traffic.Enter();
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            traffic.Missed = true;
            traffic.Leave();
        }
    }

    /// <summary>Nothing after this is reached, so it leaves by itself.</summary>
    private Task<T> LeaveForeverAsync<T>()
    {
        traffic.Leave();
        return NeverAsync<T>();
    }

    private static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => Inner.InitializeAsync(cancellationToken);

    public ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken) => CallAsync("create", run.RunId, () => Inner.CreateAsync(run, cancellationToken));

    public ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => CallAsync("commit", commit.RunId, () => Inner.CommitAsync(commit, cancellationToken));

    public ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken) => CallAsync("load", runId, () => Inner.LoadAsync(runId, cancellationToken), isRead: true);

    public ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => CallAsync("claim", null, () => Inner.ClaimAsync(request, cancellationToken));

    public ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        CallAsync("renew", null, () => Inner.RenewAsync(leases, leaseUntil, cancellationToken));

    public async ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken) =>
        await CallAsync("release", null, async () =>
        {
            await Inner.ReleaseAsync(leases, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) =>
        CallAsync("cancel", runId, () => Inner.RequestCancelAsync(runId, at, cancellationToken));

    public ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken) => CallAsync("signal", signal.RunId, () => Inner.PutSignalAsync(signal, cancellationToken));

    public ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken) =>
        CallAsync("read signals", runId, () => Inner.ReadSignalsAsync(runId, after, cancellationToken), isRead: true);

    public ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken) => CallAsync("get", runId, () => Inner.GetAsync(runId, cancellationToken), isRead: true);

    public ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) => CallAsync("list", null, () => Inner.ListAsync(query, cancellationToken), isRead: true);

    public ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken) => CallAsync("count", null, () => Inner.CountAsync(cancellationToken), isRead: true);

    public ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => CallAsync("count due", null, () => Inner.CountDueAsync(now, cancellationToken), isRead: true);

    public ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken) =>
        CallAsync("next due", null, () => Inner.NextDueAsync(now, workflows, queues, cancellationToken), isRead: true);

    public IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken) => Inner.ReadHistoryAsync(runId, cancellationToken);

    public ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => CallAsync("delete", null, () => Inner.DeleteEndedAsync(endedBefore, limit, cancellationToken));

    public ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken) =>
        CallAsync("schedule", null, () => Schedules.CommitScheduleAsync(commit, cancellationToken));

    public ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("get schedule", null, () => Schedules.GetScheduleAsync(name, cancellationToken), isRead: true);

    public ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken) =>
        CallAsync("list schedules", null, () => Schedules.ListSchedulesAsync(cancellationToken), isRead: true);

    private IScheduleStore Schedules => Inner as IScheduleStore ?? throw new InvalidOperationException($"{Inner.GetType()} keeps no schedules.");

    public ValueTask DisposeAsync() => default;
}

/// <summary>What the processes of one test do to the store, one after the other.</summary>
internal sealed class StoreTraffic
{
    private readonly AsyncLocal<bool> _fromOutside = new();
    private int _calls;
    private int _underWay;
    private int _stamp;

    /// <summary>The faults to be injected, one after the other.</summary>
    public CrashFaults Faults { get; init; }

    /// <summary>The call at which the first of them was; null: it did not come to that.</summary>
    public string? Injected { get; private set; }

    /// <summary>The call at which the second was; null: there is none, or it did not come to that.</summary>
    public string? InjectedThen { get; private set; }

    /// <summary>Whether a worker may have missed what others have asked of its runs.</summary>
    public bool Missed { get; set; }

    /// <summary>Whether the code that runs now is the scenario's, and not a worker's.</summary>
    public bool IsFromOutside
    {
        get => _fromOutside.Value;
        set => _fromOutside.Value = value;
    }

    public int Calls => Volatile.Read(ref _calls);

    public bool IsQuiet => Volatile.Read(ref _underWay) == 0;

    /// <summary>Changes whenever something happens.</summary>
    public int Stamp => Volatile.Read(ref _stamp);

    public StoreFault? Next(string call, string? runId, bool isRead)
    {
        var number = Interlocked.Increment(ref _calls);
        bool isFirst = Faults.First?.Call == number;
        if ((isFirst ? Faults.First : Faults.Then?.Call == number ? Faults.Then : null) is not { } point)
            return null;
        // A client that cannot read is told so, and asks again if it wants to: that is between the two.
        if (IsFromOutside && isRead && point.Fault is StoreFault.AnswerLost or StoreFault.Refused)
            return null;
        string at = $"{call}{(runId is null ? "" : " " + runId)}{(IsFromOutside ? ", asked for by the scenario" : "")}";
        if (isFirst)
            Injected = at;
        else
            InjectedThen = at;
        Missed = true;
        return point.Fault;
    }

    public void Enter()
    {
        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _stamp);
    }

    public void Leave()
    {
        Interlocked.Increment(ref _stamp);
        Interlocked.Decrement(ref _underWay);
    }
}
