namespace WorkflowGen.Storage;

/// <summary>
/// Decides a batch of requests on the heads in memory, one after the other, before anything is written: guards included, so that a request that fails harms no neighbour. Gathers what is to be
/// written; the table stays as it is until <see cref="Apply"/>, which is called when that is durable.
/// </summary>
internal sealed class RunBatch(RunTable table, long lastKey, LaneTurns turns) : IStoreWriter
{
    private readonly Dictionary<string, Decided> _decided = new(StringComparer.Ordinal);
    private readonly List<Decided> _order = [];
    private readonly List<RunRecord> _removed = [];

    public RunChanges Changes { get; } = new();

    /// <summary>The largest key in use.</summary>
    public long LastKey { get; private set; } = lastKey;

    public CreateResult Create(NewRun run)
    {
        if (Find(run.RunId) is { } there)
            return new CreateResult(false, there.Head);
        var head = RunTransitions.Create(run);
        var created = new Decided(++LastKey, null, head);
        _decided[run.RunId] = created;
        _order.Add(created);
        Write(created, head);
        Append(created, run.Entries);
        return new CreateResult(true, head);
    }

    public CommitResult Commit(RunCommit commit)
    {
        if (Find(commit.RunId) is not { } run || !RunTransitions.Accepts(run.Head, commit.Epoch, commit.ExpectedSequence))
            return CommitResult.Fenced;
        var head = RunTransitions.Commit(run.Head, commit);
        Append(run, commit.Entries);
        if (commit.Snapshot is { } snapshot)
            Changes.Snapshots.Add(new EntryWrite(run.Key, snapshot));
        // Entries alone say what the head's last sequence is and that there was progress: see IRunDatabase.Open.
        if (commit.Head is not null || (commit.Entries.Count == 0 && !ReferenceEquals(head, run.Head)))
            Write(run, head);
        else
            run.Head = head;
        for (int i = 0; i < commit.ConsumedSignals.Count; i++)
            Consume(run, commit.ConsumedSignals[i]);
        for (int i = 0; i < commit.Starts.Count; i++)
            Create(commit.Starts[i]);
        for (int i = 0; i < commit.Signals.Count; i++)
            PutSignal(commit.Signals[i]);
        for (int i = 0; i < commit.Cancels.Count; i++)
            RequestCancel(commit.Cancels[i], commit.At);
        return CommitResult.Committed;
    }

    public IReadOnlyList<RunHead> Claim(ClaimRequest request)
    {
        var claimed = new List<RunHead>();
        foreach (var run in Candidates(request))
        {
            Write(run, RunTransitions.Claim(run.Head, request));
            claimed.Add(run.Head);
        }

        return claimed;
    }

    public IReadOnlyList<LeaseKey> Renew(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil)
    {
        List<LeaseKey>? lost = null;
        foreach (var lease in leases)
        {
            if (Find(lease.RunId) is { } run && RunTransitions.IsHeld(run.Head, lease.Epoch))
                Write(run, RunTransitions.Renew(run.Head, leaseUntil));
            else
                (lost ??= []).Add(lease);
        }

        return (IReadOnlyList<LeaseKey>?)lost ?? [];
    }

    public void Release(IReadOnlyCollection<LeaseKey> leases)
    {
        foreach (var lease in leases)
        {
            if (Find(lease.RunId) is { } run && RunTransitions.IsHeld(run.Head, lease.Epoch))
                Write(run, RunTransitions.Release(run.Head));
        }
    }

    public RunHead? RequestCancel(string runId, DateTimeOffset at)
    {
        if (Find(runId) is not { } run)
            return null;
        Write(run, RunTransitions.RequestCancel(run.Head, at));
        return run.Head;
    }

    public PutSignalResult PutSignal(RunSignal signal)
    {
        if (Find(signal.RunId) is not { } run)
            return PutSignalResult.NotFound;
        // A repeat learns that the first was taken even when the run has ended by it.
        if (run.Inbox.HasKey(signal))
            return PutSignalResult.Duplicate;
        if (run.Head.Status.IsTerminal())
            return PutSignalResult.Ended;
        Write(run, RunTransitions.PutSignal(run.Head, signal.At));
        var stored = SignalInbox.Stored(signal, run.Head.LastSignal);
        run.Inbox = run.Inbox.Add(stored);
        Changes.Signals[(run.Key, stored.Sequence)] = new SignalWrite(run.Key, stored, Waits: true);
        return PutSignalResult.Accepted;
    }

    public long? CommitSchedule(ScheduleCommit commit)
    {
        var there = Changes.Schedules.TryGetValue(commit.Name, out var changed) ? changed : table.Schedules.GetValueOrDefault(commit.Name);
        if ((there?.Revision ?? 0) != commit.ExpectedRevision)
            return null;
        Changes.Schedules[commit.Name] = commit.State is { } state ? StoredSchedule.After(commit, state.ToArray()) : null;
        for (int i = 0; i < commit.Starts.Count; i++)
            Create(commit.Starts[i]);
        for (int i = 0; i < commit.Cancels.Count; i++)
            RequestCancel(commit.Cancels[i], commit.At);
        return commit.ExpectedRevision + 1;
    }

    /// <summary>Leaves alone what this batch has touched; the next call finds it.</summary>
    public int DeleteEnded(DateTimeOffset endedBefore, int limit)
    {
        int deleted = 0;
        foreach (var record in table.EndedBefore(endedBefore))
        {
            if (deleted == limit)
                break;
            if (_decided.ContainsKey(record.Head.RunId))
                continue;
            _decided[record.Head.RunId] = new Decided(record.Key, record, record.Head) { Gone = true };
            _removed.Add(record);
            Changes.Deleted.Add(new HeadWrite(record.Key, record.Head));
            deleted++;
        }

        return deleted;
    }

    /// <summary>Makes what was decided visible.</summary>
    public void Apply()
    {
        foreach (var record in _removed)
            table.Remove(record);
        foreach (var run in _order)
        {
            if (run.Record is { } record)
                table.SetHead(record, run.Head);
            else
                table.Add(new RunRecord(run.Key, run.Head) { Inbox = run.Inbox });
            run.Record?.Inbox = run.Inbox;
        }

        foreach (var (name, schedule) in Changes.Schedules)
            table.SetSchedule(name, schedule);
    }

    /// <summary>The heads to be written, each once, as they are at the end of the batch.</summary>
    public void Complete()
    {
        foreach (var run in _order)
        {
            if (run.Written)
                Changes.Heads.Add(new HeadWrite(run.Key, run.Head));
        }
    }

    private Decided? Find(string runId)
    {
        if (_decided.TryGetValue(runId, out var decided))
            return decided.Gone ? null : decided;
        return table.Find(runId) is { } record ? Decide(record) : null;
    }

    private Decided Decide(RunRecord record)
    {
        var decided = new Decided(record.Key, record, record.Head);
        _decided[record.Head.RunId] = decided;
        _order.Add(decided);
        return decided;
    }

    private List<Decided> Candidates(ClaimRequest request)
    {
        var runs = new List<Decided>();
        if (request.RunId is not null)
        {
            if (Find(request.RunId) is { } named && RunTransitions.CanClaim(named.Head, request))
                runs.Add(named);
            return runs;
        }

        var lanes = table.DueBy(request.Now, request.Queues).ConvertAll(lane => new LaneDue<Decided>(lane.Lane, Undecided(lane.Runs, request)));
        // The table still orders the runs of this batch by what they were before it: those are looked at by themselves.
        foreach (var group in _order.Where(run => RunTransitions.CanClaim(run.Head, request)).GroupBy(static run => Lane.Of(run.Head)))
            lanes.Add(new(group.Key, group.Select(static run => new LaneEntry<Decided>(RunTransitions.DueAt(run.Head)!.Value.UtcTicks, run.Key, run)).Order()));
        runs = turns.Take(lanes, request.Limit);
        for (int i = 0; i < runs.Count; i++)
        {
            if (_decided.TryAdd(runs[i].Head.RunId, runs[i]))
                _order.Add(runs[i]);
        }

        return runs;
    }

    private IEnumerable<LaneEntry<Decided>> Undecided(IEnumerable<LaneEntry<RunRecord>> runs, ClaimRequest request) => runs
        .Where(entry => !_decided.ContainsKey(entry.Run.Head.RunId) && RunTransitions.CanClaim(entry.Run.Head, request))
        .Select(static entry => new LaneEntry<Decided>(entry.At, entry.Key, new Decided(entry.Run.Key, entry.Run, entry.Run.Head)));

    private void Consume(Decided run, long sequence)
    {
        if (!run.Inbox.TryConsume(sequence, out var consumed, out var rest))
            return;
        run.Inbox = rest;
        var place = (run.Key, sequence);
        if (consumed.Key is null)
        {
            Changes.Signals.Remove(place);
            Changes.SignalsGone.Add(place);
            return;
        }

        Changes.Signals[place] = new SignalWrite(run.Key, consumed with { Payload = default }, Waits: false);
    }

    private void Append(Decided run, IReadOnlyList<JournalEntry> entries)
    {
        for (int i = 0; i < entries.Count; i++)
            Changes.Entries.Add(new EntryWrite(run.Key, entries[i]));
    }

    private static void Write(Decided run, RunHead head)
    {
        run.Written |= run.Record is null || !ReferenceEquals(run.Head, head);
        run.Head = head;
    }

    private sealed class Decided(long key, RunRecord? record, RunHead head)
    {
        public long Key { get; } = key;

        /// <summary>Null: created in this batch.</summary>
        public RunRecord? Record { get; } = record;

        public RunHead Head { get; set; } = head;

        public SignalInbox Inbox { get; set; } = record?.Inbox ?? SignalInbox.Empty;

        public bool Written { get; set; }

        public bool Gone { get; set; }
    }
}
