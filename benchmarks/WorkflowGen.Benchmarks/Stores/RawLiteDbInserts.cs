#if HAS_LITEDB
using LiteDB;
using LiteDB.Engine;
using WorkflowGen.Storage.LiteDb;

namespace WorkflowGen.Benchmarks.Stores;

/// <summary>One collection of a number and bytes, behind the same sealed log and with the same checkpoints as the store.</summary>
internal sealed class RawLiteDbInserts : IRawInserts
{
    private readonly RawFileStream _data;
    private readonly SealedLogStream _log;
    private readonly LiteEngine _engine;
    private long _id;

    public RawLiteDbInserts(string path)
    {
        _data = new RawFileStream(new RawFile(path, FileMode.CreateNew)) { IsWritable = true };
        _log = new SealedLogStream(new RawFile(path + "-log", FileMode.CreateNew));
        _engine = new LiteEngine(new EngineSettings { DataStream = _data, LogStream = _log, Collation = Collation.Binary });
        _engine.Pragma("CHECKPOINT", 0);
    }

    public void Insert(byte[] data, int rows)
    {
        _engine.BeginTrans();
        _engine.Insert("raw", Enumerable.Range(0, rows).Select(_ => new BsonDocument { ["_id"] = ++_id, ["d"] = data }), BsonAutoId.Int64);
        _engine.Commit();
        _log.Seal();
        if (_log.Length > 4 * 1024 * 1024)
            _engine.Checkpoint();
    }

    public void Dispose()
    {
        _engine.Dispose();
        _data.Dispose();
        _log.Dispose();
    }
}
#endif
