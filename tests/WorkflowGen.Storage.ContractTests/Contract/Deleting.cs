using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task Only_runs_that_ended_before_the_time_are_deleted()
    {
        await RunIn(RunStatus.Completed, "completed", at: 1);
        await RunIn(RunStatus.Failed, "failed", at: 2);
        await RunIn(RunStatus.Cancelled, "cancelled", at: 3);
        await RunIn(RunStatus.Completed, "later", at: 10);
        await RunIn(RunStatus.Pending, "pending", at: 1);
        await RunIn(RunStatus.Suspended, "suspended", at: 1);
        await RunIn(RunStatus.Parked, "parked", at: 1);
        await TakenRun("running", createdAt: 1);

        Assert.Equal(3, await Store.DeleteEndedAsync(At(10), 100, None));

        Assert.Equal(["later", "parked", "pending", "running", "suspended"], (await Store.ListAsync(new RunQuery(), None)).Runs.Select(r => r.RunId).Order(StringComparer.Ordinal));
        Assert.Equal(0, await Store.DeleteEndedAsync(At(10), 100, None));
    }

    [Fact]
    public async Task The_oldest_are_deleted_first_and_no_more_than_asked_for()
    {
        await RunIn(RunStatus.Completed, "third", at: 3);
        await RunIn(RunStatus.Failed, "first", at: 1);
        await RunIn(RunStatus.Completed, "second", at: 2);

        Assert.Equal(2, await Store.DeleteEndedAsync(At(100), 2, None));
        Assert.Equal(["third"], (await Store.ListAsync(new RunQuery(), None)).Runs.Select(r => r.RunId));
    }

    [Fact]
    public async Task Deleting_takes_everything_of_a_run()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, entries: 5, snapshot: Entry(3, "old snapshot"), head: To(RunStatus.Completed, 1)), None);
        await TakenRun("r2");
        Assert.Equal(1, await Store.DeleteEndedAsync(At(2), 10, None));

        Assert.Null(await Store.GetAsync("r1", None));
        Assert.Null(await Store.LoadAsync("r1", None));
        Assert.Empty(await History("r1"));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 6), None));

        // Nothing of it shows up in a new run of the same id.
        Assert.True((await Store.CreateAsync(Taken("r1", createdAt: 50), None)).Created);
        var run = (await Store.LoadAsync("r1", None))!;
        Assert.Null(run.Snapshot);
        Assert.Equal(["entry 1"], run.Entries.Select(Text));
        Assert.Equal(["entry 1"], await History("r2"));
    }

    [Fact]
    public async Task Deleting_none_is_refused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.DeleteEndedAsync(At(1), 0, None));
}
