using System.Collections.Concurrent;
using System.Diagnostics;

namespace WorkflowGen.Benchmarks.Stores;

/// <summary>
/// So many callers, each of which inserts one row and waits until it is durable before it inserts the next; one thread writes what has gathered in one transaction. What a program does by hand that gives each of
/// its tasks a checkpoint and knows nothing of workflows.
/// </summary>
internal sealed class RawCallersLoad : ILoad
{
    private readonly IRawInserts _inserts;
    private readonly byte[] _data;
    private readonly int _callers;
    private readonly BlockingCollection<TaskCompletionSource> _queue = [];
    private readonly Thread _writer;

    public RawCallersLoad(IRawInserts inserts, byte[] data, int callers)
    {
        (_inserts, _data, _callers) = (inserts, data, callers);
        _writer = new Thread(Write) { IsBackground = true };
        _writer.Start();
    }

    public async Task<double> RunAsync(TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        var rows = await Task.WhenAll(Enumerable.Range(0, _callers).Select(_ => Task.Run(async () =>
        {
            long rows = 0;
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _queue.Add(durable);
                await durable.Task;
                rows++;
            }

            return rows;
        })));
        return rows.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        _writer.Join();
        _inserts.Dispose();
        return default;
    }

    private void Write()
    {
        var batch = new List<TaskCompletionSource>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (_queue.TryTake(out var next))
                batch.Add(next);
            _inserts.Insert(_data, batch.Count);
            foreach (var durable in batch)
                durable.SetResult();
            batch.Clear();
        }
    }
}
