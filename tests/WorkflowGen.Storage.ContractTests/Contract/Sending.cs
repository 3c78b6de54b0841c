using Xunit;

namespace WorkflowGen.Storage.ContractTests;

/// <summary>What a commit does to other runs than its own.</summary>
public abstract partial class WorkflowStoreContract
{
    protected static NewRun Child(string id, string parent = "r1", string node = "Bill#1") => New(id, createdAt: 2, workflow: "billing", entries: 2) with { Parent = new RunParent(parent, node) };

    [Fact]
    public async Task A_commit_starts_signals_and_cancels_other_runs()
    {
        await TakenRun();
        await TakenRun("told");
        await TakenRun("stopped");

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1) with { Starts = [Child("c1"), Child("c2")], Signals = [Signal("told", "hello", "k")], Cancels = ["stopped"], At = At(4) }, None));

        var child = await Head("c1");
        Assert.Equal((RunStatus.Pending, "billing", 2L, new RunParent("r1", "Bill#1")), (child.Status, child.Workflow, child.LastSequence, child.Parent));
        Assert.Equal(["entry 1", "entry 2"], (await Store.LoadAsync("c2", None))!.Entries.Select(Text));
        Assert.Equal(["1 Approval k hello"], await Inbox("told"));
        Assert.Equal(At(4), (await Head("stopped")).CancelRequestedAt);
        Assert.Null((await Head("r1")).CancelRequestedAt);
        Assert.Equal(["c1", "c2"], (await ClaimedAt(10)).Order());
    }

    [Fact]
    public async Task A_fenced_commit_sends_nothing()
    {
        await TakenRun();
        await TakenRun("told");
        var before = await Head("told");

        var commit = Commit("r1", 1, 1) with { Starts = [Child("c1")], Signals = [Signal("told", "hello", "k")], Cancels = ["told"], At = At(4) };
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(commit with { Epoch = 2 }, None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(commit with { ExpectedSequence = 2, Entries = Entries(3, 1) }, None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(commit with { RunId = "nobody" }, None));

        Assert.Null(await Store.GetAsync("c1", None));
        Assert.Equal(before, await Head("told"));
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("told", "hello", "k"), None));
    }

    [Fact]
    public async Task A_repeat_of_a_commit_that_sent_sends_nothing()
    {
        await TakenRun();
        await TakenRun("told");
        var commit = Commit("r1", 1, 1) with { Starts = [Child("c1")], Signals = [Signal("told", "hello")] };
        await Store.CommitAsync(commit, None);
        await ClaimedAt(10);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(commit, None));

        Assert.Equal(["1 Approval - hello"], await Inbox("told"));
        Assert.Equal(1, (await Head("c1")).Epoch);
    }

    [Fact]
    public async Task Starting_a_run_that_is_there_leaves_it_alone()
    {
        await TakenRun();
        var there = await TakenRun("c1", leaseUntil: 50);

        await Store.CommitAsync(Commit("r1", 1, 1) with { Starts = [Child("c1"), Child("c2"), Child("c2", node: "Other#1")] }, None);

        Assert.Equal(there, await Head("c1"));
        Assert.Equal(["entry 1"], await History("c1"));
        Assert.Equal("Bill#1", (await Head("c2")).Parent!.Value.Node);
    }

    [Fact]
    public async Task What_is_started_can_be_signalled_and_cancelled_by_the_same_commit()
    {
        await TakenRun();

        await Store.CommitAsync(Commit("r1", 1, 1) with { Starts = [Child("c1")], Signals = [Signal("c1", "early")], Cancels = ["c1"], At = At(4) }, None);

        Assert.Equal(["1 Approval - early"], await Inbox("c1"));
        Assert.Equal((1L, At(4)), ((await Head("c1")).LastSignal, (await Head("c1")).CancelRequestedAt));
    }

    [Fact]
    public async Task Signals_of_a_commit_that_reach_nobody_are_dropped()
    {
        await TakenRun();
        await RunIn(RunStatus.Completed, "ended");
        await TakenRun("told");
        await Store.PutSignalAsync(Signal("told", "first", "k"), None);

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1) with { Signals = [Signal("nobody", "a"), Signal("ended", "b"), Signal("told", "again", "k"), Signal("told", "second")], Cancels = ["nobody", "ended"], At = At(9) }, None));

        Assert.Null(await Store.GetAsync("nobody", None));
        Assert.Empty(await Inbox("ended"));
        Assert.Null((await Head("ended")).CancelRequestedAt);
        Assert.Equal(["1 Approval k first", "2 Approval - second"], await Inbox("told"));
    }

    [Fact]
    public async Task A_child_that_ends_wakes_its_parent_in_one_commit()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 2)) with { Starts = [Child("c1")] }, None);
        Assert.Equal(["c1"], await ClaimedAt(3, "w7"));
        Assert.Empty(await ClaimedAt(3, "w7"));

        await Store.CommitAsync(Commit("c1", 1, 2, head: To(RunStatus.Completed, 5)) with { Signals = [Signal("r1", "done", name: "$Bill#1", key: "c1", at: 5)] }, None);

        Assert.Equal(RunStatus.Completed, (await Head("c1")).Status);
        var parent = Assert.Single(await Store.ClaimAsync(Claim(5), None));
        Assert.Equal(("r1", 1L), (parent.RunId, parent.LastSignal));
        Assert.Equal(["1 $Bill#1 c1 done"], Shown((await Store.LoadAsync("r1", None))!.Signals));
    }

    [Fact]
    public async Task Many_parents_and_children_commit_at_once()
    {
        const int parents = 40;
        await Task.WhenAll(Enumerable.Range(0, parents).Select(i => Task.Run(async () =>
        {
            await TakenRun($"p{i}");
            Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit($"p{i}", 1, 1, head: To(RunStatus.Suspended, 2)) with { Starts = [Child($"c{i}", $"p{i}")] }, None));
            // Whoever takes a child up ends it, and tells its parent.
            foreach (var child in await Store.ClaimAsync(Claim(3, $"w{i}"), None))
            {
                Assert.StartsWith("c", child.RunId, StringComparison.Ordinal);
                Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit(child.RunId, 1, 2, head: To(RunStatus.Completed, 5)) with { Signals = [Signal(child.Parent!.Value.RunId, child.RunId, child.RunId, at: 50)] }, None));
            }
        })));

        var woken = await Store.ClaimAsync(Claim(50), None);
        Assert.Equal(parents, woken.Count);
        for (int i = 0; i < parents; i++)
            Assert.Equal([$"1 Approval c{i} c{i}"], await Inbox($"p{i}"));
    }

    [Fact]
    public async Task A_compensating_run_keeps_its_lease_or_is_due_at_once()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Compensating, 5, keep: true)), None);
        Assert.Equal((RunStatus.Compensating, "w1"), ((await Head("r1")).Status, (await Head("r1")).Owner));
        Assert.Empty(await ClaimedAt(29));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 2, head: To(RunStatus.Compensating, 6)), None));

        var claimed = Assert.Single(await Store.ClaimAsync(Claim(6, "w2"), None));

        Assert.Equal((RunStatus.Compensating, 2L), (claimed.Status, claimed.Epoch));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 2, 3, head: To(RunStatus.Failed, 7, reason: "undone")), None));
    }

    [Fact]
    public async Task A_commit_that_sends_what_cannot_be_sent_is_refused()
    {
        await TakenRun();
        await Refused(Commit("r1", 1, 1) with { Starts = [Child("c1") with { Owner = "w1", LeaseUntil = At(9) }] });
        await Refused(Commit("r1", 1, 1) with { Starts = [Child("..")] });
        await Refused(Commit("r1", 1, 1) with { Cancels = ["c1"] });
        await Refused(Commit("r1", 1, 1) with { Cancels = ["/"], At = At(1) });
        Assert.Equal(1, (await Head("r1")).LastSequence);

        async Task Refused(RunCommit commit) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CommitAsync(commit, None));
    }
}
