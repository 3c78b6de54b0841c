using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Benchmarks.Stores;

/// <summary>Keeps so many callers busy for a while.</summary>
internal interface ILoad : IAsyncDisposable
{
    /// <returns>Rows, commits or steps a second.</returns>
    Task<double> RunAsync(TimeSpan duration);
}

/// <summary>One thread inserts batches.</summary>
internal sealed class RawLoad(IRawInserts inserts, byte[] data, int batch) : ILoad
{
    public Task<double> RunAsync(TimeSpan duration) => Task.Run(() =>
    {
        long rows = 0, started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            inserts.Insert(data, batch);
            rows += batch;
        }

        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    public ValueTask DisposeAsync()
    {
        inserts.Dispose();
        return default;
    }
}

/// <summary>So many runs, each of which commits as many entries as the workflow has steps, one after the other; then the next begins.</summary>
internal sealed class CommitLoad(IWorkflowStore store, byte[] data, int runs) : ILoad
{
    private static int s_runs;

    public async Task<double> RunAsync(TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        var commits = await Task.WhenAll(Enumerable.Range(0, runs).Select(_ => Task.Run(async () =>
        {
            long commits = 0;
            while (Stopwatch.GetElapsedTime(started) < duration)
                commits += await CommitRunAsync();
            return commits;
        })));
        return commits.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<long> CommitRunAsync()
    {
        var id = $"run-{Interlocked.Increment(ref s_runs)}";
        var now = DateTimeOffset.UtcNow;
        await store.CreateAsync(new NewRun { RunId = id, Workflow = "w", Version = 1, CreatedAt = now, Entries = [], Owner = "benchmark", LeaseUntil = now.AddHours(1) }, default);
        for (long sequence = 0; sequence < DurableChain.Steps; sequence++)
        {
            if (await store.CommitAsync(new RunCommit { RunId = id, Epoch = 1, ExpectedSequence = sequence, Entries = [new JournalEntry(sequence + 1, data)] }, default) != CommitResult.Committed)
                throw new InvalidOperationException("fenced");
        }

        return DurableChain.Steps;
    }
}

/// <summary>So many runs of a workflow of ten steps; when one has ended, the next begins.</summary>
internal sealed class WorkflowLoad : ILoad
{
    private static int s_runs;

    private readonly ServiceProvider _services;
    private readonly IWorkflowStore _store;
    private readonly int _concurrent;
    private readonly Carried _input;
    private readonly string _prefix;

    private WorkflowLoad(IWorkflowStore store, int concurrent, int textLength, string prefix)
    {
        (_store, _concurrent, _input, _prefix) = (store, concurrent, new Carried(1, new string('x', textLength)), prefix);
        _services = new ServiceCollection()
            .AddWorkflowGen(w => w.AddWorkflow<DurableChain>().UseStore(_ => store).Configure(o => o.MaxConcurrentRuns = Math.Max(o.MaxConcurrentRuns, concurrent)))
            .BuildServiceProvider();
    }

    /// <param name="prefix">What the ids of runs begin with: several processes on one store must not start the same.</param>
    public static async Task<WorkflowLoad> StartAsync(IWorkflowStore store, int concurrent, int textLength, string prefix = "run-")
    {
        var load = new WorkflowLoad(store, concurrent, textLength, prefix);
        await load._services.GetRequiredService<WorkflowEngine>().StartAsync();
        return load;
    }

    public async Task<double> RunAsync(TimeSpan duration)
    {
        var client = _services.GetRequiredService<DurableChainClient>();
        long started = Stopwatch.GetTimestamp();
        var ended = await Task.WhenAll(Enumerable.Range(0, _concurrent).Select(_ => Task.Run(async () =>
        {
            var ended = 0;
            do
            {
                var id = $"{_prefix}{Interlocked.Increment(ref s_runs)}";
                await client.StartAsync(id, _input);
                if ((await client.WaitAsync(id)).N != 1 + DurableChain.Steps)
                    throw new InvalidOperationException("wrong result");
                ended++;
            }
            while (Stopwatch.GetElapsedTime(started) < duration);

            return ended;
        })));
        return ended.Sum() * DurableChain.Steps / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>What the journal of one run has, for each of its steps.</summary>
    public async Task<int> BytesPerStepAsync()
    {
        await RunAsync(TimeSpan.FromMilliseconds(1));
        var bytes = 0;
        await foreach (var entry in _store.ReadHistoryAsync((await _store.ListAsync(new RunQuery { Limit = 1 }, default)).Runs[0].RunId, default))
            bytes += entry.Data.Length;
        return bytes / DurableChain.Steps;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
