using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task A_run_that_is_not_there_is_null_everywhere()
    {
        Assert.Null(await Store.LoadAsync("nobody", None));
        Assert.Null(await Store.GetAsync("nobody", None));
        Assert.Null(await Store.RequestCancelAsync("nobody", T0, None));
        Assert.Empty(await History("nobody"));
        Assert.Empty(await Store.ClaimAsync(Claim(0) with { RunId = "nobody" }, None));
    }

    [Fact]
    public async Task Loading_gives_the_head_and_all_entries()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, entries: 3), None);

        var run = (await Store.LoadAsync("r1", None))!;

        Assert.Equal(await Head("r1"), run.Head);
        Assert.Null(run.Snapshot);
        Assert.Equal(["entry 1", "entry 2", "entry 3", "entry 4"], run.Entries.Select(Text));
        Assert.Equal([1L, 2, 3, 4], run.Entries.Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_snapshot_stands_for_the_entries_it_folds()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, entries: 2, snapshot: Entry(2, "folded up to 2")), None);

        var run = (await Store.LoadAsync("r1", None))!;

        Assert.Equal("folded up to 2", Text(run.Snapshot!.Value));
        Assert.Equal(2, run.Snapshot.Value.Sequence);
        Assert.Equal(["entry 3"], run.Entries.Select(Text));
        Assert.Equal(3, run.Head.LastSequence);
    }

    [Fact]
    public async Task A_later_snapshot_replaces_the_one_before_and_none_keeps_it()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, snapshot: Entry(1, "one")), None);
        await Store.CommitAsync(Commit("r1", 1, 2), None);
        Assert.Equal("one", Text((await Store.LoadAsync("r1", None))!.Snapshot!.Value));

        await Store.CommitAsync(Commit("r1", 1, 3, entries: 0, snapshot: Entry(3, "three")), None);
        var run = (await Store.LoadAsync("r1", None))!;

        Assert.Equal("three", Text(run.Snapshot!.Value));
        Assert.Empty(run.Entries);
    }

    [Fact]
    public async Task History_keeps_what_was_folded()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, entries: 4, snapshot: Entry(5, "all")), None);

        Assert.Equal(["entry 1", "entry 2", "entry 3", "entry 4", "entry 5"], await History("r1"));
    }

    [Fact]
    public async Task A_long_history_comes_whole_and_in_order()
    {
        await TakenRun();
        for (int i = 0; i < 30; i++)
            Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1 + (i * 100), entries: 100), None));

        Assert.Equal(3001, (await History("r1")).Count);
        Assert.Equal(3001, (await Store.LoadAsync("r1", None))!.Entries.Count);
    }

    [Fact]
    public async Task A_history_can_be_left_in_the_middle()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, entries: 999), None);
        for (int i = 0; i < 20; i++)
        {
            await foreach (var entry in Store.ReadHistoryAsync("r1", None))
            {
                if (entry.Sequence == 10 + i)
                    break;
            }
        }

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1000), None));
        Assert.Equal(1001, (await History("r1")).Count);
    }

    [Fact]
    public async Task Runs_do_not_see_each_others_entries()
    {
        await TakenRun("r1");
        await TakenRun("r10");
        await TakenRun("r2");
        await Store.CommitAsync(Commit("r1", 1, 1) with { Entries = [Entry(2, "of r1")], Snapshot = Entry(1, "snapshot of r1") }, None);

        Assert.Equal(["entry 1", "of r1"], await History("r1"));
        Assert.Equal(["entry 1"], await History("r10"));
        Assert.Null((await Store.LoadAsync("r2", None))!.Snapshot);
    }
}
