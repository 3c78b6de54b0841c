namespace WorkflowGen.Storage.Sqlite;

/// <summary>A run as the writer's transaction sees it. The head's own last sequence and claims are those of its row; entries that were committed since count in <see cref="LastSequence"/>.</summary>
internal sealed class HeldRun(long key, RunHead head)
{
    private RunHead _head = head;

    public long Key { get; } = key;

    public long Epoch => _head.Epoch;

    public long LastSequence { get; private set; } = head.LastSequence;

    public bool IsHeld(long epoch) => RunTransitions.IsHeld(_head, epoch);

    public bool HasClaimsToClear => _head.ClaimsWithoutProgress != 0 && LastSequence == _head.LastSequence;

    /// <summary>The head as it is now.</summary>
    public RunHead Head
    {
        get
        {
            if (LastSequence != _head.LastSequence)
                _head = _head with { LastSequence = LastSequence, ClaimsWithoutProgress = 0 };
            return _head;
        }

        set
        {
            _head = value;
            LastSequence = value.LastSequence;
        }
    }

    public long NextSequence() => ++LastSequence;
}

/// <summary>
/// The runs that somebody holds and that the writer has seen, so that a commit of entries asks SQLite nothing. Valid only while no other connection commits; see <see cref="SqliteWriter"/>.
/// </summary>
internal sealed class HeldRuns
{
    private const int Limit = 65_536;

    private readonly Dictionary<string, HeldRun> _byId = new(StringComparer.Ordinal);

    public HeldRun? Find(string runId) => _byId.GetValueOrDefault(runId);

    public void Put(HeldRun run)
    {
        var head = run.Head;
        if (head.Owner is null)
        {
            _byId.Remove(head.RunId);
            return;
        }

        // More than this at once are looked up again; nothing else depends on it.
        if (_byId.Count >= Limit)
            _byId.Clear();
        _byId[head.RunId] = run;
    }

    public void Remove(string runId) => _byId.Remove(runId);

    public void Clear() => _byId.Clear();
}
