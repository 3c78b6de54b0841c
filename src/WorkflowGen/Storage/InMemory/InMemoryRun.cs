namespace WorkflowGen.Storage;

/// <summary>A run of <see cref="InMemoryWorkflowStore"/>, guarded by its lock. Data is copied on the way in, as a caller may use its buffers again.</summary>
internal sealed class InMemoryRun(long key, RunHead head) : RunRecord(key, head)
{
    private readonly List<JournalEntry> _entries = [];

    public JournalEntry? Snapshot { get; set; }

    public IReadOnlyList<JournalEntry> Entries => _entries;

    public void Append(IReadOnlyList<JournalEntry> entries)
    {
        for (int i = 0; i < entries.Count; i++)
            _entries.Add(Copy(entries[i]));
    }

    public StoredRun Load()
    {
        int folded = (int)(Snapshot?.Sequence ?? 0);
        return new StoredRun(Head, Snapshot, _entries.GetRange(folded, _entries.Count - folded)) { Signals = Inbox.After(0) };
    }

    public static JournalEntry Copy(JournalEntry entry) => entry with { Data = entry.Data.ToArray() };
}
