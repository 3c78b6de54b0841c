using LiteDB;
using LiteDB.Engine;

namespace WorkflowGen.Storage.LiteDb;

/// <summary>
/// Runs in a LiteDB file. The engine writes to streams of ours: its log counts when it is sealed, its data file is written in checkpoints only, and both are held exclusively.
/// </summary>
internal sealed class LiteDbRunDatabase : IRunDatabase
{
    private const string Runs = "run", Journal = "journal", Snapshots = "snapshot", Signals = "signal", Schedules = "schedule", About = "store";

    /// <summary>
    /// 1: without signals. 2: with them. 3: with queues, priorities, tenants and schedules. A file of an older format becomes one of this when it is opened, so that an older version no longer takes it for its own.
    /// </summary>
    private const int Format = 3;

    private const long CheckpointSize = 4 * 1024 * 1024;

    /// <summary>Up to this size a file is read whole when it is opened; damage in a larger one is found when it is read.</summary>
    private const long CheckedSize = 16 * 1024 * 1024;

    private const int PageEntries = 256;

    private readonly LiteDbFiles _files;
    private readonly Func<string, FileMode, IRawFile> _open;
    private RawFileStream? _data;
    private SealedLogStream? _log;
    private LiteEngine? _engine;

    /// <summary>Whether everything that was written is sealed. A checkpoint of anything else would bring pages into the data file that no log can complete after a power loss.</summary>
    private bool _isWhole;

    public LiteDbRunDatabase(LiteDbFiles files, Func<string, FileMode, IRawFile>? open = null)
    {
        _files = files;
        _open = open ?? (static (path, mode) => new RawFile(path, mode));
    }

    private LiteEngine Engine => _engine!;

    public IReadOnlyList<HeadWrite> Open()
    {
        try
        {
            if (!_files.Exist())
                Create();
            OpenEngine();
            int format = CheckFormat();
            StartLogOver();
            if (format < Format)
                RaiseFormat();
            if (_data!.Length <= CheckedSize)
                ReadWhole();
            var heads = ReadHeads();
            _isWhole = true;
            return heads;
        }
        catch (Exception e)
        {
            Close();
            throw LiteDbErrors.From(e, _files, reading: true);
        }
    }

    public void Write(RunChanges changes)
    {
        try
        {
            _isWhole = false;
            if (!Engine.BeginTrans())
                throw new InvalidOperationException("A transaction was left open.");
            Engine.Delete(Runs, changes.Deleted.Select(static run => new BsonValue(run.Key)));
            Engine.Delete(Snapshots, changes.Deleted.Select(static run => new BsonValue(run.Key)));
            Engine.Delete(Journal, changes.Deleted.SelectMany(static run => Sequences(run.Head.LastSequence).Select(sequence => RunDocument.EntryKey(run.Key, sequence))));
            Engine.Delete(Signals, changes.Deleted.SelectMany(static run => Sequences(run.Head.LastSignal).Select(sequence => RunDocument.EntryKey(run.Key, sequence))));
            if (changes.SignalsGone.Count > 0)
                Engine.Delete(Signals, changes.SignalsGone.Select(static place => RunDocument.EntryKey(place.Run, place.Sequence)));
            if (changes.Signals.Count > 0)
                Engine.Upsert(Signals, changes.Signals.Values.Select(static write => RunDocument.FromSignal(write)), BsonAutoId.Int64);
            if (changes.Entries.Count > 0)
                Engine.Insert(Journal, changes.Entries.Select(static write => RunDocument.Entry(write.Key, write.Entry)), BsonAutoId.Int64);
            if (changes.Snapshots.Count > 0)
                Engine.Upsert(Snapshots, changes.Snapshots.Select(static write => RunDocument.Snapshot(write.Key, write.Entry)), BsonAutoId.Int64);
            if (changes.Heads.Count > 0)
                Engine.Upsert(Runs, changes.Heads.Select(static write => RunDocument.From(write.Key, write.Head)), BsonAutoId.Int64);
            if (changes.Schedules.Count > 0)
                WriteSchedules(changes.Schedules);
            if (!Engine.Commit())
                throw new InvalidOperationException("LiteDB has committed nothing.");
            _log!.Seal();
            if (_log.Length > CheckpointSize)
                Checkpoint();
            _isWhole = true;
        }
        catch (Exception e)
        {
            throw LiteDbErrors.From(e, _files, reading: false);
        }
    }

    public IReadOnlyList<JournalEntry> ReadEntries(long key, long after) => Read(() =>
    {
        var entries = new List<JournalEntry>();
        foreach (var document in Documents(Journal, Range(key, after + 1, RunDocument.MaxSequence), Query.Ascending, PageEntries))
            entries.Add(new JournalEntry(RunDocument.Sequence(document["_id"]), document["d"].AsBinary));
        return entries;
    });

    public JournalEntry? ReadSnapshot(long key) => Read<JournalEntry?>(() =>
    {
        foreach (var document in Documents(Snapshots, BsonExpression.Create("_id = @0", key), Query.Ascending, 1))
            return new JournalEntry(document["q"].AsInt64, document["d"].AsBinary);
        return null;
    });

    public IReadOnlyList<SignalWrite> ReadSignals() => Read(() =>
    {
        var signals = new List<SignalWrite>();
        foreach (var document in Documents(Signals, null, Query.Ascending, int.MaxValue))
            signals.Add(RunDocument.ReadSignal(document));
        return signals;
    });

    public IReadOnlyList<StoredSchedule> ReadSchedules() => Read(() =>
    {
        var schedules = new List<StoredSchedule>();
        foreach (var document in Documents(Schedules, null, Query.Ascending, int.MaxValue))
            schedules.Add(RunDocument.ReadSchedule(document));
        return schedules;
    });

    private void WriteSchedules(Dictionary<string, StoredSchedule?> schedules)
    {
        Engine.Delete(Schedules, schedules.Where(static changed => changed.Value is null).Select(static changed => new BsonValue(changed.Key)));
        Engine.Upsert(Schedules, schedules.Values.OfType<StoredSchedule>().Select(static schedule => RunDocument.FromSchedule(schedule)), BsonAutoId.Int64);
    }

    public void Close()
    {
        if (_isWhole && _log is { Length: > 0 })
            Try(Checkpoint);
        _isWhole = false;
        // What is disposed of after a failure may fail again; the files must be let go in any case.
        Try(() => _engine?.Dispose());
        Try(() => _data?.Dispose());
        Try(() => _log?.Dispose());
        (_engine, _data, _log) = (null, null, null);
    }

    private void Create()
    {
        File.Delete(_files.NewPath);
        File.Delete(_files.NewLogPath);
        Start(_files.NewPath, _files.NewLogPath, FileMode.CreateNew);
        Engine.Pragma("CHECKPOINT", 0);
        Engine.BeginTrans();
        Engine.Insert(About, [FormatDocument()], BsonAutoId.Int64);
        Engine.Commit();
        _log!.Seal();
        Checkpoint();
        Close();
        File.Delete(_files.NewLogPath);
        _files.PutInPlace();
    }

    private void OpenEngine()
    {
        var data = OpenFile(_files.Path, FileMode.Open);
        IRawFile log;
        try
        {
            log = OpenFile(_files.LogPath, FileMode.OpenOrCreate);
        }
        catch
        {
            data.Dispose();
            throw;
        }

        (_data, _log) = (new RawFileStream(data), new SealedLogStream(log));
        _files.Check(data, log);
        _files.SyncFolder();
        StartEngine();
    }

    private void Start(string path, string logPath, FileMode mode)
    {
        _data = new RawFileStream(OpenFile(path, mode)) { IsWritable = true };
        _log = new SealedLogStream(OpenFile(logPath, mode));
        StartEngine();
    }

    private void StartEngine() => _engine = new LiteEngine(new EngineSettings { DataStream = _data, LogStream = _log, Collation = Collation.Binary });

    private IRawFile OpenFile(string path, FileMode mode)
    {
        try
        {
            return _open(path, mode);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && e.Message.Contains("being used by another process", StringComparison.Ordinal))
        {
            throw LiteDbErrors.Locked(_files, e);
        }
    }

    private static BsonDocument FormatDocument() => new() { ["_id"] = "format", ["application"] = "WorkflowGen", ["version"] = Format };

    private void RaiseFormat()
    {
        Engine.BeginTrans();
        Engine.Upsert(About, [FormatDocument()], BsonAutoId.Int64);
        Engine.Commit();
        _log!.Seal();
    }

    private int CheckFormat()
    {
        foreach (var document in Documents(About, BsonExpression.Create("_id = @0", "format"), Query.Ascending, 1))
        {
            int version = document["version"].AsInt32;
            if (document["application"].AsString != "WorkflowGen")
                break;
            if (version <= Format)
                return version;
            throw new StoreException(
                StoreFailure.NewerFormat,
                $"The LiteDB store '{_files.Path}' has format {version}, written by a newer version of WorkflowGen; this one knows up to {Format}. Nothing in it was changed; update the package.");
        }

        throw new StoreException(StoreFailure.NotAStore, $"'{_files.Path}' is a LiteDB file of another application. Nothing in it was changed; name another file for the store.");
    }

    /// <summary>
    /// What a crash has left of a transaction that was not sealed must go before the next is written: LiteDB gives out transaction numbers anew, and pages of one that never counted would count with the other's mark.
    /// </summary>
    private void StartLogOver()
    {
        if (_log!.Length == 0)
            return;
        Checkpoint();
        if (_log.Length == 0)
            return;
        // No transaction in it counts.
        _engine!.Dispose();
        _log.SetLength(0);
        StartEngine();
    }

    private void Checkpoint()
    {
        _data!.IsWritable = true;
        Engine.Checkpoint();
        _data.IsWritable = false;
    }

    private void ReadWhole()
    {
        foreach (string collection in new[] { Runs, Journal, Snapshots, Signals })
        {
            foreach (var document in Documents(collection, null, Query.Ascending, int.MaxValue))
                _ = document["_id"].AsInt64;
        }

        foreach (var document in Documents(Schedules, null, Query.Ascending, int.MaxValue))
            _ = document["_id"].AsString;
    }

    private List<HeadWrite> ReadHeads()
    {
        var heads = new List<HeadWrite>();
        foreach (var document in Documents(Runs, null, Query.Ascending, int.MaxValue))
            heads.Add(RunDocument.Read(document));
        // Only a run that is held gets entries without its head.
        for (int i = 0; i < heads.Count; i++)
        {
            if (heads[i].Head.Owner is not null)
                heads[i] = heads[i] with { Head = WithLastEntry(heads[i]) };
        }

        return heads;
    }

    private RunHead WithLastEntry(HeadWrite run)
    {
        foreach (var document in Documents(Journal, Range(run.Key, 1, RunDocument.MaxSequence), Query.Descending, 1))
        {
            long last = RunDocument.Sequence(document["_id"]);
            if (last < run.Head.LastSequence)
                throw _files.Corrupt($"run '{run.Head.RunId}' had {run.Head.LastSequence} journal entries and has {last}");
            return last == run.Head.LastSequence ? run.Head : run.Head with { LastSequence = last, ClaimsWithoutProgress = 0 };
        }

        return run.Head;
    }

    private static BsonExpression Range(long key, long first, long last) =>
        BsonExpression.Create("_id BETWEEN @0 AND @1", RunDocument.EntryKey(key, first), RunDocument.EntryKey(key, last));

    private IEnumerable<BsonDocument> Documents(string collection, BsonExpression? where, int order, int limit)
    {
        var query = new Query { OrderBy = "_id", Order = order, Limit = limit };
        if (where is not null)
            query.Where.Add(where);
        using var reader = Engine.Query(collection, query);
        while (reader.Read())
            yield return reader.Current.AsDocument;
    }

    private TResult Read<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
        {
            throw LiteDbErrors.From(e, _files, reading: true);
        }
    }

    private static IEnumerable<long> Sequences(long last)
    {
        for (long sequence = 1; sequence <= last; sequence++)
            yield return sequence;
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
        }
    }
}
