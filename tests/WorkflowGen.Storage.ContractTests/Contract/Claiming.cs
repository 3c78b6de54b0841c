using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task A_claim_takes_a_lease()
    {
        var before = await RunIn(RunStatus.Pending, at: 1);

        var head = Assert.Single(await Store.ClaimAsync(Claim(5, "w2", lease: 30), None));

        var expected = before with
        {
            Status = RunStatus.Running,
            UpdatedAt = At(5),
            WakeAt = null,
            Epoch = 1,
            Owner = "w2",
            LeaseUntil = At(35),
            ClaimsWithoutProgress = 1,
        };
        Assert.Equal(expected, head);
        Assert.Equal(expected, await Head("r1"));
    }

    [Fact]
    public async Task An_empty_store_has_nothing_to_claim() => Assert.Empty(await ClaimedAt(1_000_000));

    [Fact]
    public async Task A_pending_run_is_not_claimed_before_its_time()
    {
        await RunIn(RunStatus.Pending, at: 10);

        Assert.Empty(await ClaimedAt(9.9999999));
        Assert.Equal(["r1"], await ClaimedAt(10));
    }

    [Fact]
    public async Task A_suspended_run_is_claimed_when_its_time_has_come()
    {
        await RunIn(RunStatus.Suspended, wakeAt: 60);

        Assert.Empty(await ClaimedAt(59.9999999));
        Assert.Equal(["r1"], await ClaimedAt(60));
        Assert.Empty(await ClaimedAt(61));
    }

    [Fact]
    public async Task A_suspended_run_without_a_time_waits()
    {
        await RunIn(RunStatus.Suspended);

        Assert.Empty(await ClaimedAt(1_000_000));
    }

    [Fact]
    public async Task A_running_run_is_claimed_when_its_lease_has_run_out()
    {
        await TakenRun(leaseUntil: 30);

        Assert.Empty(await ClaimedAt(29.9999999));
        var head = Assert.Single(await Store.ClaimAsync(Claim(30, "w2"), None));
        Assert.Equal(2, head.Epoch);
        Assert.Equal("w2", head.Owner);
    }

    [Fact]
    public async Task A_run_that_was_committed_as_running_and_given_up_is_due_at_once()
    {
        await RunIn(RunStatus.Running, at: 5);

        Assert.Equal(["r1"], await ClaimedAt(5));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.Parked)]
    public async Task What_has_ended_or_is_parked_is_not_claimed(RunStatus status)
    {
        await RunIn(status);

        Assert.Empty(await ClaimedAt(1_000_000));
    }

    [Fact]
    public async Task The_oldest_due_go_first_and_no_more_than_asked_for()
    {
        await RunIn(RunStatus.Suspended, "waits-until-20", wakeAt: 20);
        await RunIn(RunStatus.Pending, "created-at-15", at: 15);
        await TakenRun("lease-until-18", leaseUntil: 18);
        await RunIn(RunStatus.Running, "given-up-at-3", at: 3);

        Assert.Equal(["given-up-at-3", "created-at-15"], await ClaimedAt(100, limit: 2));
        Assert.Equal(["lease-until-18", "waits-until-20"], await ClaimedAt(101, limit: 2));
    }

    [Fact]
    public async Task Those_that_were_taken_up_in_vain_can_be_passed_over_or_asked_for()
    {
        foreach (string id in (string[])["often", "once", "never"])
            await RunIn(RunStatus.Pending, id);
        for (int i = 1; i <= 3; i++)
            await Store.ClaimAsync(Claim(100 * i) with { RunId = "often" }, None);
        await Store.ClaimAsync(Claim(100) with { RunId = "once" }, None);

        Assert.Equal(["never", "once"], Ids(await Store.ClaimAsync(Claim(500) with { MaxClaimsWithoutProgress = 2 }, None)));
        Assert.Empty(await Store.ClaimAsync(Claim(500) with { MinClaimsWithoutProgress = 4 }, None));
        Assert.Equal(["often"], Ids(await Store.ClaimAsync(Claim(500, limit: 1) with { MinClaimsWithoutProgress = 3 }, None)));

        // What was committed since counts at once, also where only entries were.
        await Store.CommitAsync(Commit("often", 4, 1), None);
        Assert.Equal(["never", "once"], Ids(await Store.ClaimAsync(Claim(600) with { MinClaimsWithoutProgress = 1 }, None)));
        Assert.Equal(["often"], Ids(await Store.ClaimAsync(Claim(600) with { MaxClaimsWithoutProgress = 0 }, None)));

        static IEnumerable<string> Ids(IReadOnlyList<RunHead> heads) => heads.Select(h => h.RunId).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Claims_without_progress_are_counted_until_a_commit()
    {
        await RunIn(RunStatus.Pending);
        for (int i = 1; i <= 3; i++)
            Assert.Equal(i, Assert.Single(await Store.ClaimAsync(Claim(100 * i), None)).ClaimsWithoutProgress);

        await Store.CommitAsync(Commit("r1", 3, 1), None);

        Assert.Equal(0, (await Head("r1")).ClaimsWithoutProgress);
        Assert.Equal(1, Assert.Single(await Store.ClaimAsync(Claim(400), None)).ClaimsWithoutProgress);
        await Store.CommitAsync(Commit("r1", 4, 2, entries: 0, head: To(RunStatus.Running, 401, keep: true)), None);
        Assert.Equal(0, (await Head("r1")).ClaimsWithoutProgress);
        Assert.Equal(1, Assert.Single(await Store.ClaimAsync(Claim(500), None)).ClaimsWithoutProgress);
        Assert.Equal(2, Assert.Single(await Store.ClaimAsync(Claim(600), None)).ClaimsWithoutProgress);
    }

    [Fact]
    public async Task A_fenced_commit_is_no_progress()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 0), None);

        Assert.Equal(1, (await Head("r1")).ClaimsWithoutProgress);
    }

    [Fact]
    public async Task Only_the_named_workflows_and_versions_are_claimed()
    {
        await Store.CreateAsync(New("a1", workflow: "a", version: 1), None);
        await Store.CreateAsync(New("a2", workflow: "a", version: 2), None);
        await Store.CreateAsync(New("b1", workflow: "b", version: 1), None);

        Assert.Equal(["a2"], await Of(new("a", 2), new("c", 1)));
        Assert.Empty(await Of());
        Assert.Equal(["a1", "b1"], await Of(new("b", 1), new("a", 1)));

        async Task<string[]> Of(params WorkflowKey[] workflows) =>
            [.. (await Store.ClaimAsync(Claim(1) with { Workflows = workflows }, None)).Select(h => h.RunId).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Runs_of_others_in_front_of_the_queue_do_not_hide_ones_own()
    {
        for (int i = 0; i < 300; i++)
            await Store.CreateAsync(New($"other-{i}", workflow: "other"), None);
        await Store.CreateAsync(New("mine", createdAt: 1, workflow: "mine"), None);

        var claimed = await Store.ClaimAsync(Claim(2, limit: 1) with { Workflows = [new("mine", 1)] }, None);

        Assert.Equal("mine", Assert.Single(claimed).RunId);
    }

    [Theory]
    [InlineData(RunStatus.Parked)]
    [InlineData(RunStatus.Suspended)]
    [InlineData(RunStatus.Pending)]
    public async Task A_named_run_is_claimed_even_when_it_is_not_due(RunStatus status)
    {
        await RunIn(status, at: 50);
        await RunIn(RunStatus.Pending, "another");

        var head = Assert.Single(await Store.ClaimAsync(Claim(10) with { RunId = "r1" }, None));

        Assert.Equal("r1", head.RunId);
        Assert.Equal(RunStatus.Running, head.Status);
    }

    [Fact]
    public async Task A_parked_run_that_is_claimed_loses_its_reason()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Parked, 1, reason: "poison")), None);
        Assert.Equal("poison", (await Head("r1")).Reason);

        var head = Assert.Single(await Store.ClaimAsync(Claim(10) with { RunId = "r1" }, None));
        Assert.Null(head.Reason);
    }

    [Fact]
    public async Task A_named_run_is_not_claimed_while_a_lease_holds_not_even_by_its_owner()
    {
        await TakenRun(owner: "w1", leaseUntil: 30);

        Assert.Empty(await Store.ClaimAsync(Claim(29, "w1") with { RunId = "r1" }, None));
        Assert.Empty(await Store.ClaimAsync(Claim(29, "w2") with { RunId = "r1" }, None));
        Assert.Single(await Store.ClaimAsync(Claim(30, "w2") with { RunId = "r1" }, None));
    }

    [Fact]
    public async Task A_named_run_is_not_claimed_when_it_has_ended_or_is_of_another_workflow()
    {
        await RunIn(RunStatus.Completed);
        Assert.Empty(await Store.ClaimAsync(Claim(100) with { RunId = "r1" }, None));

        await RunIn(RunStatus.Pending, "r2");
        Assert.Empty(await Store.ClaimAsync(Claim(100) with { RunId = "r2", Workflows = [new("another", 1)] }, None));
    }

    [Fact]
    public async Task A_claim_that_contradicts_itself_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ClaimAsync(Claim(1, limit: 0), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ClaimAsync(Claim(1, owner: ""), None));
    }

    [Fact]
    public async Task Next_due_is_the_earliest_time_to_come()
    {
        Assert.Null(await NextDue(0));
        await RunIn(RunStatus.Pending, "pending", at: 10);
        await RunIn(RunStatus.Suspended, "suspended", wakeAt: 20);
        await TakenRun("held", leaseUntil: 15);
        await RunIn(RunStatus.Parked, "parked");
        await RunIn(RunStatus.Completed, "ended");
        await RunIn(RunStatus.Suspended, "waits");

        Assert.Equal(At(10), await NextDue(0));
        Assert.Equal(At(15), await NextDue(10));
        Assert.Equal(At(20), await NextDue(15));
        Assert.Null(await NextDue(20));

        async Task<DateTimeOffset?> NextDue(double now) => await Store.NextDueAsync(At(now), null, null, None);
    }

    [Fact]
    public async Task Next_due_looks_at_the_named_workflows_only()
    {
        await Store.CreateAsync(New("a", createdAt: 10, workflow: "a"), None);
        await Store.CreateAsync(New("b", createdAt: 20, workflow: "b", version: 2), None);

        Assert.Equal(At(20), await Store.NextDueAsync(T0, [new("b", 2), new("c", 1)], null, None));
        Assert.Null(await Store.NextDueAsync(T0, [new("b", 1)], null, None));
        Assert.Null(await Store.NextDueAsync(T0, [], null, None));
    }
}
