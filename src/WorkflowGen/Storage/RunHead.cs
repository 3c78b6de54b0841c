namespace WorkflowGen.Storage;

/// <summary>What a store knows of a run without reading its journal. A snapshot in time; immutable. Times are UTC, precise to 100 ns.</summary>
public sealed record RunHead
{
    /// <summary>The queue of runs that name none.</summary>
    public const string DefaultQueue = "default";

    /// <summary>The run's id, unique in the store.</summary>
    public required string RunId { get; init; }

    /// <summary>The workflow's stable name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The version of the definition that the run was started on.</summary>
    public required int Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its head last changed: by creation, a claim, a <see cref="HeadChange"/> or a request to cancel. Journal entries, renewing and giving back a lease leave it as it is.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a suspended or pending run is due; null: when somebody sends it something. For a parked one: since when it is due to be cancelled.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The sequence number of the last committed journal entry.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Raised by every claim; a commit with an older one is fenced off.</summary>
    public required long Epoch { get; init; }

    /// <summary>The worker that holds the lease, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when the lease holds; null: nobody has one.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When cancellation was asked for; null: it was not.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>How often the run was claimed since its last commit: a run that kills its worker every time shows up here.</summary>
    public int ClaimsWithoutProgress { get; init; }

    /// <summary>The number of the last signal that was put for the run; 0: none was.</summary>
    public long LastSignal { get; init; }

    /// <summary>The run that started this one as a child; null: it is no child, or a detached one.</summary>
    public RunParent? Parent { get; init; }

    /// <summary>The queue in which it waits to be taken up.</summary>
    public string Queue { get; init; } = DefaultQueue;

    /// <summary>How urgent it is: runs with a higher number are claimed first.</summary>
    public int Priority { get; init; }

    /// <summary>On whose behalf it runs; empty: nobody's in particular.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Why it failed, was parked or was cancelled; null otherwise. Free text, at most 4,000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>One entry of a run's journal: bytes with a checksum of their own, opaque to the store.</summary>
/// <param name="Sequence">From 1, without gaps, per run.</param>
/// <param name="Data">An encoded record (see <c>JournalCodec</c>); never empty.</param>
public readonly record struct JournalEntry(long Sequence, ReadOnlyMemory<byte> Data);

/// <summary>Whose child a run is.</summary>
/// <param name="RunId">The parent's id.</param>
/// <param name="Node">The parent's node, as its records name it, followed by <c>#</c> and the attempt: the name of the signal that tells the child's end.</param>
public readonly record struct RunParent(string RunId, string Node);

/// <summary>A signal in a run's inbox.</summary>
/// <param name="Sequence">From 1, per run, in the order in which they were put; gaps are possible.</param>
/// <param name="Name">The signal's name. One that begins with <c>$</c> is a message of another run.</param>
/// <param name="Key">What tells repeats; null: it has none.</param>
/// <param name="At">When it was put.</param>
/// <param name="Payload">Its value, opaque to the store.</param>
public sealed record StoredSignal(long Sequence, string Name, string? Key, DateTimeOffset At, ReadOnlyMemory<byte> Payload);

/// <summary>Everything that is needed to resume a run.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Snapshot">The latest snapshot, or null. Its <see cref="JournalEntry.Sequence"/> is that of the last entry folded into it.</param>
/// <param name="Entries">The entries after the snapshot (or all), in order of sequence.</param>
public sealed record StoredRun(RunHead Head, JournalEntry? Snapshot, IReadOnlyList<JournalEntry> Entries)
{
    /// <summary>The signals that no commit has consumed, in order.</summary>
    public IReadOnlyList<StoredSignal> Signals { get; init; } = [];
}
