using System.Text;
using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    protected static RunSignal Signal(string id, string payload, string? key = null, string name = "Approval", double at = 1) =>
        new() { RunId = id, Name = name, Key = key, At = At(at), Payload = Encoding.UTF8.GetBytes(payload) };

    protected async Task<string[]> Inbox(string id, long after = 0) => Shown(await Store.ReadSignalsAsync(id, after, None));

    protected static string[] Shown(IEnumerable<StoredSignal> signals) => [.. signals.Select(s => $"{s.Sequence} {s.Name} {s.Key ?? "-"} {Encoding.UTF8.GetString(s.Payload.Span)}")];

    [Fact]
    public async Task A_signal_waits_in_the_inbox_until_it_is_consumed()
    {
        await TakenRun();

        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "yes", "k", at: 3), None));

        var put = Assert.Single(await Store.ReadSignalsAsync("r1", 0, None));
        Assert.Equal((1L, "Approval", "k", At(3)), (put.Sequence, put.Name, put.Key, put.At));
        Assert.Equal(Shown([put]), Shown((await Store.LoadAsync("r1", None))!.Signals));
        Assert.Equal(1, (await Head("r1")).LastSignal);

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1) with { ConsumedSignals = [1], SignalsSeen = 1 }, None));
        Assert.Empty(await Inbox("r1"));
        Assert.Empty((await Store.LoadAsync("r1", None))!.Signals);
        Assert.Equal(1, (await Head("r1")).LastSignal);
    }

    [Fact]
    public async Task Signals_keep_the_order_in_which_they_were_put()
    {
        await RunIn(RunStatus.Pending);
        for (int i = 1; i <= 5; i++)
            await Store.PutSignalAsync(Signal("r1", $"v{i}", i % 2 == 0 ? null : $"k{i}", at: 10 - i), None);

        Assert.Equal(["1 Approval k1 v1", "2 Approval - v2", "3 Approval k3 v3", "4 Approval - v4", "5 Approval k5 v5"], await Inbox("r1"));
        Assert.Equal(["4 Approval - v4", "5 Approval k5 v5"], await Inbox("r1", after: 3));
        Assert.Empty(await Inbox("r1", after: 5));
    }

    [Fact]
    public async Task Of_several_with_one_key_the_first_counts_also_when_it_was_consumed()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "first", "k"), None);

        Assert.Equal(PutSignalResult.Duplicate, await Store.PutSignalAsync(Signal("r1", "again", "k"), None));
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "other name", "k", name: "Refusal"), None));
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "other key", "K"), None));
        await Store.CommitAsync(Commit("r1", 1, 1) with { ConsumedSignals = [1] }, None);

        Assert.Equal(PutSignalResult.Duplicate, await Store.PutSignalAsync(Signal("r1", "late", "k"), None));
        Assert.Equal(["2 Refusal k other name", "3 Approval K other key"], await Inbox("r1"));
        Assert.Equal(3, (await Head("r1")).LastSignal);
    }

    [Fact]
    public async Task A_signal_without_a_key_is_put_each_time()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "same"), None);
        await Store.PutSignalAsync(Signal("r1", "same"), None);

        Assert.Equal(["1 Approval - same", "2 Approval - same"], await Inbox("r1"));
    }

    [Fact]
    public async Task Keys_of_two_runs_have_nothing_to_do_with_each_other()
    {
        await TakenRun("r1");
        await TakenRun("r2");

        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "a", "k"), None));
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r2", "b", "k"), None));
        Assert.Equal(["1 Approval k a"], await Inbox("r1"));
        Assert.Equal(["1 Approval k b"], await Inbox("r2"));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task A_run_that_has_ended_takes_no_signal(RunStatus status)
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "in time", "k"), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(status, 5)) with { ConsumedSignals = [1] }, None);
        var ended = await Head("r1");

        Assert.Equal(PutSignalResult.Ended, await Store.PutSignalAsync(Signal("r1", "too late", "late"), None));
        // A repeat of what was taken learns that it was.
        Assert.Equal(PutSignalResult.Duplicate, await Store.PutSignalAsync(Signal("r1", "in time", "k"), None));
        Assert.Equal(ended, await Head("r1"));
        Assert.Empty(await Inbox("r1"));
    }

    [Fact]
    public async Task A_signal_for_nobody_is_not_found()
    {
        Assert.Equal(PutSignalResult.NotFound, await Store.PutSignalAsync(Signal("r1", "?", "k"), None));
        Assert.Empty(await Inbox("r1"));
        await TakenRun();
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "!", "k"), None));
    }

    [Fact]
    public async Task A_signal_makes_a_suspended_run_due()
    {
        await RunIn(RunStatus.Suspended, "without");
        await RunIn(RunStatus.Suspended, "later", wakeAt: 1000);
        await RunIn(RunStatus.Suspended, "sooner", wakeAt: 5);
        var before = await Head("without");

        foreach (string id in new[] { "without", "later", "sooner" })
            await Store.PutSignalAsync(Signal(id, "wake", at: 20), None);

        Assert.Equal(before with { LastSignal = 1, WakeAt = At(20) }, await Head("without"));
        Assert.Equal(At(5), (await Head("sooner")).WakeAt);
        Assert.Equal(At(20), await Store.NextDueAsync(At(6), null, null, None));
        Assert.Equal(["sooner"], await ClaimedAt(19.5));
        Assert.Equal(["without", "later"], await ClaimedAt(20));
    }

    [Theory]
    [InlineData(RunStatus.Pending)]
    [InlineData(RunStatus.Parked)]
    public async Task A_signal_is_kept_and_wakes_nobody_else(RunStatus status)
    {
        var before = await RunIn(status, at: 50);

        await Store.PutSignalAsync(Signal("r1", "kept", at: 3), None);

        Assert.Equal(before with { LastSignal = 1 }, await Head("r1"));
        Assert.Empty(await ClaimedAt(10));
        Assert.Equal(["1 Approval - kept"], await Inbox("r1"));
    }

    [Fact]
    public async Task A_run_that_falls_asleep_without_having_seen_a_signal_is_due_at_once()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "one"), None);
        await Store.PutSignalAsync(Signal("r1", "two"), None);

        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Suspended, 5, wakeAt: 1000)) with { ConsumedSignals = [1], SignalsSeen = 1 }, None);

        Assert.Equal(At(5), (await Head("r1")).WakeAt);
        Assert.Equal(["r1"], await ClaimedAt(5));
        // One that knows of it and cannot use it may sleep.
        await Store.CommitAsync(Commit("r1", 2, 2, head: To(RunStatus.Suspended, 6, wakeAt: 1000)) with { SignalsSeen = 2 }, None);
        Assert.Equal(At(1000), (await Head("r1")).WakeAt);
        Assert.Equal(["2 Approval - two"], await Inbox("r1"));
    }

    [Fact]
    public async Task A_signal_leaves_the_lease_and_the_journal_of_a_running_run_alone()
    {
        var before = await TakenRun(leaseUntil: 30);
        await Store.CommitAsync(Commit("r1", 1, 1), None);

        await Store.PutSignalAsync(Signal("r1", "x"), None);

        Assert.Equal(before with { LastSequence = 2, ClaimsWithoutProgress = 0, LastSignal = 1 }, await Head("r1"));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 2), None));
        Assert.Empty(await ClaimedAt(29));
    }

    [Fact]
    public async Task A_fenced_commit_consumes_nothing()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "x"), None);

        Assert.Equal(CommitResult.Fenced, await Store.CommitAsync(Commit("r1", 9, 1) with { ConsumedSignals = [1] }, None));

        Assert.Equal(["1 Approval - x"], await Inbox("r1"));
    }

    [Fact]
    public async Task Consuming_what_is_not_there_is_no_mistake()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "x", "k"), None);

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1) with { ConsumedSignals = [7, 1, 1] }, None));
        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 2, entries: 0) with { ConsumedSignals = [1] }, None));
        Assert.Empty(await Inbox("r1"));
    }

    [Fact]
    public async Task Consuming_needs_no_entry()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "x"), None);

        Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, 1, entries: 0) with { ConsumedSignals = [1] }, None));
        Assert.Empty(await Inbox("r1"));
    }

    [Fact]
    public async Task The_store_keeps_a_copy_of_a_signals_bytes()
    {
        await TakenRun();
        byte[] data = "before"u8.ToArray();
        await Store.PutSignalAsync(Signal("r1", "") with { Payload = data }, None);
        data.AsSpan().Fill((byte)'x');

        Assert.Equal(["1 Approval - before"], await Inbox("r1"));
    }

    [Fact]
    public async Task A_signal_may_be_empty_large_and_oddly_named()
    {
        await TakenRun();
        byte[] big = new byte[1024 * 1024 + 1];
        new Random(7).NextBytes(big);
        string odd = new('ß', 256);

        await Store.PutSignalAsync(Signal("r1", "", odd, odd), None);
        await Store.PutSignalAsync(Signal("r1", "", new string('界', 256), new string('\uFFFD', 256)) with { Payload = big }, None);

        var signals = await Store.ReadSignalsAsync("r1", 0, None);
        Assert.Equal((odd, odd, 0), (signals[0].Name, signals[0].Key, signals[0].Payload.Length));
        Assert.True(signals[1].Payload.Span.SequenceEqual(big));
        Assert.Equal(PutSignalResult.Duplicate, await Store.PutSignalAsync(Signal("r1", "", odd, odd), None));
    }

    [Fact]
    public async Task A_signal_that_cannot_be_one_is_refused()
    {
        await TakenRun();
        await Refused(Signal("r1", "", name: ""));
        await Refused(Signal("r1", "", key: ""));
        await Refused(Signal("r1", "", name: new string('x', 257)));
        await Refused(Signal("r1", "", key: new string('x', 257)));
        await Refused(Signal("../r1", ""));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.PutSignalAsync(Signal("r1", "x"), new CancellationToken(canceled: true)));
        Assert.Empty(await Inbox("r1"));

        async Task Refused(RunSignal signal)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.PutSignalAsync(signal, None));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CommitAsync(Commit("r1", 1, 1) with { Signals = [signal] }, None));
        }
    }

    [Fact]
    public async Task The_signals_of_a_deleted_run_are_gone()
    {
        await TakenRun();
        await Store.PutSignalAsync(Signal("r1", "kept", "k"), None);
        await Store.PutSignalAsync(Signal("r1", "consumed", "l"), None);
        await Store.CommitAsync(Commit("r1", 1, 1, head: To(RunStatus.Completed, 5)) with { ConsumedSignals = [2] }, None);
        Assert.Equal(1, await Store.DeleteEndedAsync(At(100), 10, None));

        await TakenRun();

        Assert.Empty(await Inbox("r1"));
        Assert.Equal(0, (await Head("r1")).LastSignal);
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "new", "k"), None));
        Assert.Equal(PutSignalResult.Accepted, await Store.PutSignalAsync(Signal("r1", "new", "l"), None));
        Assert.Equal(["1 Approval k new", "2 Approval l new"], await Inbox("r1"));
    }

    [Fact]
    public async Task Many_signals_at_once_each_get_a_number()
    {
        await TakenRun("r1");
        await RunIn(RunStatus.Suspended, "r2");

        var results = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await Store.PutSignalAsync(Signal(i % 2 == 0 ? "r1" : "r2", $"v{i}", $"k{i / 4}"), None))));

        // Two of each four with one key go to each run.
        Assert.Equal(200, results.Count(r => r == PutSignalResult.Accepted));
        Assert.Equal(200, results.Count(r => r == PutSignalResult.Duplicate));
        foreach (string id in new[] { "r1", "r2" })
        {
            Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), (await Store.ReadSignalsAsync(id, 0, None)).Select(s => s.Sequence));
            Assert.Equal(100, (await Head(id)).LastSignal);
        }
    }

    [Fact]
    public async Task Signals_race_with_commits_and_none_is_lost()
    {
        await TakenRun();
        var sender = Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
                await Store.PutSignalAsync(Signal("r1", $"v{i}"), None);
        });
        var taken = new List<string>();
        for (int n = 1; taken.Count < 100; n++)
        {
            var waiting = await Store.ReadSignalsAsync("r1", 0, None);
            taken.AddRange(waiting.Select(s => Encoding.UTF8.GetString(s.Payload.Span)));
            Assert.Equal(CommitResult.Committed, await Store.CommitAsync(Commit("r1", 1, n) with { ConsumedSignals = [.. waiting.Select(s => s.Sequence)], SignalsSeen = waiting.Count > 0 ? waiting[^1].Sequence : 0 }, None));
        }

        await sender;
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"v{i}"), taken);
    }
}
