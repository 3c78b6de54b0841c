using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.EachExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>[Each] in memory.</summary>
public sealed class EachTests
{
    private static Step List(string name, params int[] values) => new(name) { Body = (_, _, _) => new(values) };

    private static Step Sum(string name, params string[] needs) => new(name) { Body = (inputs, _, _) => new([inputs.Sum(i => i!.Sum())]), Needs = needs };

    private static Step Double(string over) => new("each") { Element = (e, _, _) => new(e[0] * 2), Over = [over] };

    [Fact]
    public async Task Results_are_in_the_order_of_the_elements()
    {
        var executor = Create(List("list", 1, 2, 3), Double("list") with
        {
            Element = async (e, _, _) =>
        {
            await Task.Delay(4 - e[0]);
            return e[0] * 2;
        }
        });
        Assert.Equal([2, 4, 6], await executor.RunAsync());
        Assert.True(executor.WasReturned);
    }

    [Fact]
    public async Task What_follows_takes_all_results()
    {
        var executor = Create(List("list", 1, 2, 3), Double("list"), Sum("sum", "each"));
        Assert.Equal([12], await executor.RunAsync());
        Assert.Equal([12], await executor.RunAsync()); // the executor as good as new
    }

    [Fact]
    public async Task An_empty_list_completes_at_once_with_an_empty_list()
    {
        var executor = Create(List("list"), Double("list"), Sum("sum", "each"));
        Assert.Equal([0], await executor.RunAsync());
    }

    [Fact]
    public async Task Lists_pair_up_until_the_shortest_ends()
    {
        var executor = Create(List("a", 1, 2, 3), List("b", 10, 20), new Step("each") { Element = (e, _, _) => new(e[0] + e[1]), Over = ["a", "b"] });
        Assert.Equal([11, 22], await executor.RunAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_than_MaxParallel_are_under_way_and_they_begin_in_order(int window)
    {
        int now = 0, most = 0;
        var begun = new List<int>();
        var executor = Create(List("list", [.. Enumerable.Range(0, 20)]), new Step("each")
        {
            Over = ["list"],
            MaxParallel = window,
            Element = async (e, _, _) =>
            {
                lock (begun)
                {
                    begun.Add(e[0]);
                    most = Math.Max(most, ++now);
                }
                await Task.Yield();
                lock (begun)
                    now--;
                return e[0];
            },
        });
        Assert.Equal(Enumerable.Range(0, 20), await executor.RunAsync());
        Assert.Equal(Enumerable.Range(0, 20), begun);
        Assert.InRange(most, 1, window);
    }

    [Fact]
    public async Task An_element_that_fails_for_good_fails_the_node_and_one_failure_is_reported()
    {
        var cancelled = 0;
        var executor = Create(List("list", 0, 1, 2, 3), new Step("each")
        {
            Over = ["list"],
            Element = async (e, _, ct) =>
            {
                if (e[0] == 3)
                    throw new InvalidDataException("three");
                try
                {
                    await Task.Delay(Timeout.Infinite, ct);
                }
                finally
                {
                    Interlocked.Increment(ref cancelled);
                }
                return 0;
            },
        });
        Assert.Equal("three", (await Assert.ThrowsAsync<InvalidDataException>(() => executor.RunAsync())).Message);
        Assert.Equal(3, cancelled);
    }

    [Fact]
    public async Task Elements_are_retried_each_for_itself_and_know_which_they_are()
    {
        var seen = new List<(int?, int, string)>();
        var executor = Create(List("list", 5, 6), new Step("each")
        {
            Over = ["list"],
            TakesContext = true,
            Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant),
            Element = (e, step, _) =>
            {
                seen.Add((step!.Element, step.Attempt, step.IdempotencyKey[(step.RunId.Length + 1)..]));
                return e[0] == 6 && step.Attempt < 3 ? throw new InvalidDataException() : new(e[0]);
            },
        });
        Assert.Equal([5, 6], await executor.RunAsync());
        Assert.Equal([(0, 1, "each[0]"), (1, 1, "each[1]"), (1, 2, "each[1]"), (1, 3, "each[1]")], seen);
    }

    [Fact]
    public async Task An_element_that_takes_too_long_is_named()
    {
        var executor = Create(List("list", 0, 1), new Step("each")
        {
            Over = ["list"],
            Timeout = TimeSpan.FromMilliseconds(500),
            Element = async (e, _, ct) =>
            {
                if (e[0] == 1)
                    await Task.Delay(Timeout.Infinite, ct);
                return 0;
            },
        });
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => executor.RunAsync());
        Assert.Contains("each[1]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enough_ends_it_with_exactly_so_many_and_cancels_what_is_under_way()
    {
        var token = CancellationToken.None;
        var executor = Create(List("list", 0, 1, 2, 3, 4), new Step("each")
        {
            Over = ["list"],
            Enough = 2,
            Element = (e, _, ct) =>
            {
                if (e[0] is not (1 or 3))
                {
                    token = ct;
                    return new(new TaskCompletionSource<int>().Task); // ignores that it is cancelled
                }
                return new(e[0] * 10);
            },
        }, Sum("sum", "each"));
        Assert.Equal([40], await executor.RunAsync());
        Assert.True(token.IsCancellationRequested);
        Assert.False(executor.WasReturned); // something of it is still going on
    }

    [Fact]
    public async Task With_Enough_elements_may_fail_as_long_as_so_many_can_still_complete()
    {
        Step Each(int failing) => new("each") { Over = ["list"], Enough = 2, Element = (e, _, _) => e[0] < failing ? throw new InvalidDataException($"{e[0]}") : new(e[0]) };

        Assert.Equal([2, 3], await Create(List("list", 0, 1, 2, 3), Each(2)).RunAsync());
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () => await Create(List("list", 0, 1, 2, 3), Each(3)).RunAsync());
        Assert.Equal("2", failure.Message);
    }

    [Fact]
    public async Task Until_ends_it_when_the_results_so_far_are_what_is_wanted()
    {
        var executor = Create(List("list", 1, 2, 3, 4, 5), Double("list") with { MaxParallel = 1, Until = results => results.Sum() >= 6 });
        Assert.Equal([2, 4], await executor.RunAsync());
    }

    [Fact]
    public async Task A_guard_over_results_that_throws_fails_the_node()
    {
        var executor = Create(List("list", 1, 2), Double("list") with { Until = _ => throw new InvalidDataException("guard") });
        Assert.Equal("guard", (await Assert.ThrowsAsync<InvalidDataException>(() => executor.RunAsync())).Message);
    }

    [Fact]
    public async Task What_is_ignored_is_waited_for_and_dropped()
    {
        var slow = new TaskCompletionSource<int>();
        var executor = Create(List("list", 0, 1, 2), new Step("each") { Over = ["list"], Enough = 1, Rest = Rest.Ignore, Element = (e, _, _) => e[0] == 1 ? new(7) : new(slow.Task) });
        var run = executor.RunAsync();
        Assert.False(run.IsCompleted);
        slow.SetResult(9);
        Assert.Equal([7], await run);
        Assert.True(executor.WasReturned);
    }

    [Fact]
    public async Task What_is_ignored_may_fail()
    {
        var slow = new TaskCompletionSource<int>();
        var executor = Create(List("list", 0, 1), new Step("each")
        {
            Over = ["list"],
            Enough = 1,
            Rest = Rest.Ignore,
            Retry = new RetryPolicy(5, TimeSpan.FromDays(1), Backoff.Constant),
            Element = (e, _, _) => e[0] == 1 ? new(7) : new(slow.Task),
        });
        var run = executor.RunAsync();
        slow.SetException(new InvalidDataException());
        Assert.Equal([7], await run);
    }

    [Fact]
    public async Task Elements_arrive_in_the_order_in_which_their_sources_complete()
    {
        var late = new TaskCompletionSource<int[]>();
        var executor = Create(
            new Step("a") { Body = (_, _, _) => new(late.Task) },
            List("b", 2),
            new Step("skipped") { Body = (_, _, _) => new([3]), Guard = _ => false },
            new Step("each") { Arrivals = ["a", "b", "skipped"], Element = (e, _, _) => new(e[0] * 10) });
        var run = executor.RunAsync();
        late.SetResult([1]);
        Assert.Equal([20, 10], await run);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_begins_no_further_element()
    {
        using var cancellation = new CancellationTokenSource();
        var begun = 0;
        var executor = Create(List("list", [.. Enumerable.Range(0, 100)]), new Step("each")
        {
            Over = ["list"],
            Element = (e, _, _) =>
            {
                begun++;
                if (e[0] == 4)
                    cancellation.Cancel();
                return new(0);
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await executor.RunAsync(cancellation.Token));
        Assert.Equal(5, begun);
    }

    [Fact]
    public async Task A_skipped_list_skips_it()
    {
        var executor = Create(List("list", 1) with { Guard = _ => false }, Double("list"));
        Assert.Null(await executor.RunAsync());
    }
}
