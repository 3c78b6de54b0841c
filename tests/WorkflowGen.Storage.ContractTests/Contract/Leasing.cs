using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task Renewing_extends_a_lease()
    {
        var before = await TakenRun(leaseUntil: 30);

        Assert.Empty(await Store.RenewAsync([new("r1", 1)], At(60), None));

        Assert.Equal(before with { LeaseUntil = At(60) }, await Head("r1"));
        Assert.Empty(await ClaimedAt(59));
        Assert.Equal(["r1"], await ClaimedAt(60));
    }

    [Fact]
    public async Task Renewing_never_shortens_a_lease()
    {
        await TakenRun(leaseUntil: 30);

        Assert.Empty(await Store.RenewAsync([new("r1", 1)], At(20), None));
        Assert.Equal(At(30), (await Head("r1")).LeaseUntil);
    }

    [Fact]
    public async Task A_lease_that_has_run_out_can_be_renewed_until_another_takes_it()
    {
        await TakenRun(leaseUntil: 1);
        Assert.Empty(await Store.RenewAsync([new("r1", 1)], At(100), None));
        Assert.Empty(await ClaimedAt(99));

        Assert.Equal(["r1"], await ClaimedAt(100));
        Assert.Equal([new LeaseKey("r1", 1)], await Store.RenewAsync([new("r1", 1)], At(999), None));
        Assert.Equal(At(130), (await Head("r1")).LeaseUntil);
    }

    [Fact]
    public async Task Renewing_names_the_leases_that_are_lost_and_extends_the_others()
    {
        await TakenRun("mine");
        await TakenRun("taken-over", leaseUntil: 1);
        await ClaimedAt(2);
        await TakenRun("ended");
        await Store.CommitAsync(Commit("ended", 1, 1, head: To(RunStatus.Completed, 1)), None);
        await TakenRun("released");
        await Store.ReleaseAsync([new("released", 1)], None);
        await TakenRun("suspended");
        await Store.CommitAsync(Commit("suspended", 1, 1, head: To(RunStatus.Suspended, 1)), None);

        LeaseKey[] lost = [new("taken-over", 1), new("ended", 1), new("released", 1), new("suspended", 1), new("nobody", 1), new("mine", 2)];
        var answer = await Store.RenewAsync([new("mine", 1), .. lost], At(99), None);

        Assert.Equal(lost.ToHashSet(), answer.ToHashSet());
        Assert.Equal(At(99), (await Head("mine")).LeaseUntil);
    }

    [Fact]
    public async Task Renewing_and_releasing_nothing_is_no_error()
    {
        Assert.Empty(await Store.RenewAsync([], At(1), None));
        await Store.ReleaseAsync([], None);
    }

    [Fact]
    public async Task A_released_run_is_running_without_an_owner_and_due_at_once()
    {
        var before = await TakenRun(leaseUntil: 30);

        await Store.ReleaseAsync([new("r1", 1)], None);

        Assert.Equal(before with { Owner = null, LeaseUntil = null }, await Head("r1"));
        Assert.Equal(["r1"], await ClaimedAt(0));
        Assert.Equal(2, (await Head("r1")).Epoch);
    }

    [Fact]
    public async Task Who_released_a_run_cannot_write_to_it()
    {
        await TakenRun();
        await Store.ReleaseAsync([new("r1", 1)], None);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 1), None));
    }

    [Fact]
    public async Task Releasing_leaves_alone_what_is_not_the_callers()
    {
        await TakenRun(leaseUntil: 1);
        await ClaimedAt(2, owner: "w2");
        var before = await Head("r1");

        await Store.ReleaseAsync([new("r1", 1), new("nobody", 4)], None);

        Assert.Equal(before, await Head("r1"));
    }

    [Fact]
    public async Task Releasing_again_changes_nothing()
    {
        await TakenRun();
        await Store.ReleaseAsync([new("r1", 1)], None);
        var before = await Head("r1");

        await Store.ReleaseAsync([new("r1", 1)], None);

        Assert.Equal(before, await Head("r1"));
    }

    [Fact]
    public async Task Many_leases_are_renewed_and_released_in_one_call()
    {
        var leases = new List<LeaseKey>();
        for (int i = 0; i < 2500; i++)
        {
            leases.Add(new($"r{i}", 1));
            if (i % 2 == 0)
                await TakenRun($"r{i}");
        }

        Assert.Equal(1250, (await Store.RenewAsync(leases, At(99), None)).Count);
        await Store.ReleaseAsync(leases, None);
        Assert.Equal(1250, (await Store.ClaimAsync(Claim(1, "w2", limit: 5000), None)).Count);
    }
}
