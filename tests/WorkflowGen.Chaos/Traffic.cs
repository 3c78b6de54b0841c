using System.Diagnostics;

namespace WorkflowGen.Chaos;

/// <summary>The clients: they start runs evenly over the storm, say words, cancel, and repeat each call until it was acknowledged.</summary>
internal sealed class Traffic(Kinds kinds, int runs, TimeSpan duration)
{
    private int _started;
    private int _repeated;
    private int _done;

    public int Started => Volatile.Read(ref _started);

    public int Repeated => Volatile.Read(ref _repeated);

    public int Done => Volatile.Read(ref _done);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var due = duration * ((double)number / runs);
            if (due > watch.Elapsed)
                await Task.Delay(due - watch.Elapsed, token);
            await UntilAcknowledgedAsync(() => kinds.StartAsync(number), token);
            Interlocked.Increment(ref _started);
            try
            {
                await SayAsync(number, token);
            }
            catch (RunNotFoundException)
            {
                // It was acknowledged: the accounting will say so.
            }
            Interlocked.Increment(ref _done);
        });
    }

    private async Task SayAsync(int number, CancellationToken token)
    {
        if (Kinds.IsCancelled(number))
        {
            await UntilAcknowledgedAsync(() => kinds.CancelAsync(number).AsTask(), token);
        }
        else if (Kinds.IsTalk(number))
        {
            // Each twice: the second one must change nothing.
            foreach (var second in (bool[])[false, false, true, true])
                await UntilAcknowledgedAsync(() => kinds.SayAsync(number, second).AsTask(), token);
        }
    }

    private async Task UntilAcknowledgedAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (Storage.StoreException)
            {
                Interlocked.Increment(ref _repeated);
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
