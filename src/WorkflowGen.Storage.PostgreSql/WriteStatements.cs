namespace WorkflowGen.Storage.PostgreSql;

/// <summary>The statements by which a batch is written, and their rows. Belongs to one connection's thread.</summary>
internal sealed class WriteStatements
{
    public WriteStatements(string schema)
    {
        Progress = new ProgressRows(schema);
        HeadChanges = new HeadChangeRows(schema);
        NewRuns = new HeadRows(schema, isNew: true);
        Heads = new HeadRows(schema, isNew: false);
        Entries = new EntryRows($"INSERT INTO {schema}.journal (part, run, seq, data) SELECT part, run, seq, data FROM ");
        Snapshots = new EntryRows($"INSERT INTO {schema}.snapshot (part, run, seq, data) SELECT part, run, seq, data FROM ", " ON CONFLICT (part, run) DO UPDATE SET seq = excluded.seq, data = excluded.data");
        Signals = new SignalRows(schema);
        SignalKeys = new SignalKeyRows(schema);
        SignalsGone = new SignalsGoneRows(schema);
    }

    public ProgressRows Progress { get; }

    public HeadChangeRows HeadChanges { get; }

    public HeadRows NewRuns { get; }

    public HeadRows Heads { get; }

    public EntryRows Entries { get; }

    public EntryRows Snapshots { get; }

    public SignalRows Signals { get; }

    public SignalKeyRows SignalKeys { get; }

    public SignalsGoneRows SignalsGone { get; }

    /// <summary>Adds what has rows, in the order in which locks are taken: rows that are there before rows that are new.</summary>
    public void AddTo(Npgsql.NpgsqlBatch batch)
    {
        Progress.Rows.AddTo(batch);
        HeadChanges.Rows.AddTo(batch);
        Heads.Rows.AddTo(batch);
        NewRuns.Rows.AddTo(batch);
        Entries.Rows.AddTo(batch);
        Snapshots.Rows.AddTo(batch);
        Signals.Rows.AddTo(batch);
        SignalKeys.Rows.AddTo(batch);
        SignalsGone.Rows.AddTo(batch);
    }

    public void Clear()
    {
        Progress.Rows.Clear();
        HeadChanges.Rows.Clear();
        Heads.Rows.Clear();
        NewRuns.Rows.Clear();
        Entries.Rows.Clear();
        Snapshots.Rows.Clear();
        Signals.Rows.Clear();
        SignalKeys.Rows.Clear();
        SignalsGone.Rows.Clear();
    }
}

/// <summary>
/// Commits whose guards the server checks itself: all of the batch hold, or nothing is written. Also locks their runs, in order. What most of them say is in here, and little else: a statement with the columns of
/// <see cref="HeadChangeRows"/> costs three times as much for each. Nothing that has ended has an owner; to ask for the status as well would let the planner take the index of those that have not, and read all of it for each row.
/// </summary>
internal sealed class ProgressRows
{
    private readonly Rows.Column<short> _part;
    private readonly Rows.Column<string?> _id;
    private readonly Rows.Column<long> _key, _epoch, _expected, _last;

    public ProgressRows(string schema)
    {
        _part = Rows.Small("part");
        _id = Rows.Text("id");
        _key = Rows.Big("key");
        _epoch = Rows.Big("epoch");
        _expected = Rows.Big("expected");
        _last = Rows.Big("last");
        Rows.Statement($"""
            WITH done AS (
                UPDATE {schema}.run r SET last_seq = c.last, claims = 0
                FROM {Rows.From}
                WHERE r.part = c.part AND r.id = c.id AND r.key = c.key AND r.epoch = c.epoch AND r.last_seq = c.expected AND r.owner IS NOT NULL
                RETURNING 1)
            SELECT {schema}.expect_all((SELECT count(*) FROM done), $1)
            """);
    }

    public Rows Rows { get; } = new();

    public void Add(short part, long key, RunCommit commit)
    {
        _part.Add(part);
        _id.Add(commit.RunId);
        _key.Add(key);
        _epoch.Add(commit.Epoch);
        _expected.Add(commit.ExpectedSequence);
        _last.Add(commit.ExpectedSequence + commit.Entries.Count);
        Rows.Next();
    }
}

/// <summary>What such commits change of their runs' heads, after <see cref="ProgressRows"/>. Says of a head what <see cref="RunTransitions.Commit"/> says.</summary>
internal sealed class HeadChangeRows
{
    private readonly Rows.Column<short> _part, _status;
    private readonly Rows.Column<string?> _id, _reason;
    private readonly Rows.Column<long> _at, _seen;
    private readonly Rows.Column<long?> _wake;
    private readonly Rows.Column<bool> _takes, _gives;

    public HeadChangeRows(string schema)
    {
        _part = Rows.Small("part");
        _id = Rows.Text("id");
        _status = Rows.Small("status");
        _at = Rows.Big("at");
        _wake = Rows.BigOrNull("wake");
        _reason = Rows.Text("reason");
        _takes = Rows.Bool("takes");
        _gives = Rows.Bool("gives");
        _seen = Rows.Big("seen");
        Rows.Statement($"""
            UPDATE {schema}.run r SET
                status = c.status,
                updated_at = c.at,
                wake_at = CASE WHEN c.status = 3 AND r.last_signal > c.seen THEN c.at ELSE c.wake END,
                reason = c.reason,
                cancel_at = CASE WHEN c.takes THEN NULL ELSE r.cancel_at END,
                owner = CASE WHEN c.gives THEN NULL ELSE r.owner END,
                lease_until = CASE WHEN c.gives THEN NULL ELSE r.lease_until END
            FROM {Rows.From}
            WHERE r.part = c.part AND r.id = c.id
            """);
    }

    public Rows Rows { get; } = new();

    public void Add(short part, string runId, HeadChange head, long signalsSeen)
    {
        _part.Add(part);
        _id.Add(runId);
        _status.Add((short)head.Status);
        _at.Add(head.At.UtcTicks);
        _wake.Add(head.WakeAt?.UtcTicks);
        _reason.Add(PgText.Clean(head.Reason));
        _takes.Add(head.TakesCancel);
        _gives.Add(!head.KeepLease);
        _seen.Add(signalsSeen);
        Rows.Next();
    }
}

/// <summary>Whole heads, to be inserted or to replace those that are there.</summary>
internal sealed class HeadRows
{
    private readonly Rows.Column<short> _part, _status;
    private readonly Rows.Column<string?> _id, _owner, _parentRun, _parentNode, _reason;
    private readonly Rows.Column<long> _key, _created, _updated, _last, _epoch, _signal;
    private readonly Rows.Column<int> _lane, _claims;
    private readonly Rows.Column<long?> _wake, _lease, _cancel;

    public HeadRows(string schema, bool isNew)
    {
        _part = Rows.Small("part");
        _id = Rows.Text("id");
        _key = Rows.Big("key");
        _created = Rows.Big("created_at");
        _updated = Rows.Big("updated_at");
        _last = Rows.Big("last_seq");
        _epoch = Rows.Big("epoch");
        _signal = Rows.Big("last_signal");
        _lane = Rows.Int("lane");
        _claims = Rows.Int("claims");
        _status = Rows.Small("status");
        _wake = Rows.BigOrNull("wake_at");
        _lease = Rows.BigOrNull("lease_until");
        _cancel = Rows.BigOrNull("cancel_at");
        _owner = Rows.Text("owner");
        _parentRun = Rows.Text("parent_run");
        _parentNode = Rows.Text("parent_node");
        _reason = Rows.Text("reason");
        Rows.Statement(isNew
            ? $"INSERT INTO {schema}.run ({Rows.Names}) SELECT {Rows.Names} FROM {Rows.From}"
            : $"""
            UPDATE {schema}.run r SET
                updated_at = c.updated_at, last_seq = c.last_seq, epoch = c.epoch, last_signal = c.last_signal, lane = c.lane, claims = c.claims, status = c.status,
                wake_at = c.wake_at, lease_until = c.lease_until, cancel_at = c.cancel_at, owner = c.owner, reason = c.reason
            FROM {Rows.From}
            WHERE r.part = c.part AND r.id = c.id
            """);
    }

    public Rows Rows { get; } = new();

    public void Add(short part, long key, RunHead head, int lane)
    {
        _part.Add(part);
        _id.Add(head.RunId);
        _key.Add(key);
        _created.Add(head.CreatedAt.UtcTicks);
        _updated.Add(head.UpdatedAt.UtcTicks);
        _last.Add(head.LastSequence);
        _epoch.Add(head.Epoch);
        _signal.Add(head.LastSignal);
        _lane.Add(lane);
        _claims.Add(head.ClaimsWithoutProgress);
        _status.Add((short)head.Status);
        _wake.Add(head.WakeAt?.UtcTicks);
        _lease.Add(head.LeaseUntil?.UtcTicks);
        _cancel.Add(head.CancelRequestedAt?.UtcTicks);
        _owner.Add(PgText.Clean(head.Owner));
        _parentRun.Add(head.Parent?.RunId);
        _parentNode.Add(PgText.Clean(head.Parent?.Node));
        _reason.Add(PgText.Clean(head.Reason));
        Rows.Next();
    }
}

/// <summary>Journal entries, or snapshots.</summary>
internal sealed class EntryRows
{
    private readonly Rows.Column<short> _part;
    private readonly Rows.Column<long> _run, _seq;
    private readonly Rows.Column<ReadOnlyMemory<byte>> _data;

    public EntryRows(string before, string after = "")
    {
        _part = Rows.Small("part");
        _run = Rows.Big("run");
        _seq = Rows.Big("seq");
        _data = Rows.Bytes("data");
        Rows.Statement(before + Rows.From + after);
    }

    public Rows Rows { get; } = new();

    public void Add(short part, long run, JournalEntry entry)
    {
        _part.Add(part);
        _run.Add(run);
        _seq.Add(entry.Sequence);
        _data.Add(entry.Data);
        Rows.Next();
    }
}

/// <summary>Signals that are put.</summary>
internal sealed class SignalRows
{
    private readonly Rows.Column<short> _part;
    private readonly Rows.Column<long> _run, _seq, _at;
    private readonly Rows.Column<string?> _name, _key;
    private readonly Rows.Column<ReadOnlyMemory<byte>> _data;

    public SignalRows(string schema)
    {
        _part = Rows.Small("part");
        _run = Rows.Big("run");
        _seq = Rows.Big("seq");
        _at = Rows.Big("at");
        _name = Rows.Text("name");
        _key = Rows.Text("key");
        _data = Rows.Bytes("data");
        Rows.Statement($"INSERT INTO {schema}.signal ({Rows.Names}) SELECT {Rows.Names} FROM {Rows.From}");
    }

    public Rows Rows { get; } = new();

    public void Add(short part, long run, StoredSignal signal)
    {
        _part.Add(part);
        _run.Add(run);
        _seq.Add(signal.Sequence);
        _at.Add(signal.At.UtcTicks);
        _name.Add(PgText.Clean(signal.Name));
        _key.Add(PgText.Clean(signal.Key));
        _data.Add(signal.Payload);
        Rows.Next();
    }
}

/// <summary>The keys of signals, which stay when the signals are consumed.</summary>
internal sealed class SignalKeyRows
{
    private readonly Rows.Column<short> _part;
    private readonly Rows.Column<long> _run;
    private readonly Rows.Column<string?> _name, _key;

    public SignalKeyRows(string schema)
    {
        _part = Rows.Small("part");
        _run = Rows.Big("run");
        _name = Rows.Text("name");
        _key = Rows.Text("key");
        Rows.Statement($"INSERT INTO {schema}.signal_key ({Rows.Names}) SELECT {Rows.Names} FROM {Rows.From}");
    }

    public Rows Rows { get; } = new();

    public void Add(short part, long run, StoredSignal signal)
    {
        _part.Add(part);
        _run.Add(run);
        _name.Add(PgText.Clean(signal.Name));
        _key.Add(PgText.Clean(signal.Key));
        Rows.Next();
    }
}

/// <summary>Signals that are consumed, whether they are there or not.</summary>
internal sealed class SignalsGoneRows
{
    private readonly Rows.Column<short> _part;
    private readonly Rows.Column<long> _run, _seq;

    public SignalsGoneRows(string schema)
    {
        _part = Rows.Small("part");
        _run = Rows.Big("run");
        _seq = Rows.Big("seq");
        Rows.Statement($"DELETE FROM {schema}.signal s USING {Rows.From} WHERE s.part = c.part AND s.run = c.run AND s.seq = c.seq");
    }

    public Rows Rows { get; } = new();

    public void Add(short part, long run, long seq)
    {
        _part.Add(part);
        _run.Add(run);
        _seq.Add(seq);
        Rows.Next();
    }
}
