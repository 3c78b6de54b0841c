namespace WorkflowGen.Storage.Tests;

/// <summary>Requests of one batch see each other, and none of them is visible before the batch is written.</summary>
public sealed class RunBatchTests
{
    private static readonly DateTimeOffset T0 = DateTimeOffset.UnixEpoch;

    private readonly RunTable _table = new();
    private readonly LaneTurns _turns = new();

    [Fact]
    public void Two_claims_of_one_batch_do_not_meet()
    {
        Apply(batch =>
        {
            for (int i = 0; i < 5; i++)
                batch.Create(New($"r{i}", i));
        });

        Apply(batch =>
        {
            Assert.Equal(["r0", "r1", "r2"], Ids(batch.Claim(Claim("a", 3))));
            Assert.Equal(["r3", "r4"], Ids(batch.Claim(Claim("b", 3))));
            Assert.Null(_table.Find("r0")!.Head.Owner);
        });
        Assert.Equal("a", _table.Find("r0")!.Head.Owner);
    }

    [Fact]
    public void A_claim_finds_what_the_same_batch_made_due_in_order()
    {
        Apply(batch => batch.Create(New("old", 1)));

        Apply(batch =>
        {
            batch.Create(New("newer", 2));
            batch.Create(New("older", 0));
            Assert.Equal(["older", "old"], Ids(batch.Claim(Claim("a", 2))));
        });
    }

    [Fact]
    public void A_commit_after_a_claim_of_the_same_batch_is_fenced()
    {
        Apply(batch => batch.Create(New("r", 0) with { Owner = "a", LeaseUntil = T0.AddSeconds(1) }));

        Apply(batch =>
        {
            Assert.Equal(CommitResult.Committed, batch.Commit(Commit("r", 1, 1)));
            Assert.Single(batch.Claim(Claim("b", 1)));
            Assert.Equal(CommitResult.Fenced, batch.Commit(Commit("r", 1, 2)));
            Assert.Equal(CommitResult.Committed, batch.Commit(Commit("r", 2, 2)));
            Assert.Equal([2L, 3L], batch.Changes.Entries.Select(e => e.Entry.Sequence));
        });
        Assert.Equal(3, _table.Find("r")!.Head.LastSequence);
    }

    [Fact]
    public void A_head_is_written_once_and_not_at_all_for_entries_alone()
    {
        Apply(batch => batch.Create(New("r", 0) with { Owner = "a", LeaseUntil = T0.AddSeconds(1) }));

        var entries = Apply(batch => batch.Commit(Commit("r", 1, 1)));
        var heads = Apply(batch =>
        {
            batch.RequestCancel("r", T0);
            batch.Renew([new("r", 1)], T0.AddSeconds(50));
            batch.Release([new("r", 1)]);
        });

        Assert.Empty(entries.Heads);
        Assert.Null(Assert.Single(heads.Heads).Head.Owner);
    }

    [Fact]
    public void A_run_can_be_deleted_and_created_again_in_one_batch()
    {
        Apply(batch => batch.Create(New("r", 0) with { Owner = "a", LeaseUntil = T0.AddSeconds(1) }));
        Apply(batch => batch.Commit(Commit("r", 1, 1) with { Head = new HeadChange { Status = RunStatus.Completed, At = T0 } }));

        var changes = Apply(batch =>
        {
            Assert.Equal(1, batch.DeleteEnded(T0.AddSeconds(9), 10));
            Assert.Equal(0, batch.DeleteEnded(T0.AddSeconds(9), 10));
            Assert.True(batch.Create(New("r", 0)).Created);
        });

        Assert.Equal(1, Assert.Single(changes.Deleted).Key);
        Assert.Equal(2, Assert.Single(changes.Heads).Key);
        Assert.Equal(RunStatus.Pending, _table.Find("r")!.Head.Status);
    }

    [Fact]
    public void A_child_is_started_claimed_and_ended_and_its_parent_told_in_one_batch()
    {
        Apply(batch => batch.Create(New("p", 0) with { Owner = "a", LeaseUntil = T0.AddSeconds(1) }));

        var changes = Apply(batch =>
        {
            Assert.Equal(CommitResult.Committed, batch.Commit(Commit("p", 1, 1) with { Head = new HeadChange { Status = RunStatus.Suspended, At = T0 }, Starts = [New("c", 0)] }));
            Assert.Equal(["c"], Ids(batch.Claim(Claim("b", 5))));
            Assert.Equal(CommitResult.Committed, batch.Commit(Commit("c", 1, 1) with { Head = new HeadChange { Status = RunStatus.Completed, At = T0 }, Signals = [new RunSignal { RunId = "p", Name = "$c", Key = "k", At = T0, Payload = new byte[3] }] }));
            Assert.Equal(["p"], Ids(batch.Claim(Claim("b", 5))));
            Assert.Equal(CommitResult.Committed, batch.Commit(Commit("p", 2, 2) with { ConsumedSignals = [1], SignalsSeen = 1 }));
            Assert.Same(SignalInbox.Empty, _table.Find("p")!.Inbox);
        });

        Assert.False(Assert.Single(changes.Signals.Values).Waits);
        Assert.Equal(("b", 1L, 3L), (_table.Find("p")!.Head.Owner, _table.Find("p")!.Head.LastSignal, _table.Find("p")!.Head.LastSequence));
        Assert.Equal(RunStatus.Completed, _table.Find("c")!.Head.Status);
        Apply(batch => Assert.Equal(PutSignalResult.Duplicate, batch.PutSignal(new RunSignal { RunId = "p", Name = "$c", Key = "k", At = T0, Payload = default })));
    }

    [Fact]
    public void A_signal_without_a_key_that_comes_and_goes_in_one_batch_leaves_nothing()
    {
        Apply(batch => batch.Create(New("p", 0) with { Owner = "a", LeaseUntil = T0.AddSeconds(1) }));

        var changes = Apply(batch =>
        {
            batch.PutSignal(new RunSignal { RunId = "p", Name = "n", At = T0, Payload = default });
            batch.Commit(Commit("p", 1, 1) with { ConsumedSignals = [1] });
        });

        Assert.Empty(changes.Signals);
        Assert.Empty(_table.Find("p")!.Inbox.After(0));
    }

    private RunChanges Apply(Action<RunBatch> requests)
    {
        var batch = new RunBatch(_table, _lastKey, _turns);
        requests(batch);
        batch.Complete();
        batch.Apply();
        _lastKey = batch.LastKey;
        return batch.Changes;
    }

    private long _lastKey;

    private static NewRun New(string id, int at) => new() { RunId = id, Workflow = "w", Version = 1, CreatedAt = T0.AddSeconds(at), Entries = [new JournalEntry(1, new byte[1])] };

    private static ClaimRequest Claim(string owner, int limit) => new() { Owner = owner, Now = T0.AddSeconds(100), LeaseUntil = T0.AddSeconds(200), Limit = limit };

    private static RunCommit Commit(string id, long epoch, long expected) => new() { RunId = id, Epoch = epoch, ExpectedSequence = expected, Entries = [new JournalEntry(expected + 1, new byte[1])] };

    private static string[] Ids(IEnumerable<RunHead> heads) => [.. heads.Select(h => h.RunId)];
}
