using System.Runtime.CompilerServices;
using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.EachExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>[Each] over streams, in memory.</summary>
public sealed class StreamTests
{
    private readonly List<string> _seen = [];

    private Step Stream(string name, int count, bool yields = true) => new(name) { Stream = (_, ct) => Items(name, count, yields, ct) };

    private async IAsyncEnumerable<int> Items(string name, int count, bool yields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                if (yields)
                    await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                lock (_seen)
                    _seen.Add($"{name}{i}");
                yield return i;
            }
        }
        finally
        {
            lock (_seen)
                _seen.Add($"{name} disposed");
        }
    }

    private static Step Each(params string[] streams) => new("each") { Streams = streams, Element = (e, _, _) => new(e.Sum() * 10) };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Items_are_elements_in_order(bool yields)
    {
        var executor = Create(Stream("s", 4, yields), Each("s"));
        Assert.Equal([0, 10, 20, 30], await executor.RunAsync());
        Assert.Equal(["s0", "s1", "s2", "s3", "s disposed"], _seen);
        Assert.True(executor.WasReturned);
        Assert.Equal([0, 10, 20, 30], await executor.RunAsync());
    }

    [Fact]
    public async Task A_stream_without_items_gives_an_empty_list() => Assert.Equal([], await Create(Stream("s", 0), Each("s")).RunAsync());

    [Fact]
    public async Task It_is_pulled_no_further_ahead_than_the_window_and_items_are_forgotten()
    {
        var gates = Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var executor = Create(Stream("s", 100, yields: false), Each("s") with { MaxParallel = 4, Element = (e, _, _) => new(gates[e[0]].Task) });
        var run = executor.RunAsync();
        Assert.Equal(["s0", "s1", "s2", "s3"], _seen);
        for (var i = 0; i < gates.Length; i++)
            gates[i].SetResult(i);
        Assert.Equal(Enumerable.Range(0, 100), await run);
        Assert.InRange(executor.MostItemsKept, 1, 4);
        Assert.Equal(0, executor.ItemsKept);
    }

    [Fact]
    public async Task Streams_and_lists_pair_up_until_the_shortest_ends()
    {
        var executor = Create(Stream("a", 1000), Stream("b", 3), Each("a", "b") with { Over = ["input"] });
        executor.Input = [100, 200, 300, 400];
        Assert.Equal([1000, 2020, 3040], await executor.RunAsync());
        await Until(() => _seen.Contains("a disposed"));
    }

    [Fact]
    public async Task A_list_that_is_shorter_than_the_stream_ends_it()
    {
        var executor = Create(Stream("a", int.MaxValue), Each("a") with { Over = ["input"] });
        executor.Input = [100, 200];
        Assert.Equal([1000, 2010], await executor.RunAsync());
        Assert.Equal(["a0", "a1", "a disposed"], _seen);
    }

    [Fact]
    public async Task One_that_is_given_up_while_it_is_at_work_on_an_item_is_disposed_of_after_that()
    {
        var moved = new TaskCompletionSource();
        async IAsyncEnumerable<int> Deaf()
        {
            try
            {
                yield return 0;
                await moved.Task;
                yield return 1;
            }
            finally
            {
                lock (_seen)
                    _seen.Add("disposed");
            }
        }

        var executor = Create(new Step("s") { Stream = (_, _) => Deaf() }, Each("s") with { Enough = 1 });
        Assert.Equal([0], await executor.RunAsync());
        Assert.Empty(_seen); // the run does not wait for what takes no notice
        moved.SetResult();
        await Until(() => _seen is ["disposed"]);
    }

    [Fact]
    public async Task One_that_throws_after_it_was_given_up_is_disposed_of_too()
    {
        var items = new Failing();
        var executor = Create(new Step("s") { Stream = (_, _) => items }, Each("s") with { Enough = 1 });
        Assert.Equal([0], await executor.RunAsync());
        Assert.False(items.IsDisposed);
        items.Moved.SetException(new InvalidDataException());
        await Until(() => items.IsDisposed);
    }

    private sealed class Failing : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        private bool _begun;

        public TaskCompletionSource<bool> Moved { get; } = new();

        public bool IsDisposed { get; private set; }

        public int Current => 0;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            if (_begun)
                return new(Moved.Task);
            _begun = true;
            return new(true);
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }
    }

    [Fact]
    public async Task Enough_closes_an_endless_stream()
    {
        var executor = Create(Stream("s", int.MaxValue), Each("s") with { Enough = 3 });
        Assert.Equal([0, 10, 20], await executor.RunAsync());
        await Until(() => _seen[^1] == "s disposed");
    }

    [Fact]
    public async Task An_endless_synchronous_stream_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var executor = Create(Stream("s", int.MaxValue, yields: false), Each("s") with
        {
            Element = (e, _, _) =>
            {
                if (e[0] == 10_000)
                    cancellation.Cancel();
                return new(0);
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executor.RunAsync(cancellation.Token));
    }

    [Fact]
    public async Task Two_take_the_same_items_each_at_its_pace()
    {
        var slow = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var executor = Create(
            Stream("s", 20),
            new Step("slow") { Streams = ["s"], MaxParallel = 2, Element = async (e, _, _) => e[0] == 0 ? await slow.Task : e[0] },
            new Step("fast") { Streams = ["s"], MaxParallel = 2, Element = (e, _, _) => new(e[0]) },
            new Step("sum") { Needs = ["slow", "fast"], Body = (i, _, _) => new([i[0]!.Sum(), i[1]!.Sum()]) });
        var run = executor.RunAsync();
        await Until(() => _seen.Count > 4);
        slow.SetResult(1000);
        Assert.Equal([1190, 190], await run);
        Assert.Equal(0, executor.ItemsKept);
    }

    [Fact]
    public async Task A_stream_that_fails_fails_the_run_and_what_is_under_way_is_told()
    {
        static async IAsyncEnumerable<int> Broken()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidDataException("stream");
        }

        var executor = Create(new Step("s") { Stream = (_, _) => Broken() }, Each("s") with
        {
            Element = async (e, _, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return 0;
        }
        });
        Assert.Equal("stream", (await Assert.ThrowsAsync<InvalidDataException>(() => executor.RunAsync())).Message);
    }

    [Fact]
    public async Task A_stream_is_retried_from_its_beginning_and_what_it_has_yielded_is_passed_over()
    {
        async IAsyncEnumerable<int> Flaky(int attempt)
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Yield();
                if (i == attempt)
                    throw new InvalidDataException("stream");
                yield return i;
            }
        }

        var begun = new List<int>();
        var executor = Create(
            new Step("s") { TakesContext = true, Stream = (step, _) => Flaky(step!.Attempt), Retry = new RetryPolicy(6, TimeSpan.Zero, Backoff.Constant) },
            Each("s") with
            {
                Element = (e, _, _) =>
                {
                    begun.Add(e[0]);
                    return new(e[0]);
                },
            });
        Assert.Equal([0, 1, 2, 3, 4], await executor.RunAsync());
        Assert.Equal([0, 1, 2, 3, 4], begun);
    }

    [Fact]
    public async Task A_stream_that_yields_fewer_items_the_second_time_says_so()
    {
        static async IAsyncEnumerable<int> Shrinking(int attempt)
        {
            await Task.Yield();
            yield return 0;
            if (attempt == 2)
                yield break;
            yield return 1;
            throw new InvalidDataException("stream");
        }

        var executor = Create(
            new Step("s") { TakesContext = true, Stream = (step, _) => Shrinking(step!.Attempt), Retry = new RetryPolicy(2, TimeSpan.Zero, Backoff.Constant) }, Each("s"));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => executor.RunAsync());
        Assert.Contains("must yield the same items again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_gives_nothing_for_too_long_times_out()
    {
        static async IAsyncEnumerable<int> Stuck([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return 1;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var executor = Create(new Step("s") { Stream = (_, ct) => Stuck(ct), Timeout = TimeSpan.FromMilliseconds(20) }, Each("s"));
        await Assert.ThrowsAsync<TimeoutException>(() => executor.RunAsync());
    }

    private async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 4000; i++)
        {
            lock (_seen)
            {
                if (condition())
                    return;
            }
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        Assert.Fail("It did not come to that.");
    }
}
