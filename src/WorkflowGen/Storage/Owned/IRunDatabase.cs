namespace WorkflowGen.Storage;

/// <summary>
/// A database that belongs to one thread: opened, read, written and closed on it. It knows nothing of guards, leases or batches; those are <see cref="RunBatch"/>'s. Any exception means that it must be
/// closed and opened again before its next use.
/// </summary>
internal interface IRunDatabase
{
    /// <summary>Opens it, or creates it where there is none.</summary>
    /// <returns>All runs, in order of their keys. Each head is as it was last written, except that <see cref="RunHead.LastSequence"/> is that of the last entry, and no claims are counted if that is a later one.</returns>
    IReadOnlyList<HeadWrite> Open();

    /// <summary>All signals, consumed ones that were kept included.</summary>
    IReadOnlyList<SignalWrite> ReadSignals();

    IReadOnlyList<StoredSchedule> ReadSchedules();

    /// <summary>Writes all of it or nothing, and returns when it is durable.</summary>
    void Write(RunChanges changes);

    /// <summary>The entries of a run after a sequence, in order, at least one if there is any; possibly not all of them.</summary>
    IReadOnlyList<JournalEntry> ReadEntries(long key, long after);

    JournalEntry? ReadSnapshot(long key);

    /// <summary>Closes it; never throws. Closed already: nothing happens.</summary>
    void Close();
}
