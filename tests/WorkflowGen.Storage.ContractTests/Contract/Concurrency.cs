using System.Collections.Concurrent;
using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task Many_runs_commit_at_once_and_each_journal_is_whole()
    {
        const int runs = 64, commits = 20;
        await Task.WhenAll(Enumerable.Range(0, runs).Select(i => Task.Run(async () =>
        {
            await TakenRun($"r{i}");
            for (int n = 1; n <= commits; n++)
                Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit($"r{i}", 1, n) with { Entries = [Entry(n + 1, $"{i}/{n + 1}")] }, None));
        })));

        for (int i = 0; i < runs; i++)
        {
            var history = await History($"r{i}");
            Assert.Equal(commits + 1, history.Count);
            Assert.Equal($"{i}/{commits + 1}", history[^1]);
        }
    }

    [Fact]
    public async Task A_stale_holder_among_many_harms_none_of_them()
    {
        for (int i = 0; i < 50; i++)
            await TakenRun($"r{i}");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            await Store.CommitAsync(Commit($"r{i}", i % 5 == 0 ? 9 : 1, 1, head: To(RunStatus.Completed, 1)), None))));

        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(i % 5 == 0 ? CommitResult.Fenced : CommitResult.Committed, results[i]);
            var head = await Head($"r{i}");
            Assert.Equal(i % 5 == 0 ? (RunStatus.Running, 1L) : (RunStatus.Completed, 2L), (head.Status, head.LastSequence));
        }
    }

    [Fact]
    public async Task Of_two_that_commit_at_the_same_place_one_wins()
    {
        await TakenRun();
        for (int n = 1; n <= 20; n++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await Store.CommitAsync(Commit("r1", 1, n), None))));
            Assert.Single(results, CommitResult.Committed);
        }

        Assert.Equal(21, (await History("r1")).Count);
    }

    [Fact]
    public async Task Ten_thousand_runs_are_claimed_by_many_workers_each_once()
    {
        const int runs = 10_000;
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (i, _) => await Store.CreateAsync(New($"r{i}"), None));

        await ClaimAll(runs, [Store, Store, Store, Store]);

        Assert.Equal(runs, (await Store.CountAsync(None))[RunStatus.Running]);
        Assert.Equal(1000, (await Store.ListAsync(new RunQuery { Limit = 1000, Status = RunStatus.Running }, None)).Runs.Count);
    }

    /// <summary>One worker per store given; the same store more than once is fine.</summary>
    protected static async Task ClaimAll(int runs, IReadOnlyList<IWorkflowStore> stores)
    {
        var claims = new ConcurrentBag<string>();
        await Task.WhenAll(stores.Select((store, worker) => Task.Run(async () =>
        {
            while (true)
            {
                var claimed = await store.ClaimAsync(Claim(1, $"worker-{worker}", limit: 97), None);
                if (claimed.Count == 0)
                    return;
                foreach (var head in claimed)
                {
                    Assert.Equal($"worker-{worker}", head.Owner);
                    Assert.Equal(1, head.Epoch);
                    claims.Add(head.RunId);
                }
            }
        })));

        Assert.Equal(runs, claims.Count);
        Assert.Equal(runs, claims.Distinct().Count());
    }

    [Fact]
    public async Task Readers_see_whole_commits_while_others_write()
    {
        await TakenRun();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            int reads = 0;
            while (!stop.IsCancellationRequested || reads == 0)
            {
                var run = (await Store.LoadAsync("r1", None))!;
                Assert.Equal(run.Head.LastSequence - (run.Snapshot?.Sequence ?? 0), run.Entries.Count);
                Assert.Equal(1, run.Head.LastSequence % 3);
                reads++;
            }
        });
        for (int i = 0; i < 60; i++)
            await Store.CommitAsync(Commit("r1", 1, 1 + (i * 3), entries: 3, snapshot: i % 4 == 3 ? Entry(1 + (i * 3)) : null), None);
        await stop.CancelAsync();
        await reader;
    }

    [Fact]
    public async Task A_disposed_store_refuses_what_comes_later()
    {
        await Store.DisposeAsync();
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.CreateAsync(New("r1"), None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.GetAsync("r1", None));
    }
}
