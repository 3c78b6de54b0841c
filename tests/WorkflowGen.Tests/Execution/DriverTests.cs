using WorkflowGen.Execution;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

public sealed class DriverTests
{
    private static Step Sync(string name, params string[] needs) =>
        new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + 1)) { Needs = needs };

    private static Step Suspending(string name, params string[] needs) =>
        new(name, async (inputs, _, _) =>
        {
            await Task.Yield();
            return inputs.Sum() + 1;
        })
        { Needs = needs };

    [Fact]
    public async Task A_chain_runs_in_order()
    {
        var executor = Create(Sync("a"), Suspending("b", "a"), Sync("c", "b"));
        Assert.Equal(3, await executor.RunAsync());
        Assert.True(executor.WasReturned);
        Assert.Equal(3, await executor.RunAsync());
    }

    [Fact]
    public async Task A_diamond_joins_once()
    {
        var executor = Create(Suspending("a"), Suspending("b", "a"), Suspending("c", "a"), Suspending("d", "b", "c"));
        for (var i = 0; i < 1000; i++)
            Assert.Equal(5, await executor.RunAsync());
    }

    [Fact]
    public async Task Branches_run_side_by_side()
    {
        var both = new Barrier();
        var executor = Create(
            new Step("a", both.Arrive), new Step("b", both.Arrive), Sync("c", "a", "b"));
        Assert.Equal(3, await executor.RunAsync());
    }

    [Fact]
    public async Task A_failure_cancels_what_runs_beside_it_and_surfaces()
    {
        var cancelled = false;
        var executor = Create(
            new Step("a", async (_, _, ct) =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, ct);
                }
                catch (OperationCanceledException)
                {
                    cancelled = true;
                    throw;
                }
                return 1;
            }),
            new Step("b", async (_, _, _) =>
            {
                await Task.Yield();
                throw new InvalidDataException("no");
            }),
            Sync("c", "a", "b"));
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        Assert.Equal("no", failure.Message);
        Assert.True(cancelled);
    }

    [Fact]
    public async Task Every_exception_surfaces()
    {
        var both = new Barrier();
        Body fails = async (i, s, ct) =>
        {
            await both.Arrive(i, s, ct);
            throw new InvalidDataException();
        };
        var executor = Create(new Step("a", fails), new Step("b", fails));
        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await executor.RunAsync());
        Assert.Equal(2, failure.InnerExceptions.Count);
    }

    [Fact]
    public async Task A_guard_that_does_not_hold_skips_what_needs_the_step()
    {
        var executor = Create(
            Sync("a"),
            Sync("b", "a") with { Guard = _ => false },
            Sync("c", "b"),
            Sync("d") with { Reads = ["c"], Needs = ["a"] });
        Assert.Equal(2, await executor.RunAsync());
    }

    [Fact]
    public async Task A_failed_attempt_is_followed_by_another()
    {
        var attempts = 0;
        var executor = Create(new Step("a", async (_, step, _) =>
        {
            await Task.Yield();
            return ++attempts < 3 ? throw new InvalidDataException() : step!.Attempt;
        })
        { TakesContext = true, Retry = new RetryPolicy(3, TimeSpan.FromMilliseconds(1), Backoff.Exponential) });
        Assert.Equal(3, await executor.RunAsync());
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task Attempts_are_the_total()
    {
        var attempts = 0;
        var executor = Create(new Step("a", (_, _, _) =>
        {
            attempts++;
            throw new InvalidDataException();
        })
        { Retry = new RetryPolicy(3, TimeSpan.Zero, Backoff.Constant) });
        await Assert.ThrowsAsync<InvalidDataException>(async () => await executor.RunAsync());
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task A_step_that_times_out_has_failed_even_when_it_ignores_its_token()
    {
        var never = new TaskCompletionSource<int?>();
        var executor = Create(new Step("a", (_, _, _) => new(never.Task)) { Timeout = TimeSpan.FromMilliseconds(20) });
        var failure = await Assert.ThrowsAsync<TimeoutException>(async () => await executor.RunAsync());
        Assert.Equal("Step 'a' exceeded its timeout of 20ms in attempt 1.", failure.Message);
        never.SetResult(1);
        Assert.False(executor.WasReturned);
    }

    [Fact]
    public async Task A_synchronous_step_that_takes_too_long_has_failed()
    {
        var executor = Create(new Step("a", (_, _, _) =>
        {
            Thread.Sleep(30); // what is tested: a step that blocks its thread, on the clock that a run in memory has
            return new(1);
        })
        { Timeout = TimeSpan.FromMilliseconds(5) });
        await Assert.ThrowsAsync<TimeoutException>(async () => await executor.RunAsync());
    }

    [Fact]
    public async Task Cancelling_the_run_cancels_its_steps()
    {
        using var source = new CancellationTokenSource();
        var executor = Create(new Step("a", async (_, _, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return 1;
        }));
        var run = executor.RunAsync(source.Token).AsTask();
        source.Cancel();
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(source.Token, failure.CancellationToken);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_starts_runs_nothing()
    {
        var ran = false;
        var executor = Create(new Step("a", (_, _, _) =>
        {
            ran = true;
            return new(1);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await executor.RunAsync(new CancellationToken(true)));
        Assert.False(ran);
    }

    [Fact]
    public async Task Steps_run_in_the_context_of_the_caller()
    {
        var local = new AsyncLocal<int> { Value = 7 };
        var executor = Create(
            Suspending("a"),
            new Step("b", (_, _, _) => new(local.Value)) { Needs = ["a"] });
        Assert.Equal(7, await executor.RunAsync());
    }

    /// <summary>Lets two go on only when both are there.</summary>
    private sealed class Barrier
    {
        private readonly TaskCompletionSource _both = new();
        private int _arrived;

        public async ValueTask<int?> Arrive(int?[] inputs, StepContext? step, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _arrived) == 2)
                _both.SetResult();
            await _both.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            return 1;
        }
    }
}
