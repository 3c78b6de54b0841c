namespace WorkflowGen.Storage;

/// <summary>A run's head to be written; new ones first appear with this.</summary>
internal readonly record struct HeadWrite(long Key, RunHead Head);

/// <summary>An entry to be written.</summary>
internal readonly record struct EntryWrite(long Key, JournalEntry Entry);

/// <summary>A signal to be written, or read when the database is opened.</summary>
/// <param name="Key">Its run's key.</param>
/// <param name="Signal">It; one that was consumed and is kept for its key has no payload.</param>
/// <param name="Waits">Whether it has not been consumed.</param>
internal readonly record struct SignalWrite(long Key, StoredSignal Signal, bool Waits);

/// <summary>What a batch writes, after all its guards have been checked: nothing in it depends on what the database holds.</summary>
internal sealed class RunChanges
{
    public List<HeadWrite> Heads { get; } = [];

    public List<EntryWrite> Entries { get; } = [];

    public List<EntryWrite> Snapshots { get; } = [];

    /// <summary>Signals to be written, over those that are there; by run and number, each once.</summary>
    public Dictionary<(long Run, long Sequence), SignalWrite> Signals { get; } = [];

    /// <summary>Signals of which nothing is to be kept, whether they are there or not.</summary>
    public HashSet<(long Run, long Sequence)> SignalsGone { get; } = [];

    /// <summary>Runs to be deleted with everything of theirs. They go first: a run of the same id may be created in the same batch, under another key.</summary>
    public List<HeadWrite> Deleted { get; } = [];

    /// <summary>Schedules to be written, by name; null: to be deleted.</summary>
    public Dictionary<string, StoredSchedule?> Schedules { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => Schedules.Count + Heads.Count + Entries.Count + Snapshots.Count + Signals.Count + SignalsGone.Count + Deleted.Count == 0;
}
