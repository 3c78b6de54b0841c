using System.Diagnostics;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>
/// Requests that are decided here, on the heads of all runs that they touch, which are locked for it: one statement locks and reads them, one batch of statements writes what was decided, whatever their number. Rows are locked in order of
/// their keys, and rows are inserted only after that, so that no two of them wait for each other. Belongs to one thread, and is thrown away after an exception: Npgsql may still be sending its rows.
/// </summary>
internal sealed class DecidedBatch
{
    private readonly string _store;
    private readonly Lanes _lanes;
    private readonly RunKeys _keys;
    private readonly TouchedRows _touched;
    private readonly AskedKeyRows _asked;
    private readonly WriteStatements _write;
    private readonly NoticeSender _notices;
    private readonly SortedSet<(short Part, string Id)> _ids = new(Comparer<(short Part, string Id)>.Create(static (a, b) => a.Part != b.Part ? a.Part.CompareTo(b.Part) : string.CompareOrdinal(a.Id, b.Id)));
    private readonly List<RunSignal> _signals = [];
    private readonly Dictionary<string, RunRecord> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<long, RunHead> _byKey = [];

    public DecidedBatch(string schema, string store, Lanes lanes, RunKeys keys, WriteStatements write, NoticeSender notices)
    {
        (_store, _lanes, _keys, _write, _notices) = (store, lanes, keys, write, notices);
        _touched = new TouchedRows(schema);
        _asked = new AskedKeyRows(schema);
    }

    /// <summary>Locks and reads what the requests touch. Adds its statements to those of the batch, and executes it.</summary>
    public RunBatch Lock(NpgsqlBatch batch, IReadOnlyList<object> requests)
    {
        int creations = Gather(requests);
        foreach (var (part, id) in _ids)
            _touched.Add(part, id);
        for (int i = 0; i < _signals.Count; i++)
            _asked.Add(i, _signals[i]);
        _touched.Rows.AddTo(batch);
        bool asks = _asked.Rows.AddTo(batch);
        batch.Prepare();
        using (var reader = batch.ExecuteReader())
        {
            while (reader.Read())
            {
                var (key, head) = RunRow.Read(reader, _lanes, _store);
                _found.Add(head.RunId, new RunRecord(key, head));
                _byKey.Add(key, head);
            }

            if (asks)
            {
                reader.NextResult();
                while (reader.Read())
                {
                    var signal = _signals[reader.GetInt32(0)];
                    var record = _found[signal.RunId];
                    record.Inbox = record.Inbox.Add(new StoredSignal(0, signal.Name, signal.Key, default, default), waits: false);
                }
            }
        }

        AddConsumed(requests);
        var table = new RunTable();
        foreach (var record in _found.Values)
            table.Add(record);
        return new RunBatch(table, _keys.Reserve(creations) - 1, new LaneTurns());
    }

    /// <summary>Adds the statements that write what was decided.</summary>
    public void Write(NpgsqlBatch batch, RunBatch decided)
    {
        decided.Complete();
        var changes = decided.Changes;
        var written = new HashSet<long>();
        changes.Heads.Sort(static (a, b) => RunPart.Of(a.Head.RunId) is var x && RunPart.Of(b.Head.RunId) is var y && x != y ? x.CompareTo(y) : string.CompareOrdinal(a.Head.RunId, b.Head.RunId));
        foreach (var (key, head) in changes.Heads)
        {
            written.Add(key);
            bool isNew = _byKey.TryAdd(key, head);
            (isNew ? _write.NewRuns : _write.Heads).Add(RunPart.Of(head.RunId), key, head, _lanes.FindOrAdd(Lane.Of(head)));
        }

        foreach (var (key, entry) in changes.Entries)
        {
            var head = _byKey[key];
            _write.Entries.Add(RunPart.Of(head.RunId), key, entry);
            // Entries alone are progress, too.
            if (!written.Contains(key))
                _byKey[key] = head with { LastSequence = entry.Sequence, ClaimsWithoutProgress = 0 };
        }

        foreach (long key in changes.Entries.Select(static entry => entry.Key).Where(written.Add).ToList())
        {
            // Its commits need not come this way again.
            if (_byKey[key].Owner is not null)
                _keys.Hold(_byKey[key].RunId, key);
            _write.Heads.Add(RunPart.Of(_byKey[key].RunId), key, _byKey[key], _lanes.FindOrAdd(Lane.Of(_byKey[key])));
        }

        // Of several snapshots of one run, the last.
        foreach (var (key, snapshot) in changes.Snapshots.GroupBy(static s => s.Key).Select(static s => s.Last()))
            _write.Snapshots.Add(RunPart.Of(_byKey[key].RunId), key, snapshot);
        foreach (var (key, signal, waits) in changes.Signals.Values)
        {
            short part = RunPart.Of(_byKey[key].RunId);
            if (waits)
                _write.Signals.Add(part, key, signal);
            if (signal.Key is not null)
                _write.SignalKeys.Add(part, key, signal);
        }

        foreach (var (key, sequence) in changes.SignalsGone)
            _write.SignalsGone.Add(RunPart.Of(_byKey[key].RunId), key, sequence);
        _write.AddTo(batch);
    }

    /// <summary>Called when what was decided is durable.</summary>
    public void Written(RunBatch decided, IReadOnlyList<object> requests)
    {
        long now = requests.Max(static request => request switch
        {
            NewRun run => run.CreatedAt.UtcTicks,
            RunSignal signal => signal.At.UtcTicks,
            StoreWriteQueue.CancelRun cancel => cancel.At.UtcTicks,
            RunCommit commit => Math.Max(commit.Head?.At.UtcTicks ?? 0, Math.Max(commit.At.UtcTicks, Math.Max(commit.Starts.Select(static s => s.CreatedAt.UtcTicks).DefaultIfEmpty().Max(), commit.Signals.Select(static s => s.At.UtcTicks).DefaultIfEmpty().Max()))),
            _ => 0,
        });
        foreach (var (key, head) in decided.Changes.Heads)
        {
            if (head.Owner is not null)
            {
                _keys.Hold(head.RunId, key);
                // Its holder looks into its inbox and head; a commit of its own was told nothing new.
                if (_byKey[key] is var before && (before.LastSignal != head.LastSignal || before.CancelRequestedAt != head.CancelRequestedAt))
                    _notices.Message(head.RunId);
                continue;
            }

            _keys.Forget(head.RunId);
            if (head.Status.IsTerminal() || head.Status == RunStatus.Parked)
                _notices.Ended(head.RunId);
            if (RunTransitions.DueAt(head)?.UtcTicks <= now)
                _notices.Due();
        }

        _notices.Send();
    }

    public void Clear()
    {
        _ids.Clear();
        _signals.Clear();
        _found.Clear();
        _byKey.Clear();
        _touched.Rows.Clear();
        _asked.Rows.Clear();
        _write.Clear();
    }

    /// <returns>How many runs may be created.</returns>
    private int Gather(IReadOnlyList<object> requests)
    {
        int creations = 0;
        foreach (object request in requests)
        {
            switch (request)
            {
                case NewRun run:
                    Touch(run.RunId);
                    creations++;
                    break;
                case RunSignal signal:
                    Signal(signal);
                    break;
                case RunCommit commit:
                    Touch(commit.RunId);
                    foreach (var start in commit.Starts)
                        Touch(start.RunId);
                    foreach (var signal in commit.Signals)
                        Signal(signal);
                    foreach (string cancelled in commit.Cancels)
                        Touch(cancelled);
                    creations += commit.Starts.Count;
                    break;
                case StoreWriteQueue.CancelRun cancel:
                    Touch(cancel.RunId);
                    break;
                default:
                    throw new UnreachableException($"{request.GetType()} was queued.");
            }
        }

        return creations;

        void Touch(string id) => _ids.Add((RunPart.Of(id), id));

        void Signal(RunSignal signal)
        {
            Touch(signal.RunId);
            if (signal.Key is not null)
                _signals.Add(signal);
        }
    }

    /// <summary>What is consumed is deleted, whatever it was, and need not be read for it.</summary>
    private void AddConsumed(IReadOnlyList<object> requests)
    {
        foreach (object request in requests)
        {
            if (request is not RunCommit { ConsumedSignals.Count: > 0 } commit || !_found.TryGetValue(commit.RunId, out var record))
                continue;
            foreach (long sequence in commit.ConsumedSignals.Where(sequence => sequence >= 1 && sequence <= record.Head.LastSignal).Distinct())
            {
                if (!record.Inbox.TryConsume(sequence, out _, out _))
                    record.Inbox = record.Inbox.Add(new StoredSignal(sequence, "", null, default, default));
            }
        }
    }

    /// <summary>The runs that the requests touch.</summary>
    private sealed class TouchedRows
    {
        private readonly Rows.Column<short> _part;
        private readonly Rows.Column<string?> _id;

        public TouchedRows(string schema)
        {
            _part = Rows.Small("part");
            _id = Rows.Text("id");
            Rows.Statement($"SELECT {RunRow.Columns} FROM {Rows.From} JOIN {schema}.run r ON r.part = c.part AND r.id = c.id JOIN {schema}.lane l ON l.lane = r.lane ORDER BY r.part, r.id FOR NO KEY UPDATE OF r");
        }

        public Rows Rows { get; } = new();

        public void Add(short part, string id)
        {
            _part.Add(part);
            _id.Add(id);
            Rows.Next();
        }
    }

    /// <summary>The keys of signals that may have been put before.</summary>
    private sealed class AskedKeyRows
    {
        private readonly Rows.Column<int> _place;
        private readonly Rows.Column<short> _part;
        private readonly Rows.Column<string?> _id, _name, _key;

        public AskedKeyRows(string schema)
        {
            _place = Rows.Int("place");
            _part = Rows.Small("part");
            _id = Rows.Text("id");
            _name = Rows.Text("name");
            _key = Rows.Text("key");
            Rows.Statement($"SELECT c.place FROM {Rows.From} JOIN {schema}.run r ON r.part = c.part AND r.id = c.id JOIN {schema}.signal_key k ON k.part = r.part AND k.run = r.key AND k.name = c.name AND k.key = c.key");
        }

        public Rows Rows { get; } = new();

        public void Add(int place, RunSignal signal)
        {
            _place.Add(place);
            _part.Add(RunPart.Of(signal.RunId));
            _id.Add(signal.RunId);
            _name.Add(PgText.Clean(signal.Name));
            _key.Add(PgText.Clean(signal.Key));
            Rows.Next();
        }
    }
}
