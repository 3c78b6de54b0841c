namespace WorkflowGen.Storage.Tests;

/// <summary>The least that is a database of one thread: it keeps what it is told, finds out who calls from another thread, and fails when it is told to.</summary>
internal sealed class SimpleRunDatabase(SimpleRunDatabase.Disk disk) : IRunDatabase
{
    private Thread? _owner;

    /// <summary>Outlives the databases on it.</summary>
    internal sealed class Disk
    {
        public SortedDictionary<long, RunHead> Heads { get; } = [];

        public SortedDictionary<(long Key, long Sequence), byte[]> Entries { get; } = [];

        public Dictionary<long, JournalEntry> Snapshots { get; } = [];

        public SortedDictionary<(long Key, long Sequence), SignalWrite> Signals { get; } = [];

        public SortedDictionary<string, StoredSchedule> Schedules { get; } = new(StringComparer.Ordinal);

        public Exception? FailBefore { get; set; }

        public Exception? FailAfter { get; set; }

        public int Opened { get; set; }

        public int Writes { get; set; }
    }

    public IReadOnlyList<HeadWrite> Open()
    {
        Assert.Null(_owner);
        _owner = Thread.CurrentThread;
        disk.Opened++;
        return [.. disk.Heads.Select(pair => new HeadWrite(pair.Key, AsOpened(pair.Key, pair.Value)))];
    }

    public IReadOnlyList<SignalWrite> ReadSignals()
    {
        Assert.Same(_owner, Thread.CurrentThread);
        return [.. disk.Signals.Values];
    }

    public IReadOnlyList<StoredSchedule> ReadSchedules()
    {
        Assert.Same(_owner, Thread.CurrentThread);
        return [.. disk.Schedules.Values];
    }

    public void Write(RunChanges changes)
    {
        Assert.Same(_owner, Thread.CurrentThread);
        if (disk.FailBefore is { } before)
        {
            disk.FailBefore = null;
            throw before;
        }

        disk.Writes++;
        foreach (var (key, _) in changes.Deleted)
        {
            disk.Heads.Remove(key);
            disk.Snapshots.Remove(key);
            foreach (var entry in disk.Entries.Keys.Where(e => e.Key == key).ToList())
                disk.Entries.Remove(entry);
            foreach (var signal in disk.Signals.Keys.Where(s => s.Key == key).ToList())
                disk.Signals.Remove(signal);
        }

        foreach (var (key, head) in changes.Heads)
            disk.Heads[key] = head;
        foreach (var (key, entry) in changes.Entries)
            disk.Entries.Add((key, entry.Sequence), entry.Data.ToArray());
        foreach (var (key, snapshot) in changes.Snapshots)
            disk.Snapshots[key] = snapshot with { Data = snapshot.Data.ToArray() };
        foreach (var place in changes.SignalsGone)
            disk.Signals.Remove(place);
        foreach (var (place, signal) in changes.Signals)
            disk.Signals[place] = signal;
        foreach (var (name, schedule) in changes.Schedules)
        {
            disk.Schedules.Remove(name);
            if (schedule is not null)
                disk.Schedules.Add(name, schedule);
        }

        if (disk.FailAfter is { } after)
        {
            disk.FailAfter = null;
            throw after;
        }
    }

    public IReadOnlyList<JournalEntry> ReadEntries(long key, long after)
    {
        Assert.Same(_owner, Thread.CurrentThread);
        return [.. disk.Entries.Where(e => e.Key.Key == key && e.Key.Sequence > after).Take(100).Select(e => new JournalEntry(e.Key.Sequence, e.Value))];
    }

    public JournalEntry? ReadSnapshot(long key)
    {
        Assert.Same(_owner, Thread.CurrentThread);
        return disk.Snapshots.TryGetValue(key, out var snapshot) ? snapshot : null;
    }

    public void Close() => _owner = null;

    private RunHead AsOpened(long key, RunHead head)
    {
        long last = disk.Entries.Keys.Where(e => e.Key == key).Select(e => e.Sequence).DefaultIfEmpty(0).Max();
        return last == head.LastSequence ? head : head with { LastSequence = last, ClaimsWithoutProgress = 0 };
    }
}
