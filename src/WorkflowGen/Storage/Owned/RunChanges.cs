namespace WorkflowGen.Storage;

/// <summary>A run's head to be written; new ones first appear with this.</summary>
internal readonly record struct HeadWrite(long Key, RunHead Head);

/// <summary>An entry to be written.</summary>
internal readonly record struct EntryWrite(long Key, JournalEntry Entry);

/// <summary>What a batch writes, after all its guards have been checked: nothing in it depends on what the database holds.</summary>
internal sealed class RunChanges
{
    public List<HeadWrite> Heads { get; } = [];

    public List<EntryWrite> Entries { get; } = [];

    public List<EntryWrite> Snapshots { get; } = [];

    /// <summary>Runs to be deleted with everything of theirs. They go first: a run of the same id may be created in the same batch, under another key.</summary>
    public List<HeadWrite> Deleted { get; } = [];

    public bool IsEmpty => Heads.Count + Entries.Count + Snapshots.Count + Deleted.Count == 0;
}
