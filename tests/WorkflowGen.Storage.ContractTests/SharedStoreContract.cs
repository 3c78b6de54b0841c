using Xunit;

namespace WorkflowGen.Storage.ContractTests;

/// <summary>What a store that several processes share must keep, too. Two instances that know nothing of each other stand for two processes.</summary>
public abstract partial class SharedStoreContract : DurableStoreContract
{
    [Fact]
    public async Task Another_sees_what_one_committed()
    {
        var other = await OpenAsync(CreateAgain);
        await TakenRun();
        for (int n = 1; n <= 5; n++)
        {
            await Store.CommitAsync(Commit("r1", 1, n), None);
            Assert.Equal(n + 1, (await other.GetAsync("r1", None))!.LastSequence);
        }

        Assert.False((await other.CreateAsync(New("r1"), None)).Created);
    }

    [Fact]
    public async Task Who_was_overtaken_by_another_instance_is_fenced()
    {
        var other = await OpenAsync(CreateAgain);
        await TakenRun(leaseUntil: 10);
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1), None));

        Assert.Equal(2, Assert.Single(await other.ClaimAsync(Claim(11, "w2"), None)).Epoch);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2), None));
        Assert.Equal(CommitResult.Committed, await other.CommitAsync(Commit("r1", 2, 2), None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 3), None));
        Assert.Equal([new LeaseKey("r1", 1)], await Store.RenewAsync([new("r1", 1)], At(99), None));
        Assert.Equal(["entry 1", "entry 2", "entry 3"], await History("r1"));
    }

    [Fact]
    public async Task A_journal_that_another_instance_made_longer_fences()
    {
        var other = await OpenAsync(CreateAgain);
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1), None);

        Assert.Equal(CommitResult.Committed, await other.CommitAsync(Commit("r1", 1, 2), None));

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2), None));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 3), None));
    }

    [Fact]
    public async Task A_run_that_another_instance_deleted_is_gone()
    {
        var other = await OpenAsync(CreateAgain);
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1), None);
        Assert.Equal(CommitResult.Committed, await other.CommitAsync(Commit("r1", 1, 2, head: To(RunStatus.Completed, 1)), None));
        Assert.Equal(1, await other.DeleteEndedAsync(At(100), 10, None));

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2), None));
        Assert.True((await Store.CreateAsync(Taken("r1"), None)).Created);
    }

    [Fact]
    public async Task A_signal_from_another_instance_is_seen_by_the_holder()
    {
        var other = await OpenAsync(CreateAgain);
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1), None);

        Assert.Equal(PutSignalResult.Accepted, await other.PutSignalAsync(Signal("r1", "x", "k"), None));
        Assert.Equal(PutSignalResult.Duplicate, await Store.PutSignalAsync(Signal("r1", "y", "k"), None));

        Assert.Equal(["1 Approval k x"], await Inbox("r1"));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 2, head: To(RunStatus.Suspended, 5)), None));
        Assert.Equal(At(5), (await other.GetAsync("r1", None))!.WakeAt);
    }

    [Fact]
    public async Task Claims_of_two_instances_never_meet()
    {
        const int runs = 2000;
        var other = await OpenAsync(CreateAgain);
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await (i % 2 == 0 ? Store : other).CreateAsync(New($"r{i}"), None));

        await ClaimAll(runs, [Store, other, Store, other]);
    }

    [Fact]
    public async Task Two_instances_write_at_once_and_lose_nothing()
    {
        var other = await OpenAsync(CreateAgain);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            var store = i % 2 == 0 ? Store : other;
            Assert.True((await store.CreateAsync(Taken($"r{i}"), None)).Created);
            for (int n = 1; n <= 25; n++)
                Assert.Equal(CommitResult.Committed, await store.CommitAsync(Commit($"r{i}", 1, n), None));
        })));

        for (int i = 0; i < 16; i++)
            Assert.Equal(26, (await History($"r{i}")).Count);
    }

    [Fact]
    public async Task Of_two_instances_that_commit_at_the_same_place_one_wins()
    {
        var other = await OpenAsync(CreateAgain);
        await TakenRun();
        for (int n = 1; n <= 20; n++)
        {
            var results = await Task.WhenAll(Task.Run(async () => await Store.CommitAsync(Commit("r1", 1, n), None)), Task.Run(async () => await other.CommitAsync(Commit("r1", 1, n), None)));
            Assert.Single(results, CommitResult.Committed);
        }
    }

    [Fact]
    public async Task Two_that_create_the_store_at_once_share_it()
    {
        await Store.DisposeAsync();
        Delete();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var store = CreateAgain();
            await store.InitializeAsync(None);
            return store;
        })));
        var results = await Task.WhenAll(stores.Select((store, i) => Task.Run(async () => await store.CreateAsync(Taken("r1", $"w{i}"), None))));

        Assert.Single(results, r => r.Created);
        foreach (var store in stores)
            await store.DisposeAsync();
    }
}
