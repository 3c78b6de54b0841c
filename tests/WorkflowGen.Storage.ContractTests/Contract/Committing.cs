using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task A_commit_appends_entries()
    {
        await TakenRun();

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1, entries: 2), None));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 3), None));

        Assert.Equal(["entry 1", "entry 2", "entry 3", "entry 4"], await History("r1"));
        var head = await Head("r1");
        Assert.Equal(4, head.LastSequence);
        Assert.Equal(RunStatus.Running, head.Status);
        Assert.Equal("w1", head.Owner);
        Assert.Equal(At(0), head.UpdatedAt);
    }

    [Fact]
    public async Task A_commit_of_another_epoch_is_fenced()
    {
        await TakenRun();

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 0, 1), None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 2, 1), None));
        Assert.Equal(["entry 1"], await History("r1"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_commit_that_does_not_know_the_whole_journal_is_fenced(long expected)
    {
        await TakenRun();

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, expected), None));
        Assert.Equal(["entry 1"], await History("r1"));
    }

    [Fact]
    public async Task A_commit_to_a_run_that_is_not_there_is_fenced()
    {
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("nobody", 1, 0), None));
        Assert.Null(await Store.GetAsync("nobody", None));
    }

    [Fact]
    public async Task A_repeat_of_a_commit_that_was_written_is_fenced()
    {
        await TakenRun();
        var commit = Commit("r1", 1, 1);
        await Store.CommitAsync(commit, None);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(commit, None));
        Assert.Equal(2, (await Head("r1")).LastSequence);
    }

    [Fact]
    public async Task A_repeat_of_a_commit_that_gave_up_the_lease_is_fenced()
    {
        await TakenRun();
        var commit = Commit("r1", 1, 1, entries: 0, head: To(RunStatus.Suspended, 1, wakeAt: 9));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(commit, None));

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(commit, None));
    }

    [Fact]
    public async Task A_run_that_nobody_holds_accepts_no_commit()
    {
        await RunIn(RunStatus.Suspended, wakeAt: 60);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2), None));

        await Store.CreateAsync(New("r2"), None);
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r2", 0, 1), None));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task A_run_that_ended_accepts_no_commit(RunStatus status)
    {
        var ended = await RunIn(status, at: 5);
        Assert.Equal(status, ended.Status);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2), None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2, head: To(RunStatus.Running, 6, keep: true)), None));
        Assert.Equal(ended, await Head("r1"));
    }

    [Fact]
    public async Task A_head_change_is_written_together_with_the_entries_and_releases_the_lease()
    {
        await TakenRun();

        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 5, wakeAt: 60, reason: "waits")), None);

        var head = await Head("r1");
        Assert.Equal(RunStatus.Suspended, head.Status);
        Assert.Equal(At(5), head.UpdatedAt);
        Assert.Equal(At(60), head.WakeAt);
        Assert.Equal("waits", head.Reason);
        Assert.Null(head.Owner);
        Assert.Null(head.LeaseUntil);
        Assert.Equal(1, head.Epoch);
        Assert.Equal(2, head.LastSequence);
    }

    [Fact]
    public async Task A_head_change_that_keeps_the_lease_leaves_it_as_it_is()
    {
        await TakenRun(leaseUntil: 30);

        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Running, 5, keep: true)), None);

        var head = await Head("r1");
        Assert.Equal("w1", head.Owner);
        Assert.Equal(At(30), head.LeaseUntil);
        Assert.Equal(At(5), head.UpdatedAt);
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 2), None));
    }

    [Fact]
    public async Task A_fenced_commit_writes_neither_snapshot_nor_head()
    {
        var before = await TakenRun();

        await Store.CommitAsync(Commit("r1", 7, 1, head: To(RunStatus.Completed, 5), snapshot: Entry(1, "snapshot")), None);

        Assert.Equal(before, await Head("r1"));
        Assert.Null((await Store.LoadAsync("r1", None))!.Snapshot);
    }

    [Fact]
    public async Task A_lease_that_has_merely_run_out_still_commits()
    {
        await TakenRun(leaseUntil: 1);

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Running, 500, keep: true)), None));
    }

    [Fact]
    public async Task Once_another_has_claimed_the_run_its_holder_is_fenced()
    {
        await TakenRun(leaseUntil: 10);
        Assert.Equal(["r1"], await ClaimedAt(11));

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 1), None));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 2, 1), None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 1, 2), None));
    }

    [Fact]
    public async Task A_commit_of_nothing_is_a_look_at_the_guards()
    {
        var before = await TakenRun();

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1, entries: 0), None));
        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 2, 1, entries: 0), None));
        Assert.Equal(before with { ClaimsWithoutProgress = 0 }, await Head("r1"));
    }

    [Fact]
    public async Task Big_entries_come_back_as_they_were()
    {
        await TakenRun();
        byte[] big = new byte[3 * 1024 * 1024 + 1];
        new Random(7).NextBytes(big);
        byte[] zero = new byte[5000];

        await Store.CommitAsync(Commit("r1", 1, 1) with { Entries = [new JournalEntry(2, big), new JournalEntry(3, zero)], Snapshot = new JournalEntry(2, big) }, None);

        var run = (await Store.LoadAsync("r1", None))!;
        Assert.True(run.Snapshot!.Value.Data.Span.SequenceEqual(big));
        Assert.True(Assert.Single(run.Entries).Data.Span.SequenceEqual(zero));
        var history = new List<JournalEntry>();
        await foreach (var entry in Store.ReadHistoryAsync("r1", None))
            history.Add(entry);
        Assert.True(history[1].Data.Span.SequenceEqual(big));
    }

    [Fact]
    public async Task The_store_keeps_a_copy_of_the_bytes()
    {
        await TakenRun();
        byte[] data = "before"u8.ToArray();
        await Store.CommitAsync(Commit("r1", 1, 1) with { Entries = [new JournalEntry(2, data.AsMemory())] }, None);
        data.AsSpan().Fill((byte)'x');

        Assert.Equal(["entry 1", "before"], await History("r1"));
    }

    [Fact]
    public async Task A_part_of_an_array_is_what_it_says()
    {
        await TakenRun();
        byte[] data = "abcdefgh"u8.ToArray();
        await Store.CommitAsync(Commit("r1", 1, 1) with { Entries = [new JournalEntry(2, data.AsMemory(2, 3))] }, None);

        Assert.Equal(["entry 1", "cde"], await History("r1"));
    }

    [Fact]
    public async Task A_commit_that_contradicts_itself_is_refused()
    {
        var before = await TakenRun();
        await Refused(Commit("r1", 1, 1) with { Entries = [Entry(3)] });
        await Refused(Commit("r1", 1, 1) with { Entries = [Entry(2), Entry(2)] });
        await Refused(Commit("r1", 1, 1) with { Entries = [new JournalEntry(2, default)] });
        await Refused(Commit("r1", 1, -1));
        await Refused(Commit("r1", 1, 1, snapshot: Entry(3)));
        await Refused(Commit("r1", 1, 1, snapshot: new JournalEntry(1, default)));
        await Refused(Commit("r1", 1, 1, head: To(RunStatus.Completed, 1, wakeAt: 2)));
        await Refused(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 1, keep: true)));
        await Refused(Commit("r1", 1, 1, head: To(RunStatus.Pending, 1)));
        await Refused(Commit("r1", 1, 1, head: To(RunStatus.Compensating, 1, wakeAt: 2)));
        await Refused(Commit("r1", 1, 1, head: To((RunStatus)42, 1)));
        await Refused(Commit("r1", 1, 1, head: To(RunStatus.Failed, 1, reason: new string('x', 4001))));
        Assert.Equal(before, await Head("r1"));

        async Task Refused(RunCommit commit) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CommitAsync(commit, None));
    }

    [Fact]
    public async Task The_longest_reason_fits()
    {
        await TakenRun();
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Failed, 1, reason: new string('é', 4000))), None);

        Assert.Equal(4000, (await Head("r1")).Reason!.Length);
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_does_nothing()
    {
        await TakenRun();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CommitAsync(Commit("r1", 1, 1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CreateAsync(New("r2"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ClaimAsync(Claim(100), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.GetAsync("r1", cancelled));

        Assert.Equal(1, (await Head("r1")).LastSequence);
        Assert.Null(await Store.GetAsync("r2", None));
    }
}
