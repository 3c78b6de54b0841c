using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>
/// A connection that writes, on the thread of its <see cref="GroupCommit{TRequest, TResult}"/>. What concerns one run each goes to the server in one round trip and one transaction, guards and all; the rest is decided here, in another.
/// </summary>
internal sealed class PostgreSqlWriter(NpgsqlDataSource source, PostgreSqlLocation location, Lanes lanes, RunKeys keys, NoticeSender notices) : IBatchWriter<object, object?>
{
    private const int Attempts = 20;

    /// <summary>A transaction carries so many bytes and little more.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    private WriteStatements _write = new(location.Schema);
    private readonly List<BatchItem<object, object?>> _direct = [], _decided = [];
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal), _touchedTwice = new(StringComparer.Ordinal);
    private readonly List<object> _requests = [];
    private DecidedBatch? _decisions;
    private NpgsqlConnection? _connection;

    private NpgsqlConnection Connection => _connection ??= Sessions.Open(source);

    private DecidedBatch Decisions => _decisions ??= new DecidedBatch(location.Schema, location.Name, lanes, keys, _write, notices);

    public void Write(ReadOnlySpan<BatchItem<object, object?>> batch)
    {
        try
        {
            while (!batch.IsEmpty)
            {
                int count = Part(batch);
                Sort(batch[..count]);
                if (_direct.Count > 0 && !TryWriteDirectly())
                    _decided.AddRange(_direct);
                if (_decided.Count > 0)
                    WriteDecided(_decided);
                batch = batch[count..];
            }
        }
        catch (Exception e) when (e is not StoreException)
        {
            Forget();
            throw PostgreSqlErrors.From(e, location.Name);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    public void Close() => Forget();

    /// <summary>How many of the requests go into one transaction.</summary>
    private static int Part(ReadOnlySpan<BatchItem<object, object?>> batch)
    {
        long bytes = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            bytes += batch[i].Request switch
            {
                RunCommit commit => Bytes(commit.Entries) + (commit.Snapshot?.Data.Length ?? 0) + commit.Starts.Sum(static s => Bytes(s.Entries)) + commit.Signals.Sum(static s => (long)s.Payload.Length),
                NewRun run => Bytes(run.Entries),
                RunSignal signal => signal.Payload.Length,
                _ => 0,
            };
            if (bytes > MaxBytes)
                return Math.Max(1, i);
        }

        return batch.Length;

        static long Bytes(IReadOnlyList<JournalEntry> entries)
        {
            long bytes = 0;
            for (int i = 0; i < entries.Count; i++)
                bytes += entries[i].Data.Length;
            return bytes;
        }
    }

    /// <summary>Tells what can be written without having been read from what cannot: a run that two requests touch is decided in their order.</summary>
    private void Sort(ReadOnlySpan<BatchItem<object, object?>> batch)
    {
        _direct.Clear();
        _decided.Clear();
        _touched.Clear();
        _touchedTwice.Clear();
        foreach (var item in batch)
        {
            switch (item.Request)
            {
                case NewRun run:
                    Touch(run.RunId);
                    break;
                case RunCommit commit:
                    Touch(commit.RunId);
                    foreach (var start in commit.Starts)
                        Touch(start.RunId);
                    foreach (var signal in commit.Signals)
                        Touch(signal.RunId);
                    foreach (string cancelled in commit.Cancels)
                        Touch(cancelled);
                    break;
                case RunSignal signal:
                    Touch(signal.RunId);
                    break;
                case StoreWriteQueue.CancelRun cancel:
                    Touch(cancel.RunId);
                    break;
            }
        }

        foreach (var item in batch)
            (IsDirect(item.Request) ? _direct : _decided).Add(item);
        // In order of the keys, in which every transaction locks rows.
        _direct.Sort(static (a, b) => Compare(IdOf(a.Request), IdOf(b.Request)));

        void Touch(string id)
        {
            if (!_touched.Add(id))
                _touchedTwice.Add(id);
        }
    }

    private bool IsDirect(object request) => request switch
    {
        NewRun run => !_touchedTwice.Contains(run.RunId),
        RunCommit { Starts.Count: 0, Signals.Count: 0, Cancels.Count: 0, ConsumedSignals.Count: 0, Head: null or { Queue: null } } commit => keys.TryFind(commit.RunId, out _) && !_touchedTwice.Contains(commit.RunId),
        _ => false,
    };

    private static string IdOf(object request) => request is RunCommit commit ? commit.RunId : ((NewRun)request).RunId;

    private static int Compare(string a, string b)
    {
        int byPart = RunPart.Of(a).CompareTo(RunPart.Of(b));
        return byPart != 0 ? byPart : string.CompareOrdinal(a, b);
    }

    /// <summary>All in one round trip, which is one transaction. False: a guard did not hold, or a run was there already, and nothing was written.</summary>
    private bool TryWriteDirectly()
    {
        try
        {
            int creations = 0;
            foreach (var item in _direct)
                creations += item.Request is NewRun ? 1 : 0;
            long key = creations == 0 ? 0 : keys.Reserve(creations);
            foreach (var item in _direct)
            {
                if (item.Request is RunCommit commit)
                    AddCommit(item, commit);
                else
                    AddCreation(item, (NewRun)item.Request, key++);
            }

            using var batch = new NpgsqlBatch(Connection) { Timeout = location.CommandTimeoutSeconds };
            _write.AddTo(batch);
            batch.Prepare();
            batch.ExecuteNonQuery();
            _write.Clear();
        }
        catch (Exception e) when (PostgreSqlErrors.IsConflict(e) || PostgreSqlErrors.IsRefusedValue(e))
        {
            Abandon();
            foreach (var item in _direct)
                keys.Forget(IdOf(item.Request));
            return false;
        }

        foreach (var item in _direct)
        {
            if (item.Request is NewRun { Owner: null })
                notices.Due();
            else if (item.Request is RunCommit { Head: { KeepLease: false } head } commit)
                Left(commit.RunId, head);
        }

        notices.Send();
        return true;
    }

    private void Left(string runId, HeadChange head)
    {
        keys.Forget(runId);
        if (head.Status.IsTerminal() || head.Status == RunStatus.Parked)
            notices.Ended(runId);
        else if (head.Status != RunStatus.Suspended || head.WakeAt <= head.At)
            notices.Due();
    }

    private void AddCommit(BatchItem<object, object?> item, RunCommit commit)
    {
        if (!keys.TryFind(commit.RunId, out long key))
            key = -1;
        short part = RunPart.Of(commit.RunId);
        _write.Progress.Add(part, key, commit);
        if (commit.Head is { } head)
            _write.HeadChanges.Add(part, commit.RunId, head, commit.SignalsSeen);
        for (int i = 0; i < commit.Entries.Count; i++)
            _write.Entries.Add(part, key, commit.Entries[i]);
        if (commit.Snapshot is { } snapshot)
            _write.Snapshots.Add(part, key, snapshot);
        item.SetResult(StoreWriteQueue.Committed);
    }

    private void AddCreation(BatchItem<object, object?> item, NewRun run, long key)
    {
        var head = RunTransitions.Create(run);
        short part = RunPart.Of(run.RunId);
        _write.NewRuns.Add(part, key, head, lanes.FindOrAdd(Lane.Of(head)));
        for (int i = 0; i < run.Entries.Count; i++)
            _write.Entries.Add(part, key, run.Entries[i]);
        // A stale one, should the batch fail, does no harm.
        if (head.Owner is not null)
            keys.Hold(run.RunId, key);
        item.SetResult(new CreateResult(true, head));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What the server refuses of one request is that request's to know.")]
    private void WriteDecided(IReadOnlyList<BatchItem<object, object?>> items)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Decide(items);
                return;
            }
            catch (Exception e) when (PostgreSqlErrors.IsConflict(e) && attempt < Attempts)
            {
                Rollback();
            }
            catch (Exception e) when (PostgreSqlErrors.IsRefusedValue(e))
            {
                Rollback();
                if (items.Count == 1)
                {
                    items[0].SetException(PostgreSqlErrors.From(e, location.Name));
                    return;
                }

                // One of them holds what the server refuses; the others must not suffer for it.
                foreach (var item in items.ToArray())
                    WriteDecided([item]);
                return;
            }
        }
    }

    private void Decide(IReadOnlyList<BatchItem<object, object?>> items)
    {
        _requests.Clear();
        foreach (var item in items)
            _requests.Add(item.Request);
        RunBatch decided;
        using (var look = new NpgsqlBatch(Connection) { Timeout = location.CommandTimeoutSeconds })
        {
            look.BatchCommands.Add(new("BEGIN"));
            decided = Decisions.Lock(look, _requests);
        }

        foreach (var item in items)
            StoreWriteQueue.Apply(item, decided);
        using var write = new NpgsqlBatch(Connection) { Timeout = location.CommandTimeoutSeconds };
        Decisions.Write(write, decided);
        write.BatchCommands.Add(new("COMMIT"));
        write.Prepare();
        write.ExecuteNonQuery();
        Decisions.Written(decided, _requests);
        Decisions.Clear();
    }

    private void Rollback()
    {
        Abandon();
        using var rollback = new NpgsqlCommand("ROLLBACK", Connection);
        rollback.ExecuteNonQuery();
    }

    private void Forget()
    {
        Sessions.Drop(_connection);
        _connection = null;
        Abandon();
    }

    /// <summary>Npgsql may still be sending, on another thread, what failed: its parameters and lists are not touched again.</summary>
    private void Abandon()
    {
        _write = new(location.Schema);
        _decisions = null;
    }
}
