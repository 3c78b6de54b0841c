namespace WorkflowGen.Storage;

/// <summary>
/// Where runs lie. The contract is the same for every store, and the suite in <c>tests/WorkflowGen.Storage.ContractTests</c> is its definition. All members may be
/// called concurrently.
/// </summary>
/// <remarks>
/// <para><b>Durability.</b> A call that changes something returns only after the change would survive the death of the process and, by the store's strictest setting, of the machine.
/// Changes of many runs that arrive together share one flush.</para>
/// <para><b>Failure.</b> A <see cref="StoreException"/> means that the outcome is unknown: the change may have been written. Every member may be repeated; a repeat of something that was written
/// has the documented outcome. A cancelled token stops the waiting, not the write: what a request refers to (the bytes of its entries above all) must not change until the write is over, which a caller that
/// was cancelled cannot see. A token that was cancelled before the call does nothing. A request that contradicts itself is an <see cref="ArgumentException"/> in every store (<see cref="StoreRequestChecks"/>).</para>
/// <para><b>Time.</b> A store reads no clock: the caller says what time it is.</para>
/// <para><b>Buffers.</b> The memory behind the entries that are handed to a store is the caller's. It does not change while the call is under way, nor ever after a call that threw; after a call that returned a
/// result it may be used again, so a store that keeps entries copies them. What a store returns is not changed by anybody.</para>
/// </remarks>
public interface IWorkflowStore : IAsyncDisposable
{
    /// <summary>Opens the store, or creates it where there is none. Called once, before anything else; repeating it does nothing.</summary>
    /// <exception cref="StoreException">The store cannot be used as it is (<see cref="StoreException.Failure"/> says why, the message says what to do); nothing in it was changed.</exception>
    ValueTask InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Creates a run, unless there is one of its id: then nothing is changed and its head is returned. A repeat after an unknown outcome therefore reports <c>Created = false</c>.</summary>
    ValueTask<CreateResult> CreateAsync(NewRun run, CancellationToken cancellationToken);

    /// <summary>
    /// Commits entries, snapshot and head of one run, with the signals it consumes and what it sends to other runs (starts, signals, cancellations), all or nothing, guarded by epoch and sequence inside the transaction. A failed guard touches no other run's commit. Sets
    /// <see cref="RunHead.ClaimsWithoutProgress"/> to 0. The epoch is that of a lease in force: one that was given back is fenced off like one that was taken over, while one that has merely run out still
    /// commits until another takes it. A repeat of a commit that wrote entries or gave up the lease is <see cref="CommitResult.Fenced"/>; a caller that does not know the outcome loads the run to find out.
    /// Runs in a terminal status accept no commit.
    /// </summary>
    ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken);

    /// <summary>Reads a run as of its last commit; null: there is none of that id.</summary>
    ValueTask<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken);

    /// <summary>
    /// Takes leases on runs that are due: Pending or Suspended whose <see cref="RunHead.WakeAt"/> has come, Running whose lease is free or has run out, and any of those (Suspended without a time included) whose
    /// cancellation was asked for, but never while a lease holds. Each gets epoch + 1, the owner, the lease, status Running, no reason, and one more claim without progress. Highest priority first; within a priority tenants take turns (the first of each tenant,
    /// then the second of each, …), and within a tenant the oldest due goes first; a run that was given back is due since its head last changed. Turns go on from one claim of this instance to the next: the tenant that had the last one goes last. A run is never claimed by two. A repeat claims other runs: what the first took comes back when its lease has run out.
    /// </summary>
    /// <returns>The heads after the claim; possibly none.</returns>
    ValueTask<IReadOnlyList<RunHead>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Extends leases, those that have run out and were taken by nobody included. A lease never becomes shorter.</summary>
    /// <returns>Those that are no longer the caller's: it must stop their runs.</returns>
    ValueTask<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>Gives leases back, so that others can claim the runs at once: Running with no owner. Those that are no longer the caller's are left alone.</summary>
    ValueTask ReleaseAsync(IReadOnlyCollection<LeaseKey> leases, CancellationToken cancellationToken);

    /// <summary>
    /// Records durably that a run shall be cancelled, and makes it due (once no lease holds), a Parked one too. A second request changes nothing, except that it makes a run due again that was parked since. A commit can
    /// say that the request has been dealt with (<see cref="HeadChange.TakesCancel"/>): then it is as if there had been none.
    /// </summary>
    /// <returns>The head after it: a terminal one shows that it came too late. Null: there is no such run.</returns>
    ValueTask<RunHead?> RequestCancelAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a signal into a run's inbox, durably, and makes the run due where it is Suspended (a Parked one stays so, with the signal kept). Signals keep the order in which they were put. A repeat with the same key after an unknown outcome is <see cref="PutSignalResult.Duplicate"/>;
    /// one without a key is put twice.
    /// </summary>
    ValueTask<PutSignalResult> PutSignalAsync(RunSignal signal, CancellationToken cancellationToken);

    /// <summary>Reads the signals in a run's inbox after a number, in order; those that were consumed are not among them. Empty: there are none, or no such run.</summary>
    ValueTask<IReadOnlyList<StoredSignal>> ReadSignalsAsync(string runId, long after, CancellationToken cancellationToken);

    /// <summary>Reads a run's head; null: there is none of that id.</summary>
    ValueTask<RunHead?> GetAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Lists runs, newest first; those created at the same instant by id, descending (ordinal). Pages that follow each other show no run twice.</summary>
    ValueTask<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>Counts runs by status; a status with none may be left out.</summary>
    ValueTask<IReadOnlyDictionary<RunStatus, long>> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Counts the runs that are due at a time (that a claim could take), by queue, priority and tenant; those with none are left out. Queues by name (ordinal), within a queue the highest priority first, then tenants by name.
    /// </summary>
    ValueTask<IReadOnlyList<LaneDepth>> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The earliest time at which <see cref="ClaimAsync"/> for these workflows in these queues (null: any) will find something that it does not find now, or null: none that is known.</summary>
    ValueTask<DateTimeOffset?> NextDueAsync(DateTimeOffset now, IReadOnlyCollection<WorkflowKey>? workflows, IReadOnlyCollection<string>? queues, CancellationToken cancellationToken);

    /// <summary>Reads the whole journal of a run, folded entries included, in order. Empty: there is no such run.</summary>
    IAsyncEnumerable<JournalEntry> ReadHistoryAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Deletes runs that ended before a time, with everything of theirs, oldest first and at most <paramref name="limit"/>.</summary>
    /// <returns>How many were deleted.</returns>
    ValueTask<int> DeleteEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);
}
