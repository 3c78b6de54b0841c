namespace WorkflowGen.Execution;

/// <summary>
/// What the executor needs of a durable run. Called on whichever thread drives the executor, never by two at once; records are gathered until <see cref="BeginCommit"/>.
/// </summary>
internal interface IRunJournal
{
    /// <summary>The run's id.</summary>
    string RunId { get; }

    /// <summary>Whether records wait for <see cref="BeginCommit"/>.</summary>
    bool HasPending { get; }

    /// <summary>An attempt of a node begins. Recorded before the step runs only when <paramref name="mustCommit"/> (at-most-once steps): the executor commits it and starts the step after that.</summary>
    void AttemptStarted(int node, int attempt, DateTimeOffset at, bool mustCommit);

    /// <summary>A node completed; its handoff is written by <see cref="WorkflowExecutor.WriteHandoff"/> during this call.</summary>
    /// <exception cref="HandoffException">The value cannot be serialised or is too large: nothing was recorded, and the step has failed for good.</exception>
    void StepCompleted(int node, int attempt, DateTimeOffset startedAt, DateTimeOffset completedAt);

    /// <summary>A node was skipped. Rides along with the next commit.</summary>
    void StepSkipped(int node, DateTimeOffset at);

    /// <summary>An attempt failed.</summary>
    /// <param name="retryAt">When the next attempt is due; null: the node has failed for good.</param>
    void AttemptFailed(int node, int attempt, DateTimeOffset startedAt, DateTimeOffset at, Exception exception, DateTimeOffset? retryAt);

    /// <summary>The run ended. The last record of its journal.</summary>
    /// <param name="failure">For Failed: the exceptions of the failed steps, at least one. Otherwise empty.</param>
    void RunEnded(Storage.RunStatus status, IReadOnlyList<StepFailure> failure, DateTimeOffset at);

    /// <summary>Nothing of the run is under way; the next is due at the given time. The commit releases the lease and the executor ends with <see cref="ExecutorEnd.Suspended"/>.</summary>
    void Suspended(DateTimeOffset wakeAt, DateTimeOffset at);

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
internal readonly record struct StepFailure(string Step, int Attempt, Exception Exception);
