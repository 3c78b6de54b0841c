using WorkflowGen.Storage.ContractTests;

namespace WorkflowGen.Storage.Tests;

/// <summary>The store that the LiteDB store is made of, on the simplest database there is: everything but LiteDB is tested where its package cannot be had.</summary>
public sealed class OwnedRunStoreTests : DurableStoreContract
{
    private readonly SimpleRunDatabase.Disk _disk = new();

    protected override IWorkflowStore Create() => CreateAgain();

    protected override IWorkflowStore CreateAgain() => new OwnedRunStore(new SimpleRunDatabase(_disk), "simple");

    [Fact]
    public async Task A_write_that_failed_before_it_was_written_can_be_repeated()
    {
        await TakenRun();
        _disk.FailBefore = new IOException("no");

        var e = await Assert.ThrowsAsync<StoreException>(async () => await Store.CommitAsync(Commit("r1", 1, 1), None));

        Assert.Equal(StoreFailure.Unavailable, e.Failure);
        Assert.Equal(1, (await Head("r1")).LastSequence);
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1), None));
        Assert.Equal(2, _disk.Opened);
    }

    [Fact]
    public async Task A_write_that_failed_after_it_was_written_is_there_when_it_is_looked_for()
    {
        await TakenRun();
        _disk.FailAfter = new IOException("no");

        await Assert.ThrowsAsync<StoreException>(async () => await Store.CommitAsync(Commit("r1", 1, 1), None));

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 1), None));
        Assert.Equal(2, (await Store.LoadAsync("r1", None))!.Head.LastSequence);
        Assert.Equal(["entry 1", "entry 2"], await History("r1"));
    }

    [Fact]
    public async Task A_batch_that_changes_nothing_writes_nothing()
    {
        await TakenRun();
        int writes = _disk.Writes;

        Assert.Empty(await ClaimedAt(1));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 5, 1), None));
        await Store.LoadAsync("r1", None);
        await Store.RenewAsync([new("r1", 1)], At(1), None);

        Assert.Equal(writes, _disk.Writes);
    }

    [Fact]
    public async Task An_entry_that_is_missing_is_damage()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, entries: 3), None);
        _disk.Entries.Remove((1, 2));

        Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(async () => await Store.LoadAsync("r1", None))).Failure);
        Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(async () => await History("r1"))).Failure);
    }
}
