using Xunit;

namespace WorkflowGen.Storage.ContractTests;

/// <summary>Limits over several processes; two instances stand for two of them.</summary>
public abstract partial class SharedStoreContract
{
    private static ISharedLimits Limits(IWorkflowStore store) => Assert.IsType<ISharedLimits>(store, exactMatch: false);

    private static LimitRequest Ask(string run, double now, int concurrency = 2, double perSecond = 0, string name = "bank", string node = "Pay", long epoch = 1) =>
        new() { Name = name, Lease = new(run, epoch), Node = node, Concurrency = concurrency, PerSecond = perSecond, Now = At(now) };

    private async Task<bool> Enter(LimitRequest request, IWorkflowStore? store = null) => (await Limits(store ?? Store).EnterLimitAsync(request, None)).Granted;

    private async Task Take(int runs, double leaseUntil = 30)
    {
        for (int i = 1; i <= runs; i++)
            await TakenRun($"r{i}", leaseUntil: leaseUntil);
    }

    [Fact]
    public async Task There_are_as_many_places_as_the_limit_says_over_all_instances()
    {
        var other = await OpenAsync(CreateAgain);
        await Take(4);

        Assert.True(await Enter(Ask("r1", 1)));
        Assert.True(await Enter(Ask("r2", 1), other));
        Assert.Equal(new LimitAnswer(false, null), await Limits(Store).EnterLimitAsync(Ask("r3", 1), None));
        Assert.False(await Enter(Ask("r3", 1), other));
        // Another limit has its own.
        Assert.True(await Enter(Ask("r3", 1, name: "post"), other));

        await Limits(other).LeaveLimitAsync("bank", new("r1", 1), "Pay", None);
        await Limits(other).LeaveLimitAsync("bank", new("r1", 1), "Pay", None);
        Assert.True(await Enter(Ask("r3", 1)));
        Assert.False(await Enter(Ask("r4", 1)));
    }

    [Fact]
    public async Task Who_asks_again_has_the_place_already()
    {
        await Take(2);

        Assert.True(await Enter(Ask("r1", 1, concurrency: 1, perSecond: 1)));
        Assert.True(await Enter(Ask("r1", 1, concurrency: 1, perSecond: 1)));
        // Another node of the run is another place.
        Assert.False(await Enter(Ask("r1", 1, concurrency: 1, node: "Pay[1]")));
    }

    [Fact]
    public async Task A_place_is_free_when_its_run_was_given_back()
    {
        await Take(4);
        Assert.True(await Enter(Ask("r1", 1)));
        Assert.True(await Enter(Ask("r2", 1)));

        await Store.ReleaseAsync([new("r1", 1)], None);
        Assert.True(await Enter(Ask("r3", 1)));
        await Store.CommitAsync(Commit("r2", 1, 1, head: To(RunStatus.Completed, 1)), None);
        Assert.True(await Enter(Ask("r4", 1)));
        Assert.Equal(1, await Store.DeleteEndedAsync(At(100), 10, None));
        await TakenRun("r5");
        Assert.False(await Enter(Ask("r5", 1)));
    }

    [Fact]
    public async Task A_place_is_free_when_its_lease_has_run_out_or_was_taken_over()
    {
        await TakenRun("short", leaseUntil: 10);
        await TakenRun("long", leaseUntil: 100);
        Assert.True(await Enter(Ask("short", 1, concurrency: 1)));

        Assert.False(await Enter(Ask("long", 9.9999999, concurrency: 1)));
        Assert.Equal(2, Assert.Single(await Store.ClaimAsync(Claim(10, "w2", lease: 50), None)).Epoch);
        Assert.True(await Enter(Ask("long", 10, concurrency: 1)));
        Assert.False(await Enter(Ask("short", 11, concurrency: 1, epoch: 2)));
        Assert.False(await Enter(Ask("short", 11, concurrency: 9, epoch: 1)));
    }

    [Fact]
    public async Task A_lease_that_is_extended_keeps_its_place()
    {
        await TakenRun("r1", leaseUntil: 10);
        await TakenRun("r2", leaseUntil: 100);
        Assert.True(await Enter(Ask("r1", 1, concurrency: 1)));

        await Store.RenewAsync([new("r1", 1)], At(50), None);

        Assert.False(await Enter(Ask("r2", 20, concurrency: 1)));
        Assert.True(await Enter(Ask("r2", 50, concurrency: 1)));
    }

    [Fact]
    public async Task A_run_without_a_lease_gets_no_place()
    {
        await Store.CreateAsync(New("waits"), None);

        Assert.False(await Enter(Ask("waits", 1, epoch: 0)));
        Assert.False(await Enter(Ask("nobody", 1)));
    }

    [Fact]
    public async Task No_second_sees_more_starts_than_the_rate_says()
    {
        var other = await OpenAsync(CreateAgain);
        await Take(20);
        int next = 1;

        // 3 per second; what has left counts as a start all the same.
        Assert.Equal((bool[])[true, true, true, false], await Starts(0, 0.25, 0.5, 0.75));
        Assert.Equal((bool[])[false, true, false, true, true, false], await Starts(0.875, 1, 1.125, 1.25, 1.5, 1.875));
        var answer = await Limits(Store).EnterLimitAsync(Ask("r20", 1.9375, concurrency: 0, perSecond: 3), None);
        Assert.Equal((false, (DateTimeOffset?)At(2)), (answer.Granted, answer.RetryAt));

        async Task<bool[]> Starts(params double[] at)
        {
            var granted = new List<bool>();
            foreach (double now in at)
            {
                string run = $"r{next++}";
                granted.Add(await Enter(Ask(run, now, concurrency: 0, perSecond: 3), next % 2 == 0 ? Store : other));
                await Limits(other).LeaveLimitAsync("bank", new(run, 1), "Pay", None);
            }

            return [.. granted];
        }
    }

    [Fact]
    public async Task A_rate_below_one_is_one_start_in_more_than_a_second()
    {
        await Take(3);

        Assert.True(await Enter(Ask("r1", 0, concurrency: 0, perSecond: 0.25)));
        Assert.Equal(new LimitAnswer(false, At(4)), await Limits(Store).EnterLimitAsync(Ask("r2", 3.9, concurrency: 0, perSecond: 0.25), None));
        Assert.True(await Enter(Ask("r2", 4, concurrency: 0, perSecond: 0.25)));
    }

    [Fact]
    public async Task Many_that_ask_at_once_are_never_too_many()
    {
        var other = await OpenAsync(CreateAgain);
        await Take(30, leaseUntil: 1000);

        bool[] granted = await Task.WhenAll(Enumerable.Range(1, 30).Select(i => Task.Run(async () => await Enter(Ask($"r{i}", 1, concurrency: 5), i % 2 == 0 ? Store : other))));

        Assert.Equal(5, granted.Count(static g => g));
    }

    [Fact]
    public async Task A_request_for_a_place_that_contradicts_itself_is_refused()
    {
        await Take(1);
        foreach (var wrong in (LimitRequest[])[Ask("r1", 1, name: ""), Ask("r1", 1, node: ""), Ask("r1", 1, concurrency: -1), Ask("r1", 1, perSecond: -1), Ask("r1", 1, perSecond: double.NaN), Ask("..", 1)])
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Limits(Store).EnterLimitAsync(wrong, None));
    }
}
