using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    protected static NewRun InLane(string id, string queue = "default", int priority = 0, string tenant = "", double createdAt = 0) =>
        New(id, createdAt) with { Queue = queue, Priority = priority, Tenant = tenant };

    [Fact]
    public async Task A_run_keeps_its_queue_priority_and_tenant()
    {
        var created = (await Store.CreateAsync(InLane("r1", "gpu", -7, "Müller & Söhne"), None)).Head;
        await Store.CreateAsync(New("r2"), None);

        Assert.Equal(("gpu", -7, "Müller & Söhne"), (created.Queue, created.Priority, created.Tenant));
        Assert.Equal(created, await Head("r1"));
        var claimed = await Store.ClaimAsync(Claim(1), None);
        Assert.Equal(("gpu", -7, "Müller & Söhne"), claimed.Where(h => h.RunId == "r1").Select(h => (h.Queue, h.Priority, h.Tenant)).Single());
        Assert.Equal((RunHead.DefaultQueue, 0, ""), claimed.Where(h => h.RunId == "r2").Select(h => (h.Queue, h.Priority, h.Tenant)).Single());
        var loaded = (await Store.LoadAsync("r1", None))!.Head;
        Assert.Equal(("gpu", -7, "Müller & Söhne"), (loaded.Queue, loaded.Priority, loaded.Tenant));
    }

    [Fact]
    public async Task A_child_has_the_lane_that_its_start_says()
    {
        await TakenRun();

        await Store.CommitAsync(Commit("r1", 1, 1) with { Starts = [InLane("c1", "gpu", 5, "t")] }, None);

        var child = await Head("c1");
        Assert.Equal(("gpu", 5, "t"), (child.Queue, child.Priority, child.Tenant));
    }

    [Fact]
    public async Task A_higher_priority_goes_first_however_long_the_others_have_waited()
    {
        await Store.CreateAsync(InLane("old", priority: 0, createdAt: 0), None);
        await Store.CreateAsync(InLane("low", priority: -1000, createdAt: 0), None);
        await Store.CreateAsync(InLane("high", priority: 1000, createdAt: 50), None);
        await Store.CreateAsync(InLane("not-yet", priority: 999, createdAt: 500), None);

        Assert.Equal(["high"], await ClaimedAt(100, limit: 1));
        Assert.Equal(["old", "low"], await ClaimedAt(100, limit: 2));
        Assert.Empty(await ClaimedAt(100));
    }

    [Fact]
    public async Task Tenants_take_turns_and_within_one_the_oldest_goes_first()
    {
        for (int i = 0; i < 6; i++)
            await Store.CreateAsync(InLane($"a{i}", tenant: "a", createdAt: i), None);
        for (int i = 0; i < 2; i++)
            await Store.CreateAsync(InLane($"b{i}", tenant: "b", createdAt: 20 - i), None);
        await Store.CreateAsync(InLane("c0", tenant: "c", createdAt: 30), None);

        var claimed = await ClaimedAt(100, limit: 7);

        Assert.Equal(["a0", "b1", "c0"], claimed[..3].Order(StringComparer.Ordinal));
        Assert.Equal(["a1", "b0"], claimed[3..5].Order(StringComparer.Ordinal));
        Assert.Equal(["a2", "a3"], claimed[5..]);
        Assert.Equal(["a4", "a5"], await ClaimedAt(100));
    }

    [Fact]
    public async Task Claims_of_one_run_at_a_time_are_fair_too()
    {
        for (int i = 0; i < 20; i++)
            await Store.CreateAsync(InLane($"a{i}", tenant: "a"), None);
        for (int i = 0; i < 3; i++)
            await Store.CreateAsync(InLane($"b{i}", tenant: "b", createdAt: 50), None);

        var claimed = new List<string>();
        for (int i = 0; i < 6; i++)
            claimed.Add(Assert.Single(await ClaimedAt(100, limit: 1)));

        Assert.Equal(3, claimed.Count(id => id[0] == 'b'));
    }

    [Fact]
    public async Task A_tenants_queues_are_one_line()
    {
        await Store.CreateAsync(InLane("a0", "x", tenant: "a", createdAt: 1), None);
        await Store.CreateAsync(InLane("a1", "y", tenant: "a", createdAt: 2), None);
        await Store.CreateAsync(InLane("a2", "x", tenant: "a", createdAt: 3), None);
        await Store.CreateAsync(InLane("b0", "x", tenant: "b", createdAt: 9), None);
        await Store.CreateAsync(InLane("b1", "x", tenant: "b", createdAt: 10), None);

        Assert.Equal(["a0", "a1", "b0", "b1"], (await ClaimedAt(100, limit: 4)).Order(StringComparer.Ordinal));
        Assert.Equal(["a2"], await ClaimedAt(100));
    }

    [Fact]
    public async Task A_tenant_with_very_many_runs_delays_another_by_one_at_most()
    {
        const int many = 3000;
        await Parallel.ForEachAsync(Enumerable.Range(0, many), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await Store.CreateAsync(InLane($"many-{i}", tenant: "many"), None));
        await Store.CreateAsync(InLane("one", tenant: "few", createdAt: 10), None);
        await Store.CreateAsync(InLane("two", tenant: "few", createdAt: 11), None);

        var claimed = await ClaimedAt(100, limit: 4);

        Assert.Equal(["one", "two"], claimed.Where(id => !id.StartsWith("many", StringComparison.Ordinal)));
        Assert.Equal(4, claimed.Length);
    }

    [Fact]
    public async Task A_limit_takes_from_as_many_tenants_as_it_can_and_leaves_the_rest()
    {
        for (int i = 0; i < 40; i++)
            await Store.CreateAsync(InLane($"r{i}", tenant: $"t{i % 20}", createdAt: i), None);

        var first = await ClaimedAt(100, limit: 20);
        Assert.Equal(20, first.Select(id => int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % 20).Distinct().Count());
        Assert.Equal(20, (await ClaimedAt(100, limit: 500)).Length);
    }

    [Fact]
    public async Task Only_runs_of_the_named_queues_are_claimed()
    {
        await Store.CreateAsync(InLane("gpu", "gpu", priority: 5), None);
        await Store.CreateAsync(InLane("mail", "mail"), None);
        await Store.CreateAsync(New("default"), None);

        Assert.Empty(await In("nobody's"));
        Assert.Empty(await In());
        Assert.Equal(["default", "mail"], await In("mail", "default", "nobody's"));
        Assert.Equal("gpu", Assert.Single(await Store.ClaimAsync(Claim(1) with { RunId = "gpu", Queues = ["mail"] }, None)).RunId);

        async Task<string[]> In(params string[] queues) => [.. (await Store.ClaimAsync(Claim(1) with { Queues = queues }, None)).Select(h => h.RunId).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Other_workflows_of_a_lane_hide_nothing_in_it_nor_in_the_next()
    {
        for (int i = 0; i < 50; i++)
            await Store.CreateAsync(New($"other-{i}", workflow: "other") with { Priority = 9, Tenant = i % 2 == 0 ? "a" : "b" }, None);
        await Store.CreateAsync(New("mine-9", createdAt: 1, workflow: "mine") with { Priority = 9, Tenant = "a" }, None);
        await Store.CreateAsync(New("mine-0", createdAt: 1, workflow: "mine"), None);

        var claimed = await Store.ClaimAsync(Claim(2, limit: 2) with { Workflows = [new("mine", 1)] }, None);

        Assert.Equal(["mine-9", "mine-0"], claimed.Select(h => h.RunId));
    }

    [Fact]
    public async Task A_run_that_is_given_back_in_another_queue_waits_there()
    {
        await TakenRun();

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Pending, 5, wakeAt: 5) with { Queue = "gpu" }), None));

        var head = await Head("r1");
        Assert.Equal(("gpu", RunStatus.Pending, At(5), (string?)null), (head.Queue, head.Status, head.WakeAt, head.Owner));
        Assert.Empty(await Store.ClaimAsync(Claim(10) with { Queues = [RunHead.DefaultQueue] }, None));
        Assert.Equal("gpu", Assert.Single(await Store.ClaimAsync(Claim(10) with { Queues = ["gpu"] }, None)).Queue);
        // What says nothing of the queue leaves the run in it.
        await Store.CommitAsync(Commit("r1", 2, 2, head: To(RunStatus.Suspended, 11, wakeAt: 20)), None);
        Assert.Equal("gpu", (await Head("r1")).Queue);
        Assert.Empty(await Store.ClaimAsync(Claim(30) with { Queues = [RunHead.DefaultQueue] }, None));
        Assert.Single(await Store.ClaimAsync(Claim(30) with { Queues = ["gpu"] }, None));
    }

    [Fact]
    public async Task Next_due_looks_at_the_named_queues_only()
    {
        await Store.CreateAsync(InLane("a", "a", createdAt: 10), None);
        await Store.CreateAsync(InLane("b", "b", priority: 3, tenant: "t", createdAt: 20), None);
        await Store.CreateAsync(InLane("b2", "b", createdAt: 30), None);

        Assert.Equal(At(10), await Store.NextDueAsync(T0, null, null, None));
        Assert.Equal(At(20), await Store.NextDueAsync(T0, null, ["b", "c"], None));
        Assert.Equal(At(30), await Store.NextDueAsync(At(20), null, ["b"], None));
        Assert.Null(await Store.NextDueAsync(T0, null, ["c"], None));
        Assert.Null(await Store.NextDueAsync(T0, null, [], None));
        Assert.Null(await Store.NextDueAsync(T0, [new("another", 1)], ["b"], None));
    }

    [Fact]
    public async Task What_waits_is_counted_by_lane()
    {
        Assert.Empty(await Store.CountDueAsync(At(100), None));
        await Store.CreateAsync(InLane("1", "b", 0, "t", 3), None);
        await Store.CreateAsync(InLane("2", "b", 0, "t", 2), None);
        await Store.CreateAsync(InLane("3", "b", 7, "z", 4), None);
        await Store.CreateAsync(InLane("4", "a", -7, "", 5), None);
        await Store.CreateAsync(InLane("later", "a", 0, "", 500), None);
        await TakenRun("held", leaseUntil: 200);
        await RunIn(RunStatus.Completed, "ended");
        await RunIn(RunStatus.Suspended, "asleep");

        LaneDepth[] expected = [new("a", -7, "", 1, At(5)), new("b", 7, "z", 1, At(4)), new("b", 0, "t", 2, At(2))];
        Assert.Equal(expected, await Store.CountDueAsync(At(100), None));
        Assert.Equal([new("default", 0, "", 1, At(200))], (await Store.CountDueAsync(At(200), None)).Where(lane => lane.Queue == "default"));
    }

    [Fact]
    public async Task Runs_are_listed_by_queue_and_tenant()
    {
        await Store.CreateAsync(InLane("1", "gpu", 0, "a", 1), None);
        await Store.CreateAsync(InLane("2", "gpu", 5, "b", 2), None);
        await Store.CreateAsync(InLane("3", "default", 0, "a", 3), None);
        await Store.CreateAsync(New("4", createdAt: 4), None);

        Assert.Equal(["2", "1"], await Listed(new RunQuery { Queue = "gpu" }));
        Assert.Equal(["3", "1"], await Listed(new RunQuery { Tenant = "a" }));
        Assert.Equal(["1"], await Listed(new RunQuery { Tenant = "a", Queue = "gpu", Status = RunStatus.Pending, Workflow = "order" }));
        Assert.Equal(["4"], await Listed(new RunQuery { Tenant = "" }));
        Assert.Empty(await Listed(new RunQuery { Queue = "nobody's" }));
        var page = await Store.ListAsync(new RunQuery { Queue = "gpu", Limit = 1 }, None);
        Assert.Equal(["1"], await Listed(new RunQuery { Queue = "gpu", Limit = 1, After = page.Next }));

        async Task<string[]> Listed(RunQuery query) => [.. (await Store.ListAsync(query, None)).Runs.Select(h => h.RunId)];
    }

    [Fact]
    public async Task A_lane_that_cannot_be_one_is_refused()
    {
        await Refused(InLane("r1", queue: ""));
        await Refused(InLane("r1", queue: new string('q', 129)));
        await Refused(InLane("r1", priority: 1001));
        await Refused(InLane("r1", priority: -1001));
        await Refused(InLane("r1", tenant: new string('t', 129)));
        await Refused(InLane("r1", tenant: null!));
        Assert.True((await Store.CreateAsync(InLane("r1", new string('q', 128), 1000, new string('t', 128)), None)).Created);

        async Task Refused(NewRun run) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CreateAsync(run, None));
    }
}
