using WorkflowGen.Storage;

namespace WorkflowGen.Journal;

/// <summary>Records of one run that will be committed together. Reused from commit to commit.</summary>
internal sealed class RecordBatch
{
    // Riders must not gather for ever, in a loop of [Pure] steps, say.
    private const int MaxRiding = 64 * 1024;

    private readonly List<(int Start, int Length)> _records = [];
    private List<JournalEntry> _entries = [];

    public RecordBuffer Buffer { get; } = new();

    public HeadChange? Head
    {
        get;
        set
        {
            field = value;
            NeedsCommit |= value is not null;
        }
    }

    public int Count => _records.Count;

    /// <summary>The signals that are taken with it; null: none is.</summary>
    public List<long>? Consumed { get; private set; }

    /// <summary>What is sent to other runs with it; null: nothing is.</summary>
    public RunMessages? Messages { get; private set; }

    /// <summary>The transaction of a step by which it is committed; null: by the store itself.</summary>
    public StoreTransaction? Transaction { get; set; }

    /// <summary>The last signal that was known when the run was suspended.</summary>
    public long SignalsSeen { get; set; }

    /// <summary>Whether it must be committed: a record that does not ride, or a change of the head. Riders alone wait for the next that does, unless there are very many; lost in a crash, they are decided again, and the same.</summary>
    public bool NeedsCommit { get; private set; }

    public bool IsFull => Buffer.Length > MaxRiding;

    /// <param name="rides">Whether it needs no commit of its own.</param>
    public void Add(int start, int length, bool rides = false)
    {
        _records.Add((start, length));
        NeedsCommit |= !rides || IsFull;
    }

    /// <summary>A signal was taken. Rides.</summary>
    public void Consume(long sequence) => (Consumed ??= []).Add(sequence);

    /// <summary>Something is sent to other runs.</summary>
    public RunMessages Send()
    {
        NeedsCommit = true;
        return Messages ??= new RunMessages();
    }

    /// <summary>Makes the request. No record may be added after that.</summary>
    /// <param name="snapshot">Where in the buffer a snapshot lies; a length of 0: there is none.</param>
    public RunCommit ToCommit(string runId, long epoch, long lastSequence, (int Start, int Length) snapshot)
    {
        foreach (var (start, length) in _records)
            _entries.Add(new JournalEntry(lastSequence + _entries.Count + 1, Buffer.Slice(start, length)));
        return new RunCommit
        {
            RunId = runId,
            Epoch = epoch,
            ExpectedSequence = lastSequence,
            Entries = _entries,
            Snapshot = snapshot.Length == 0 ? null : new JournalEntry(lastSequence + _entries.Count, Buffer.Slice(snapshot.Start, snapshot.Length)),
            Head = Head,
            ConsumedSignals = Consumed is null ? [] : Consumed,
            SignalsSeen = SignalsSeen,
            Starts = Messages is null ? [] : Messages.Starts,
            Signals = Messages is null ? [] : Messages.Signals,
            Cancels = Messages is null ? [] : Messages.Cancels,
            At = Messages?.At ?? default,
        };
    }

    /// <summary>Empties the batch.</summary>
    /// <param name="mayBeRead">A store did not answer, and may still be reading what it was given: that is left to it.</param>
    public void Reset(bool mayBeRead)
    {
        Buffer.Reset(mayBeRead);
        _records.Clear();
        Head = null;
        // Not cleared but left: a request that was not answered may still be read.
        Consumed = null;
        Messages = null;
        SignalsSeen = 0;
        NeedsCommit = false;
        if (mayBeRead)
            _entries = [];
        else
            _entries.Clear();
    }
}
