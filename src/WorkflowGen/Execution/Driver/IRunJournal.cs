namespace WorkflowGen.Execution;

/// <summary>
/// What the executor needs of a durable run. Called on whichever thread drives the executor, never by two at once; records are gathered until <see cref="BeginCommit"/>.
/// </summary>
internal interface IRunJournal
{
    /// <summary>The run's id.</summary>
    string RunId { get; }

    /// <summary>Whether another run waits for the end of this one.</summary>
    bool HasParent => false;

    /// <summary>Whether records wait for <see cref="BeginCommit"/>.</summary>
    bool HasPending { get; }

    /// <summary>Whether so much has been gathered that no more should be before it is committed.</summary>
    bool IsFull => false;

    /// <summary>An attempt of a node begins. Recorded before the step runs only when <paramref name="mustCommit"/> (at-most-once steps): the executor commits it and starts the step after that.</summary>
    void AttemptStarted(NodeKey key, int attempt, DateTimeOffset at, bool mustCommit);

    /// <summary>
    /// A node or an element completed; its handoff (<see cref="WorkflowExecutor.WriteHandoff"/>, <see cref="WorkflowExecutor.WriteElement"/>) is written during this call. A node with [Each] as a whole has no payload of its own: its elements have.
    /// </summary>
    /// <param name="rides">Whether it needs no commit of its own ([Pure]): it does not count as pending.</param>
    /// <exception cref="HandoffException">The value cannot be serialised or is too large: nothing was recorded, and the step has failed for good.</exception>
    void StepCompleted(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset completedAt, bool rides = false);

    /// <summary>A node was skipped. Rides along with the next commit.</summary>
    void StepSkipped(NodeKey key, DateTimeOffset at);

    /// <summary>
    /// A node or an element was cancelled while the run goes on: by [CancelOn], [End], a join that has enough. Rides; but not where it completed all the same, and can be undone
    /// (<see cref="CompensationArmed"/> has been called).
    /// </summary>
    void StepCancelled(NodeKey key, DateTimeOffset at);

    /// <summary>An attempt failed.</summary>
    /// <param name="retryAt">When the next attempt is due; null: the node has failed for good.</param>
    void AttemptFailed(NodeKey key, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt);

    /// <summary>A new round of a loop begins: the nodes of its region are pending again. Rides. <see cref="WorkflowExecutor.BeginRound"/> has been called.</summary>
    void RoundStarted(int loop, DateTimeOffset at);

    /// <summary>A signal, or a message of a child, was taken: it leaves the inbox with the next commit, in which what came of it is recorded too.</summary>
    void SignalConsumed(long sequence);

    /// <summary>A stream has an item (<see cref="WorkflowExecutor.WriteItem"/>).</summary>
    void ItemReceived(NodeKey key, int item, DateTimeOffset at);

    /// <summary>A stream has as many items as it will have. Rides.</summary>
    void StreamClosed(NodeKey key, DateTimeOffset at);

    /// <summary>A child is to be started in the next commit. Its run's id follows from the key and the attempt (<see cref="ChildIds"/>).</summary>
    /// <exception cref="HandoffException">An input cannot be serialised: nothing was recorded.</exception>
    void ChildStarted(NodeKey key, int attempt, DateTimeOffset at);

    /// <summary>Whether the store has transactions for steps.</summary>
    bool HasTransactions { get; }

    /// <summary>Whether the next commit is one of a transaction already.</summary>
    bool HasTransaction { get; }

    /// <summary>Opens a transaction for an attempt; <see cref="StepTransaction.Open"/> follows, unless the run is given up before.</summary>
    void BeginTransaction(StepTransaction transaction);

    /// <summary>The next commit is made in this transaction, which belongs to the journal from here on.</summary>
    void CommitWith(Storage.StoreTransaction transaction);

    /// <summary>A child that was started and has not ended is to be cancelled, with the next commit. Its end is still told.</summary>
    void CancelChild(NodeKey key, int attempt);

    /// <summary>A child's node waits for it no more: the same, and on record until <see cref="ChildEnded"/>.</summary>
    void ChildLeft(NodeKey key, int attempt, DateTimeOffset at);

    /// <summary>A child that was left has ended. Rides, as the taking of its message does.</summary>
    /// <param name="ordinal">Where it completed all the same, and can be undone: the place of that in the order of completion. −1: there is nothing to undo.</param>
    void ChildEnded(NodeKey key, int attempt, Storage.RunStatus status, int ordinal, DateTimeOffset at);

    /// <summary>A child that completed is to be undone as a whole, with the next commit; the end of that is told as a message, too.</summary>
    void UndoChild(NodeKey key, int attempt, int ordinal, DateTimeOffset at);

    /// <summary>A node or element that is about to complete (the call after this one) can be undone. Rides with its completion, or where nobody needs it any more with its cancellation.</summary>
    /// <param name="attempt">The one in which it completes.</param>
    /// <param name="captured">What <see cref="WorkflowExecutor.CaptureCompensation"/> returned; null for a child.</param>
    /// <exception cref="HandoffException">What was captured cannot be serialised or is too large: nothing was recorded, and the step has failed for good.</exception>
    void CompensationArmed(NodeKey key, int attempt, int ordinal, object? captured);

    /// <summary>The completion that was to follow the last <see cref="CompensationArmed"/> could not be recorded: neither is that.</summary>
    void CompensationDisarmed(int ordinal);

    /// <summary>The compensation armed with this ordinal (from 0) is done.</summary>
    void Compensated(NodeKey key, int ordinal, int attempt, DateTimeOffset startedAt, DateTimeOffset at);

    /// <summary>An attempt at a compensation failed.</summary>
    /// <param name="retryAt">When the next is due; null: it has failed for good, and the run is parked.</param>
    void CompensationFailed(NodeKey key, int ordinal, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt);

    /// <summary>What one reported progress may take.</summary>
    int MaxProgressBytes => int.MaxValue;

    /// <summary>The last progress that a running attempt has reported, as JSON. Rides.</summary>
    void Heartbeat(NodeKey key, int attempt, ReadOnlyMemory<byte> progress);

    /// <summary>The steps are over, and compensations or [Finally] steps follow, after which the run ends like this.</summary>
    void RunClosing(Storage.RunStatus status, DateTimeOffset at);

    /// <summary>The run ended. The last record of its journal.</summary>
    /// <param name="failure">For Failed: the exceptions of the failed steps, at least one. Otherwise empty.</param>
    void RunEnded(Storage.RunStatus status, IReadOnlyList<FailedAttempt> failure, DateTimeOffset at);

    /// <summary>
    /// Nothing of the run is under way; the next is due at the given time (null: when a signal comes). The commit releases the lease and the executor ends with <see cref="ExecutorEnd.Suspended"/>. A signal that came meanwhile makes it due at once.
    /// </summary>
    void Suspended(DateTimeOffset? wakeAt, DateTimeOffset at);

    /// <summary>A compensation failed for good: the run is set aside for an operator. The commit releases the lease and the executor ends with <see cref="ExecutorEnd.Suspended"/>.</summary>
    void Parked(string reason, DateTimeOffset at);

    /// <summary>The bounds that the steps of this run share with those of others.</summary>
    StepLimits Limits { get; }

    /// <summary>What the places of an attempt's limit are bound to in the store; null: the run has no lease.</summary>
    Storage.LeaseKey? Lease => null;

    /// <summary>Names a node's attempt among the places of a limit.</summary>
    string PlaceOf(NodeKey key, int attempt) => throw new NotSupportedException();

    /// <summary>Whether steps of this queue (null: the run's own) run on other workers.</summary>
    bool IsElsewhere(string? queue) => false;

    /// <summary>Nothing of the run is under way, and what is next runs on workers of that queue (null: the run's own): the commit gives the run back in it, due at once. The executor ends with <see cref="ExecutorEnd.Suspended"/>.</summary>
    void Moved(string? queue, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Starts to commit what was gathered (possibly only snapshots). Exactly one <c>WorkflowExecutor.OnCommitted</c> follows, on any thread.</summary>
    void BeginCommit();
}

/// <summary>How a durable executor's drive ended.</summary>
internal enum ExecutorEnd
{
    /// <summary>The run is in a terminal status, committed.</summary>
    Ended,

    /// <summary>The run waits for a time, committed and released.</summary>
    Suspended,

    /// <summary>It was asked to stop; what had completed is committed, the lease is still held.</summary>
    Stopped,

    /// <summary>A commit was fenced off or failed: nothing more may be written.</summary>
    Lost,
}

/// <summary>A step that failed for good, and why.</summary>
internal readonly record struct FailedAttempt(string Step, int Attempt, Exception Exception);
