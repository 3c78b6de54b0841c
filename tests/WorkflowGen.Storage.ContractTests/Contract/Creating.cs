using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task Initializing_again_does_nothing()
    {
        await TakenRun();
        await Store.InitializeAsync(None);
        Assert.Equal(1, (await Head("r1")).Epoch);
    }

    [Fact]
    public async Task A_new_run_is_pending_and_due_at_its_creation()
    {
        var result = await Store.CreateAsync(New("r1", createdAt: 1, workflow: "order", version: 7, entries: 2), None);

        Assert.True(result.Created);
        var expected = new RunHead
        {
            RunId = "r1",
            Workflow = "order",
            Version = 7,
            Status = RunStatus.Pending,
            CreatedAt = At(1),
            UpdatedAt = At(1),
            WakeAt = At(1),
            LastSequence = 2,
            Epoch = 0,
        };
        Assert.Equal(expected, result.Head);
        Assert.Equal(expected, await Store.GetAsync("r1", None));
    }

    [Fact]
    public async Task A_new_run_with_an_owner_is_running_and_leased()
    {
        var head = await TakenRun("r1", "w1", leaseUntil: 30);

        Assert.Equal(RunStatus.Running, head.Status);
        Assert.Equal("w1", head.Owner);
        Assert.Equal(At(30), head.LeaseUntil);
        Assert.Equal(1, head.Epoch);
        Assert.Null(head.WakeAt);
        Assert.Equal(1, head.ClaimsWithoutProgress);
        Assert.Equal(head, await Head("r1"));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1), None));
    }

    [Fact]
    public async Task Creating_again_changes_nothing_and_returns_what_is_there()
    {
        await TakenRun("r1", "w1");
        await Store.CommitAsync(Commit("r1", 1, 1), None);
        var before = await Head("r1");

        var repeat = await Store.CreateAsync(New("r1", createdAt: 99, workflow: "other", entries: 3), None);

        Assert.False(repeat.Created);
        Assert.Equal(before, repeat.Head);
        Assert.Equal(before, await Head("r1"));
        Assert.Equal(["entry 1", "entry 2"], await History("r1"));
    }

    [Fact]
    public async Task Ids_that_differ_in_case_are_different_runs()
    {
        Assert.True((await Store.CreateAsync(New("Run-a"), None)).Created);
        Assert.True((await Store.CreateAsync(New("run-A"), None)).Created);
        Assert.Null(await Store.GetAsync("run-a", None));
    }

    [Fact]
    public async Task Times_keep_their_precision_and_come_back_in_utc()
    {
        var odd = new DateTimeOffset(2026, 7, 1, 3, 4, 5, TimeSpan.FromHours(5.5)).AddTicks(7);
        await Store.CreateAsync(New("r1") with { CreatedAt = odd }, None);

        var head = await Head("r1");

        Assert.Equal(odd.UtcTicks, head.CreatedAt.UtcTicks);
        Assert.Equal(TimeSpan.Zero, head.CreatedAt.Offset);
        Assert.Equal(odd.UtcTicks, head.WakeAt!.Value.UtcTicks);
    }

    [Fact]
    public async Task A_run_may_be_created_without_entries()
    {
        await Store.CreateAsync(New("r1", entries: 0) with { Owner = "w1", LeaseUntil = At(30) }, None);

        Assert.Equal(0, (await Head("r1")).LastSequence);
        Assert.Empty(await History("r1"));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 0), None));
    }

    [Fact]
    public async Task Names_are_data()
    {
        const string odd = "o'rder\"; DROP TABLE run; -- \n\u0001 é 漢 \ud83d\ude00";
        await Store.CreateAsync(New("r1", workflow: odd) with { Owner = odd, LeaseUntil = At(30) }, None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Parked, 1, reason: odd)), None);

        var head = await Head("r1");

        Assert.Equal(odd, head.Workflow);
        Assert.Equal(odd, head.Reason);
        Assert.Equal(["r1"], (await Store.ListAsync(new RunQuery { Workflow = odd }, None)).Runs.Select(r => r.RunId));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\n")]
    public async Task Ids_that_do_not_fit_are_refused_everywhere(string id)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CreateAsync(New(id), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CommitAsync(Commit(id, 1, 1), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.LoadAsync(id, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.GetAsync(id, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ClaimAsync(Claim(0) with { RunId = id }, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.RequestCancelAsync(id, T0, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await History(id));
    }

    [Fact]
    public async Task The_longest_id_and_long_names_fit()
    {
        string id = new('a', 128);
        await Store.CreateAsync(New(id, workflow: new string('w', 500)), None);

        Assert.Equal(500, (await Head(id)).Workflow.Length);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CreateAsync(New(id + "a"), None));
    }

    [Fact]
    public async Task A_new_run_that_contradicts_itself_is_refused()
    {
        await Refused(New("r1") with { Entries = Entries(2, 1) });
        await Refused(New("r1") with { Entries = [Entry(1), Entry(3)] });
        await Refused(New("r1") with { Entries = [new JournalEntry(1, default)] });
        await Refused(New("r1") with { Owner = "w1" });
        await Refused(New("r1") with { LeaseUntil = At(3) });
        await Refused(New("r1") with { Workflow = "" });
        Assert.Null(await Store.GetAsync("r1", None));

        async Task Refused(NewRun run) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CreateAsync(run, None));
    }

    [Fact]
    public async Task Two_that_create_the_same_run_at_once_make_one()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await Store.CreateAsync(Taken("r1", $"w{i}"), None))));

        var winner = Assert.Single(results, r => r.Created);
        Assert.All(results, r => Assert.Equal(winner.Head.Owner, r.Head.Owner));
        Assert.Equal(["entry 1"], await History("r1"));
    }
}
