namespace WorkflowGen.Storage;

/// <summary>
/// A store that keeps schedules beside its runs. What is said of <see cref="IWorkflowStore"/> about durability, failure, time, repeats and concurrency holds here, too. All stores of this project are schedule stores.
/// </summary>
/// <remarks>The store knows nothing of calendars: a schedule is a name, a state that only the engine reads, and a revision that says which change came first.</remarks>
public interface IScheduleStore
{
    /// <summary>
    /// Changes one schedule and what follows from it (runs that it starts or cancels), all or nothing, if nobody has changed it in between. A run whose id there is already is left alone. So of many workers that want to fire the same instant
    /// one does.
    /// </summary>
    /// <returns>The new revision, one more than the expected; null: it has another revision, and nothing was changed. A repeat after an unknown outcome is therefore null, too: read it to find out.</returns>
    ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken);

    /// <summary>Reads a schedule; null: there is none of that name.</summary>
    ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken);

    /// <summary>All schedules, by name (ordinal).</summary>
    ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken);
}

/// <summary>A schedule as it lies in the store.</summary>
/// <param name="Name">Its name; matches the pattern of a run's id.</param>
/// <param name="Revision">From 1; one more with every change.</param>
/// <param name="NextAt">When somebody has to look at it; null: it is paused or over.</param>
/// <param name="State">Opaque to the store; never empty.</param>
public sealed record StoredSchedule(string Name, long Revision, DateTimeOffset? NextAt, ReadOnlyMemory<byte> State)
{
    /// <summary>What a commit leaves of a schedule, with a state that is the store's own.</summary>
    internal static StoredSchedule After(ScheduleCommit commit, ReadOnlyMemory<byte> state) => new(commit.Name, commit.ExpectedRevision + 1, commit.NextAt?.ToUniversalTime(), state);
}

/// <summary>A change of a schedule.</summary>
public sealed record ScheduleCommit
{
    /// <summary>The schedule; matches the pattern of a run's id.</summary>
    public required string Name { get; init; }

    /// <summary>The revision that the caller knows; 0: there is none yet, and it is created.</summary>
    public required long ExpectedRevision { get; init; }

    /// <summary>The new state, or null: the schedule is deleted (runs that it started are left alone).</summary>
    public required ReadOnlyMemory<byte>? State { get; init; }

    /// <summary>When somebody has to look at it next; UTC. Null: it is paused or over.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Runs that are created with it (without owner: Pending). One whose id there is already is left alone.</summary>
    public IReadOnlyList<NewRun> Starts { get; init; } = [];

    /// <summary>Runs whose cancellation is asked for with it, at the time of <see cref="At"/>.</summary>
    public IReadOnlyList<string> Cancels { get; init; } = [];

    /// <summary>When the change was made; UTC. Needed where <see cref="Cancels"/> is not empty.</summary>
    public DateTimeOffset At { get; init; }
}
