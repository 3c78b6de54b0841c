namespace WorkflowGen.Storage;

/// <summary>A run to be created. <see cref="Entries"/> begins with sequence 1.</summary>
public sealed record NewRun
{
    /// <summary>The run's id; matches <c>^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$</c> and has no <c>..</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>The workflow's stable name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The version of the definition.</summary>
    public required int Version { get; init; }

    /// <summary>When it was created; UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first entries: what was started with which input.</summary>
    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>The worker that takes the run up at once (epoch 1, Running, one claim without progress), or null: Pending, epoch 0, due at <see cref="CreatedAt"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when the owner's lease holds; set exactly when <see cref="Owner"/> is.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Whose child it is; null: nobody's.</summary>
    public RunParent? Parent { get; init; }

    /// <summary>The queue that it waits in to be taken up: 1 to 128 characters; <c>default</c> by default.</summary>
    public string Queue { get; init; } = RunHead.DefaultQueue;

    /// <summary>How urgent it is: runs with a higher number are claimed first; 0 by default, −1,000 to 1,000.</summary>
    public int Priority { get; init; }

    /// <summary>On whose behalf it runs: among runs of one priority, tenants take turns. At most 128 characters; empty by default.</summary>
    public string Tenant { get; init; } = "";
}

/// <summary>A signal to be put into a run's inbox.</summary>
public sealed record RunSignal
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The signal's name: 1 to 256 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What tells repeats: of several with the same run, name and key, the first counts, also when it has been consumed. 1 to 256 characters, or null: each counts.</summary>
    public string? Key { get; init; }

    /// <summary>When it was sent; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its value; may be empty.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}

/// <summary>What came of putting a signal.</summary>
public enum PutSignalResult
{
    /// <summary>It is in the inbox, durably, and the run is due.</summary>
    Accepted,

    /// <summary>One with its key was put before; nothing was changed.</summary>
    Duplicate,

    /// <summary>The run has ended; nothing was changed.</summary>
    Ended,

    /// <summary>There is no such run.</summary>
    NotFound,
}

/// <summary>What came of creating a run.</summary>
/// <param name="Created">False: a run of that id was already there, and nothing was changed.</param>
/// <param name="Head">The run's head: the new one, or that of the run that was there.</param>
public readonly record struct CreateResult(bool Created, RunHead Head);

/// <summary>Everything that becomes true of one run together.</summary>
public sealed record RunCommit
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The epoch of the caller's lease: guard 1.</summary>
    public required long Epoch { get; init; }

    /// <summary>The sequence number of the last entry that the caller knows: guard 2. New entries follow it without a gap.</summary>
    public required long ExpectedSequence { get; init; }

    /// <summary>The new entries, possibly none.</summary>
    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>A new snapshot that replaces the one before, or null: keep it.</summary>
    public JournalEntry? Snapshot { get; init; }

    /// <summary>A change of the head, or null: only journal entries (the common case; a store need not rewrite the head for it).</summary>
    public HeadChange? Head { get; init; }

    /// <summary>The signals that leave the run's inbox. Those that are not there are ignored.</summary>
    public IReadOnlyList<long> ConsumedSignals { get; init; } = [];

    /// <summary>The last signal that the caller knows of. A commit that suspends the run while there are later ones makes it due at once.</summary>
    public long SignalsSeen { get; init; }

    /// <summary>Runs that are created with it (without owner: Pending). One whose id there is already is left alone.</summary>
    public IReadOnlyList<NewRun> Starts { get; init; } = [];

    /// <summary>Signals that are put with it, to other runs; those for runs that have ended or are not there are dropped.</summary>
    public IReadOnlyList<RunSignal> Signals { get; init; } = [];

    /// <summary>Runs whose cancellation is asked for with it, as by <see cref="IWorkflowStore.RequestCancelAsync"/>, at the time of <see cref="At"/>.</summary>
    public IReadOnlyList<string> Cancels { get; init; } = [];

    /// <summary>When the commit was made; needed where <see cref="Cancels"/> is not empty.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A change of a run's head that is committed together with journal entries. Releases the lease unless <see cref="KeepLease"/>.</summary>
public sealed record HeadChange
{
    /// <summary>The new status.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When this happened; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the run is due again; only for Suspended (null: not by itself) and Pending (then there must be one).</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Why; null: no reason. At most 4,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the caller goes on holding the lease; only for Running and Compensating.</summary>
    public bool KeepLease { get; init; }

    /// <summary>
    /// Whether a request to cancel has been dealt with (it is in the journal, or comes too late for a run that is on its way to its end): the head forgets it, so that it does not make the run due over and over.
    /// </summary>
    public bool TakesCancel { get; init; }

    /// <summary>The queue in which the run waits from now on; null: the one it was in.</summary>
    public string? Queue { get; init; }
}

/// <summary>What came of a commit.</summary>
public enum CommitResult
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>A guard did not hold (another worker has claimed the run, it is gone, or its journal is longer): nothing of this run was written, and the caller must stop writing to it.</summary>
    Fenced,
}

/// <summary>Asks for runs that are due.</summary>
public sealed record ClaimRequest
{
    /// <summary>Who asks.</summary>
    public required string Owner { get; init; }

    /// <summary>The current time; UTC. A store reads no clock of its own.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Until when the new leases hold.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>How many at most.</summary>
    public required int Limit { get; init; }

    /// <summary>Only this run, if it can be claimed; null: any. Naming a run claims it even when it is Parked or not due (by an operator), but never while a lease holds.</summary>
    public string? RunId { get; init; }

    /// <summary>Only runs that have been claimed at least so often without progress (<see cref="RunHead.ClaimsWithoutProgress"/>); 0: any. Says nothing where <see cref="RunId"/> names the run.</summary>
    public int MinClaimsWithoutProgress { get; init; }

    /// <summary>Only runs that have been claimed at most so often without progress; by default any. Says nothing where <see cref="RunId"/> names the run.</summary>
    public int MaxClaimsWithoutProgress { get; init; } = int.MaxValue;

    /// <summary>Only runs of these workflows; null: of any. A worker asks for those it has registered, so that others stay for one that knows them.</summary>
    public IReadOnlyCollection<WorkflowKey>? Workflows { get; init; }

    /// <summary>Only runs in these queues; null: in any. Does not apply where <see cref="RunId"/> names one.</summary>
    public IReadOnlyCollection<string>? Queues { get; init; }
}

/// <summary>A workflow's name and version.</summary>
public readonly record struct WorkflowKey(string Workflow, int Version);

/// <summary>Leases to be renewed or given back.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">The epoch of the lease.</param>
public readonly record struct LeaseKey(string RunId, long Epoch);

/// <summary>Which runs to list, newest first.</summary>
public sealed record RunQuery
{
    /// <summary>Only of this workflow; null: of any.</summary>
    public string? Workflow { get; init; }

    /// <summary>Only in this status; null: in any.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Only in this queue; null: in any.</summary>
    public string? Queue { get; init; }

    /// <summary>Only of this tenant, empty: of nobody in particular; null: of any.</summary>
    public string? Tenant { get; init; }

    /// <summary>How many at most, 1 to 1,000; 100 by default.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Go on after this place (<see cref="RunPage.Next"/> of the page before); null: from the start.</summary>
    public string? After { get; init; }
}

/// <summary>A page of runs, newest first.</summary>
/// <param name="Runs">Their heads.</param>
/// <param name="Next">Where the next page begins; null: this was the last.</param>
public sealed record RunPage(IReadOnlyList<RunHead> Runs, string? Next);

/// <summary>How many runs of one queue, priority and tenant wait to be taken up.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Tenant">The tenant; empty: nobody in particular.</param>
/// <param name="Due">How many are due.</param>
/// <param name="OldestDueAt">Since when the oldest of them is.</param>
public readonly record struct LaneDepth(string Queue, int Priority, string Tenant, long Due, DateTimeOffset OldestDueAt)
{
    /// <summary>The order in which stores list them.</summary>
    internal static int Compare(LaneDepth a, LaneDepth b)
    {
        int order = string.CompareOrdinal(a.Queue, b.Queue);
        if (order == 0)
            order = b.Priority.CompareTo(a.Priority);
        return order != 0 ? order : string.CompareOrdinal(a.Tenant, b.Tenant);
    }
}
