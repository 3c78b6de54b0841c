using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Theory]
    [InlineData(RunStatus.Pending)]
    [InlineData(RunStatus.Suspended)]
    [InlineData(RunStatus.Parked)]
    public async Task A_request_to_cancel_makes_a_run_due(RunStatus status)
    {
        var before = await RunIn(status, at: 50);
        Assert.Empty(await ClaimedAt(5));

        var head = await Store.RequestCancelAsync("r1", At(6), None);

        Assert.Equal(At(6), head!.CancelRequestedAt);
        Assert.Equal(At(6), head.UpdatedAt);
        Assert.Equal(before.Status, head.Status);
        Assert.Equal(head, await Head("r1"));
        var claimed = Assert.Single(await Store.ClaimAsync(Claim(7), None));
        Assert.Equal(At(6), claimed.CancelRequestedAt);
    }

    [Fact]
    public async Task A_request_to_cancel_leaves_the_lease_of_a_running_run_alone()
    {
        var before = await TakenRun(leaseUntil: 30);

        var head = await Store.RequestCancelAsync("r1", At(6), None);

        Assert.Equal(before with { CancelRequestedAt = At(6), UpdatedAt = At(6) }, head);
        Assert.Empty(await ClaimedAt(29));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1), None));
    }

    [Fact]
    public async Task A_run_that_is_suspended_after_the_request_is_due_at_once()
    {
        await TakenRun();
        await Store.RequestCancelAsync("r1", At(6), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 7, wakeAt: 1000)), None);

        Assert.Equal(At(6), (await Head("r1")).CancelRequestedAt);
        Assert.Equal(["r1"], await ClaimedAt(7));
    }

    [Fact]
    public async Task A_request_that_the_worker_has_dealt_with_is_forgotten_and_another_one_is_seen()
    {
        await TakenRun();
        await Store.RequestCancelAsync("r1", At(6), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 7, wakeAt: 1000) with { TakesCancel = true }), None);

        Assert.Null((await Head("r1")).CancelRequestedAt);
        Assert.Empty(await ClaimedAt(999));
        await Store.RequestCancelAsync("r1", At(20), None);
        Assert.Equal(["r1"], await ClaimedAt(20));
    }

    [Fact]
    public async Task A_second_request_changes_nothing()
    {
        await TakenRun();
        var first = await Store.RequestCancelAsync("r1", At(6), None);

        Assert.Equal(first, await Store.RequestCancelAsync("r1", At(60), None));
        Assert.Equal(first, await Head("r1"));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task A_request_that_comes_too_late_shows_how_the_run_ended(RunStatus status)
    {
        var ended = await RunIn(status);

        Assert.Equal(ended, await Store.RequestCancelAsync("r1", At(60), None));
        Assert.Equal(ended, await Head("r1"));
        Assert.Empty(await ClaimedAt(100));
    }

    [Fact]
    public async Task A_run_that_is_parked_after_the_request_stays_so_until_the_next()
    {
        await TakenRun();
        await Store.RequestCancelAsync("r1", At(6), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Parked, 7, reason: "cannot be read")), None);
        Assert.Empty(await ClaimedAt(100));

        var head = await Store.RequestCancelAsync("r1", At(101), None);

        Assert.Equal(At(6), head!.CancelRequestedAt);
        Assert.Equal("cannot be read", head.Reason);
        Assert.Equal(["r1"], await ClaimedAt(101));
    }

    [Fact]
    public async Task Next_due_knows_of_requests_to_cancel()
    {
        await RunIn(RunStatus.Suspended);
        await Store.RequestCancelAsync("r1", At(6), None);

        Assert.Equal(At(6), await Store.NextDueAsync(At(5), null, null, None));
    }
}
