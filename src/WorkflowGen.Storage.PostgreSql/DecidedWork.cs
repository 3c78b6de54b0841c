using System.Collections.Concurrent;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>What is needed to decide requests outside of the writers: used by one at a time, and again.</summary>
internal sealed class DecidedWork(PostgreSqlLocation location, Lanes lanes, RunKeys keys, NoticeSender notices)
{
    private readonly ConcurrentBag<DecidedBatch> _free = [];

    public DecidedBatch Rent() => _free.TryTake(out var batch) ? batch : new DecidedBatch(location.Schema, location.Name, lanes, keys, new WriteStatements(location.Schema), notices);

    /// <summary>Not after an exception: see <see cref="DecidedBatch"/>.</summary>
    public void Return(DecidedBatch batch)
    {
        batch.Clear();
        _free.Add(batch);
    }
}
