using Xunit;

namespace WorkflowGen.Storage.ContractTests;

/// <summary>What a store that outlives its process must keep, too.</summary>
public abstract class DurableStoreContract : WorkflowStoreContract
{
    /// <summary>Another instance on what <see cref="WorkflowStoreContract.Create"/> made, which is disposed by then.</summary>
    protected abstract IWorkflowStore CreateAgain();

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        await TakenRun("held", leaseUntil: 30);
        await Store.CommitAsync(Commit("held", 1, 1, entries: 3, snapshot: Entry(2, "snapshot")), None);
        await RunIn(RunStatus.Suspended, "suspended", wakeAt: 60);
        await RunIn(RunStatus.Pending, "pending", at: 5);
        await RunIn(RunStatus.Parked, "parked");
        await RunIn(RunStatus.Completed, "completed", at: 7);
        await Store.RequestCancelAsync("parked", At(8), None);
        var before = await Store.ListAsync(new RunQuery(), None);
        var counts = await Store.CountAsync(None);

        var reopened = await Reopen();

        Assert.Equal(before.Runs, (await reopened.ListAsync(new RunQuery(), None)).Runs);
        Assert.Equal(counts.OrderBy(c => c.Key), (await reopened.CountAsync(None)).OrderBy(c => c.Key));
        var held = (await reopened.LoadAsync("held", None))!;
        Assert.Equal("snapshot", Text(held.Snapshot!.Value));
        Assert.Equal(["entry 3", "entry 4"], held.Entries.Select(Text));
        Assert.Equal(At(30), await reopened.NextDueAsync(At(8), null, null, None));
        Assert.Equal(["pending", "parked"], (await reopened.ClaimAsync(Claim(8, "w9"), None)).Select(h => h.RunId));
    }

    [Fact]
    public async Task A_lease_survives_its_store()
    {
        await TakenRun(leaseUntil: 30);
        await Store.CommitAsync(Commit("r1", 1, 1), None);

        var reopened = await Reopen();

        Assert.Equal(CommitResult.Fenced, await reopened.CommitAsync(Commit("r1", 1, 1), None));
        Assert.Equal(CommitResult.Committed, await reopened.CommitAsync(Commit("r1", 1, 2), None));
        Assert.Empty(await reopened.ClaimAsync(Claim(29, "w2"), None));
        Assert.Equal(2, Assert.Single(await reopened.ClaimAsync(Claim(30, "w2"), None)).Epoch);
        Assert.Equal(CommitResult.Fenced, await reopened.CommitAsync(Commit("r1", 1, 3), None));
    }

    [Fact]
    public async Task Claims_without_progress_survive_reopening()
    {
        await RunIn(RunStatus.Pending);
        await Store.ClaimAsync(Claim(1), None);
        var reopened = await Reopen();
        Assert.Equal(2, Assert.Single(await reopened.ClaimAsync(Claim(100), None)).ClaimsWithoutProgress);
        await reopened.CommitAsync(Commit("r1", 2, 1), None);
        await reopened.RenewAsync([new("r1", 2)], At(200), None);
        await reopened.DisposeAsync();

        var again = await OpenAsync(CreateAgain);

        Assert.Equal(0, (await again.GetAsync("r1", None))!.ClaimsWithoutProgress);
        Assert.Equal(1, Assert.Single(await again.ClaimAsync(Claim(300), None)).ClaimsWithoutProgress);
    }

    [Fact]
    public async Task Lanes_and_schedules_survive_reopening()
    {
        await Store.CreateAsync(InLane("r1", "gpu", -3, "t", 1), None);
        await Store.CreateAsync(InLane("r2", "gpu", 4, "u", 2), None);
        await Store.CreateAsync(New("r3", createdAt: 3), None);
        await TakenRun("moved");
        await Store.CommitAsync(Commit("moved", 1, 1, head: To(RunStatus.Pending, 5, wakeAt: 5) with { Queue = "gpu" }), None);
        await ((IScheduleStore)Store).CommitScheduleAsync(Schedule("nightly", 0, "one", 10), None);
        await ((IScheduleStore)Store).CommitScheduleAsync(Schedule("nightly", 1, "two", 20), None);
        await ((IScheduleStore)Store).CommitScheduleAsync(Schedule("gone", 0), None);
        await ((IScheduleStore)Store).CommitScheduleAsync(Schedule("gone", 1, null), None);
        var before = (await Store.ListAsync(new RunQuery(), None)).Runs;

        var reopened = await Reopen();

        Assert.Equal(before, (await reopened.ListAsync(new RunQuery(), None)).Runs);
        Assert.Equal(["r2", "moved", "r1"], (await reopened.ClaimAsync(Claim(10) with { Queues = ["gpu"] }, None)).Select(h => h.RunId));
        Assert.Equal(["nightly 2 20 two"], (await ((IScheduleStore)reopened).ListSchedulesAsync(None)).Select(Shown));
        Assert.Equal(3, await ((IScheduleStore)reopened).CommitScheduleAsync(Schedule("nightly", 2, "three"), None));
    }

    [Fact]
    public async Task What_was_deleted_stays_deleted()
    {
        await RunIn(RunStatus.Completed);
        await Store.DeleteEndedAsync(At(100), 10, None);

        var reopened = await Reopen();

        Assert.Null(await reopened.LoadAsync("r1", None));
        Assert.True((await reopened.CreateAsync(Taken("r1"), None)).Created);
        Assert.Single((await reopened.LoadAsync("r1", None))!.Entries);
    }

    [Fact]
    public async Task Signals_keys_and_parents_survive_reopening()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "one", "k"), None);
        await Store.PutSignalAsync(Signal("r1", "two"), None);
        await Store.PutSignalAsync(Signal("r1", "three", "l"), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 5)) with { ConsumedSignals = [1, 2], SignalsSeen = 3, Starts = [Child("c1")] }, None);
        var before = await Head("r1");

        var reopened = await Reopen();

        Assert.Equal(before, await reopened.GetAsync("r1", None));
        Assert.Equal(["3 Approval l three"], Shown(await reopened.ReadSignalsAsync("r1", 0, None)));
        Assert.Equal(["3 Approval l three"], Shown((await reopened.LoadAsync("r1", None))!.Signals));
        Assert.Equal(PutSignalResult.Duplicate, await reopened.PutSignalAsync(Signal("r1", "again", "k"), None));
        Assert.Equal(PutSignalResult.Accepted, await reopened.PutSignalAsync(Signal("r1", "four", at: 6), None));
        Assert.Equal(4, (await reopened.GetAsync("r1", None))!.LastSignal);
        Assert.Equal(new RunParent("r1", "Bill#1"), (await reopened.GetAsync("c1", None))!.Parent);
        Assert.Equal(["c1", "r1"], (await reopened.ClaimAsync(Claim(6), None)).Select(h => h.RunId));
    }

    [Fact]
    public async Task The_signals_of_a_deleted_run_stay_deleted()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "kept", "k"), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Completed, 5)), None);
        await Store.DeleteEndedAsync(At(100), 10, None);

        var reopened = await Reopen();

        await reopened.CreateAsync(Taken("r1"), None);
        Assert.Empty((await reopened.LoadAsync("r1", None))!.Signals);
        Assert.Equal(PutSignalResult.Accepted, await reopened.PutSignalAsync(Signal("r1", "new", "k"), None));
    }

    [Fact]
    public async Task A_store_that_is_closed_while_many_write_keeps_what_it_acknowledged()
    {
        var acknowledged = new int[32];
        var writers = Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            await TakenRun($"r{i}");
            try
            {
                for (int n = 1; ; n++)
                {
                    if (await Store.CommitAsync(Commit($"r{i}", 1, n), None) == CommitResult.Committed)
                        acknowledged[i] = n + 1;
                    if (i == 0 && n == 20)
                        await Store.DisposeAsync();
                }
            }
            catch (ObjectDisposedException)
            {
            }
        }));
        await Task.WhenAll(writers);

        var reopened = await OpenAsync(CreateAgain);

        for (int i = 0; i < 32; i++)
        {
            if (acknowledged[i] > 0)
                Assert.Equal(acknowledged[i], (await reopened.GetAsync($"r{i}", None))!.LastSequence);
        }
    }

    [Fact]
    public async Task Nothing_can_be_asked_before_initialising()
    {
        await Store.DisposeAsync();
        await using var store = CreateAgain();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.GetAsync("r1", None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.CommitAsync(Commit("r1", 1, 1), None));
    }

    protected async Task<IWorkflowStore> Reopen()
    {
        await Store.DisposeAsync();
        return await OpenAsync(CreateAgain);
    }
}
