using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>What each request does within the transaction.</summary>
internal sealed partial class SqliteWriter
{
    private const string InsertEntry = "INSERT INTO journal (run, seq, data) VALUES (?1, ?2, ?3)";

    private const string InsertSnapshot = "INSERT INTO snapshot (run, seq, data) VALUES (?1, ?2, ?3) ON CONFLICT (run) DO UPDATE SET seq = excluded.seq, data = excluded.data";

    public CreateResult Create(NewRun run)
    {
        var head = RunTransitions.Create(run);
        RunRow.Bind(Db, RunRow.Insert, head)
            .Bind(14, head.RunId)
            .Bind(15, DefinitionKey(new WorkflowKey(head.Workflow, head.Version)))
            .Bind(16, head.CreatedAt.UtcTicks)
            .Bind(17, head.Parent?.RunId)
            .Bind(18, head.Parent?.Node)
            .Run();
        if (raw.sqlite3_changes(Db.Handle) == 0)
            return new CreateResult(false, Find(run.RunId)!.Head);
        long key = raw.sqlite3_last_insert_rowid(Db.Handle);
        for (int i = 0; i < run.Entries.Count; i++)
            Append(key, run.Entries[i]);
        _held.Put(new HeldRun(key, head));
        return new CreateResult(true, head);
    }

    public CommitResult Commit(RunCommit commit)
    {
        var run = Find(commit.RunId);
        if (run is null || !run.IsHeld(commit.Epoch) || run.LastSequence != commit.ExpectedSequence)
            return CommitResult.Fenced;
        bool writeHead = commit.Head is not null || (commit.Entries.Count == 0 && run.HasClaimsToClear);
        var head = writeHead ? RunTransitions.Commit(run.Head, commit) : null;
        for (int i = 0; i < commit.Entries.Count; i++)
        {
            Append(run.Key, commit.Entries[i]);
            run.NextSequence();
        }

        if (commit.Snapshot is { } snapshot)
            Db.Prepare(InsertSnapshot).Bind(1, run.Key).Bind(2, snapshot.Sequence).Bind(3, snapshot.Data.Span).Run();
        for (int i = 0; i < commit.ConsumedSignals.Count; i++)
            SignalRow.Consume(Db, run.Key, commit.ConsumedSignals[i]);
        if (head is not null)
            Update(run, head);
        Send(commit);
        return CommitResult.Committed;
    }

    public IReadOnlyList<RunHead> Claim(ClaimRequest request)
    {
        var claimed = new List<RunHead>();
        foreach (var run in Candidates(request))
        {
            if (!RunTransitions.CanClaim(run.Head, request))
                continue;
            Update(run, RunTransitions.Claim(run.Head, request));
            claimed.Add(run.Head);
        }

        return claimed;
    }

    public IReadOnlyList<LeaseKey> Renew(IReadOnlyCollection<LeaseKey> leases, DateTimeOffset leaseUntil)
    {
        List<LeaseKey>? lost = null;
        foreach (var lease in leases)
        {
            if (Find(lease.RunId) is { } run && run.IsHeld(lease.Epoch))
                UpdateLease(run, RunTransitions.Renew(run.Head, leaseUntil));
            else
                (lost ??= []).Add(lease);
        }

        return (IReadOnlyList<LeaseKey>?)lost ?? [];
    }

    public void Release(IReadOnlyCollection<LeaseKey> leases)
    {
        foreach (var lease in leases)
        {
            if (Find(lease.RunId) is { } run && run.IsHeld(lease.Epoch))
                Update(run, RunTransitions.Release(run.Head));
        }
    }

    public RunHead? RequestCancel(string runId, DateTimeOffset at)
    {
        if (Find(runId) is not { } run)
            return null;
        var head = RunTransitions.RequestCancel(run.Head, at);
        if (!ReferenceEquals(head, run.Head))
            Update(run, head);
        return head;
    }

    public PutSignalResult PutSignal(RunSignal signal)
    {
        if (Find(signal.RunId) is not { } run)
            return PutSignalResult.NotFound;
        // A repeat learns that the first was taken even when the run has ended by it.
        if (run.Head.Status.IsTerminal())
            return SignalRow.HasKey(Db, run.Key, signal) ? PutSignalResult.Duplicate : PutSignalResult.Ended;
        var head = RunTransitions.PutSignal(run.Head, signal.At);
        if (!SignalRow.TryInsert(Db, run.Key, head.LastSignal, signal))
            return PutSignalResult.Duplicate;
        Update(run, head);
        return PutSignalResult.Accepted;
    }

    public int DeleteEnded(DateTimeOffset endedBefore, int limit)
    {
        var select = Db.Prepare("SELECT key, last_signal FROM run WHERE status IN (5, 6, 7) AND updated_at < ?1 ORDER BY updated_at, key LIMIT ?2").Bind(1, endedBefore.UtcTicks).Bind(2, limit);
        var keys = new List<(long Key, long LastSignal)>();
        while (select.Step())
            keys.Add((select.Number(0), select.Number(1)));
        foreach (var (key, lastSignal) in keys)
        {
            if (lastSignal > 0)
                SignalRow.DeleteAll(Db, key);
            Db.Prepare("DELETE FROM journal WHERE run = ?1").Bind(1, key).Run();
            Db.Prepare("DELETE FROM snapshot WHERE run = ?1").Bind(1, key).Run();
            // The key may be given out again.
            Db.Prepare("DELETE FROM permit WHERE run = ?1").Bind(1, key).Run();
            Db.Prepare("DELETE FROM run WHERE key = ?1").Bind(1, key).Run();
        }

        return keys.Count;
    }

    /// <summary>What the commit does to other runs: in the same transaction, after its own.</summary>
    private void Send(RunCommit commit)
    {
        for (int i = 0; i < commit.Starts.Count; i++)
            Create(commit.Starts[i]);
        for (int i = 0; i < commit.Signals.Count; i++)
            PutSignal(commit.Signals[i]);
        for (int i = 0; i < commit.Cancels.Count; i++)
            RequestCancel(commit.Cancels[i], commit.At);
    }

    private HeldRun? Find(string runId)
    {
        if (_held.Find(runId) is { } held)
            return held;
        return Read(Db.Prepare(RunRow.ById).Bind(1, runId));
    }

    private HeldRun? Read(SqliteStatement select)
    {
        if (!select.Step())
            return null;
        HeldRun run;
        try
        {
            run = new HeldRun(RunRow.Key(select), RunRow.Read(Db, select));
        }
        finally
        {
            select.Reset();
        }

        _held.Put(run);
        return run;
    }

    private void Append(long run, JournalEntry entry) => _append.Bind(1, run).Bind(2, entry.Sequence).Bind(3, entry.Data.Span).Run();

    private void Update(HeldRun run, RunHead head)
    {
        RunRow.Bind(Db, RunRow.Update, head).Bind(14, run.Key).Run();
        run.Head = head;
        _held.Put(run);
    }

    private void UpdateLease(HeldRun run, RunHead head)
    {
        if (ReferenceEquals(head, run.Head))
            return;
        Db.Prepare(RunRow.UpdateLease).Bind(1, head.LeaseUntil?.UtcTicks).Bind(2, RunTransitions.DueAt(head)?.UtcTicks).Bind(3, run.Key).Run();
        // Its row still has the claims and sequence from before the entries that the head counts in.
        run.Head = head;
    }

    private long DefinitionKey(WorkflowKey workflow)
    {
        if (DefinitionFilter.Key(Db, workflow) is { } key)
            return key;
        Db.Prepare("INSERT INTO definition (workflow, version) VALUES (?1, ?2)").Bind(1, workflow.Workflow).Bind(2, workflow.Version).Run();
        return raw.sqlite3_last_insert_rowid(Db.Handle);
    }
}
