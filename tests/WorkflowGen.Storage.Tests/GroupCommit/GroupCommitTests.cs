using System.Diagnostics.Metrics;

namespace WorkflowGen.Storage.Tests;

public sealed class GroupCommitTests
{
    private readonly ScriptedWriter _writer = new();

    [Fact]
    public async Task Each_request_gets_its_own_answer_in_the_order_of_submission()
    {
        await using var commit = New();
        var answers = Enumerable.Range(0, 1000).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => -i), await Task.WhenAll(answers));
        Assert.Equal(Enumerable.Range(0, 1000), _writer.Written);
    }

    [Fact]
    public async Task What_arrives_during_a_flush_goes_together_in_the_next()
    {
        await using var commit = New();
        using var flushing = _writer.HoldNext();
        var first = commit.SubmitAsync(1, default);
        flushing.WaitUntilReached();
        var others = Enumerable.Range(2, 9).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();
        flushing.Dispose();

        await first;
        await Task.WhenAll(others);
        Assert.Equal([1, 9], _writer.BatchSizes);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_the_limit()
    {
        await using var commit = New(maxBatch: 4);
        using var flushing = _writer.HoldNext();
        var first = commit.SubmitAsync(1, default);
        flushing.WaitUntilReached();
        var others = Enumerable.Range(2, 10).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();
        flushing.Dispose();

        await first;
        await Task.WhenAll(others);
        Assert.Equal([1, 4, 4, 2], _writer.BatchSizes);
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_batch_is_durable()
    {
        await using var commit = New();
        using var flushing = _writer.HoldNext();
        var answer = commit.SubmitAsync(1, default).AsTask();
        flushing.WaitUntilReached();

        Assert.False(answer.IsCompleted);

        flushing.Dispose();
        Assert.Equal(-1, await answer);
    }

    [Fact]
    public async Task A_request_that_is_refused_does_not_harm_its_neighbours()
    {
        _writer.Refuse = 2;
        await using var commit = New();
        var answers = Enumerable.Range(1, 3).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();

        Assert.Equal(-1, await answers[0]);
        Assert.Equal("2 is refused", (await Assert.ThrowsAsync<InvalidOperationException>(() => answers[1])).Message);
        Assert.Equal(-3, await answers[2]);
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_the_outcome_of_all_its_requests_unknown_and_the_next_goes_on()
    {
        await using var commit = New();
        var flushing = _writer.HoldNext();
        var first = commit.SubmitAsync(1, default);
        flushing.WaitUntilReached();
        _writer.FailNext = new IOException("the disk is gone");
        var failed = Enumerable.Range(2, 3).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();
        flushing.Dispose();

        Assert.Equal(-1, await first);
        var exceptions = new List<StoreException>();
        foreach (var task in failed)
            exceptions.Add(await Assert.ThrowsAsync<StoreException>(() => task));
        Assert.All(exceptions, e => Assert.Equal(StoreFailure.Unavailable, e.Failure));
        Assert.All(exceptions, e => Assert.IsType<IOException>(e.InnerException));
        Assert.Equal(3, exceptions.Distinct().Count());
        Assert.Equal(-9, await commit.SubmitAsync(9, default));
    }

    [Fact]
    public async Task The_kind_of_failure_is_kept()
    {
        await using var commit = New();
        _writer.FailNext = new StoreException(StoreFailure.DiskFull, "no room");

        var e = await Assert.ThrowsAsync<StoreException>(async () => await commit.SubmitAsync(1, default));

        Assert.Equal((StoreFailure.DiskFull, "no room"), (e.Failure, e.Message));
    }

    [Fact]
    public async Task A_writer_that_forgets_a_request_is_found_out()
    {
        _writer.Forget = 2;
        await using var commit = New();

        Assert.Equal(-1, await commit.SubmitAsync(1, default));
        await Assert.ThrowsAsync<StoreException>(async () => await commit.SubmitAsync(2, default));
    }

    [Fact]
    public async Task Cancelling_stops_the_waiting_and_not_the_write()
    {
        await using var commit = New();
        using var flushing = _writer.HoldNext();
        var first = commit.SubmitAsync(1, default);
        flushing.WaitUntilReached();
        using var cancel = new CancellationTokenSource();
        var cancelled = commit.SubmitAsync(2, cancel.Token).AsTask();
        var neighbour = commit.SubmitAsync(3, default);
        await cancel.CancelAsync();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(cancel.Token, e.CancellationToken);
        flushing.Dispose();
        Assert.Equal(-1, await first);
        Assert.Equal(-3, await neighbour);
        Assert.Equal([1, 2, 3], _writer.Written);
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_submits_nothing()
    {
        await using var commit = New();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await commit.SubmitAsync(1, new CancellationToken(true)));
        await commit.SubmitAsync(2, default);
        Assert.Equal([2], _writer.Written);
    }

    [Fact]
    public async Task Disposing_carries_out_what_was_submitted_and_refuses_the_rest()
    {
        var commit = New();
        using var flushing = _writer.HoldNext();
        var answers = Enumerable.Range(1, 50).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();
        flushing.WaitUntilReached();
        var disposing = commit.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await commit.SubmitAsync(99, default));
        Assert.False(disposing.IsCompleted);
        flushing.Dispose();
        await disposing;
        await commit.DisposeAsync();

        Assert.Equal(Enumerable.Range(1, 50).Select(i => -i), await Task.WhenAll(answers));
        Assert.True(_writer.Closed);
    }

    [Fact]
    public async Task A_continuation_that_blocks_holds_up_nobody()
    {
        await using var commit = New();
        using var blocked = new ManualResetEventSlim();
        var blocking = Task.Run(async () =>
        {
            await commit.SubmitAsync(1, default);
            blocked.Wait(TestContext.Current.CancellationToken);
        });

        for (int i = 2; i < 20; i++)
            Assert.Equal(-i, await commit.SubmitAsync(i, default));
        blocked.Set();
        await blocking;
    }

    [Fact]
    public async Task Answers_and_cancellations_that_race_never_mix_up_requests()
    {
        await using var commit = New();
        await Parallel.ForEachAsync(Enumerable.Range(1, 20_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var answer = commit.SubmitAsync(i, cancel.Token);
            if (i % 2 == 0)
                cancel.Cancel();
            try
            {
                Assert.Equal(-i, await answer);
            }
            catch (OperationCanceledException e)
            {
                Assert.Equal(cancel.Token, e.CancellationToken);
            }
        });
        // What was abandoned may be on its way still.
        await commit.DisposeAsync();
        Assert.Equal(20_000, _writer.Written.Distinct().Count());
    }

    [Fact]
    public async Task Submitting_allocates_nothing_in_the_steady_state()
    {
        _writer.Quiet = true;
        await using var commit = New();
        // More at once than the loop ever has: an item may still be on its way back when the next request begins.
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => commit.SubmitAsync(i, default).AsTask()));
        Submit(1_000);
        (long caller, long writer) = (GC.GetAllocatedBytesForCurrentThread(), _writer.AllocatedByThread);
        Submit(1_000);

        Assert.Equal((0, 0), (GC.GetAllocatedBytesForCurrentThread() - caller, _writer.AllocatedByThread - writer));

        void Submit(int count)
        {
            for (int i = 0; i < count; i++)
            {
                var answer = commit.SubmitAsync(i, default);
                var spin = default(SpinWait);
                while (!answer.IsCompleted)
                    spin.SpinOnce(-1);
                if (answer.GetAwaiter().GetResult() != -i)
                    Assert.Fail("another request's answer");
            }
        }
    }

    [Fact]
    public async Task The_size_of_each_batch_is_measured()
    {
        var sizes = new List<int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument is { Name: "workflowgen.commit.batch_size", Meter.Name: "WorkflowGen" })
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, size, tags, _) =>
        {
            if (tags[0] is { Key: "store", Value: "measured" })
                sizes.Add(size);
        });
        listener.Start();

        await using (var commit = new GroupCommit<int, int>(_writer, "measured"))
        {
            using var flushing = _writer.HoldNext();
            var first = commit.SubmitAsync(1, default);
            flushing.WaitUntilReached();
            var others = Enumerable.Range(2, 4).Select(i => commit.SubmitAsync(i, default).AsTask()).ToArray();
            flushing.Dispose();
            await first;
            await Task.WhenAll(others);
        }

        Assert.Equal([1, 4], sizes);
    }

    private GroupCommit<int, int> New(int maxBatch = 1024) => new(_writer, "test", maxBatch);
}
