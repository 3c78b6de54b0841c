namespace WorkflowGen.Tests.Execution.Generated;

/// <summary>A run in memory allocates nothing of its own once it is warm: neither while its steps complete at once, nor when they suspend.</summary>
public sealed class AllocationTests
{
    private const int WarmUps = 200;
    private const int Runs = 1000;

    [Fact]
    public void Chain_of_synchronous_steps() => AllocatesNothing(new SynchronousChain().RunAsync, 11);

    [Fact]
    public void Chain_of_completed_value_tasks() => AllocatesNothing(new ValueTaskChain().RunAsync, 11);

    [Fact]
    public void Chain_of_suspending_steps()
    {
        var pump = new Pump();
        AllocatesNothing(new SuspendingChain(pump).RunAsync, 11, pump);
    }

    [Fact]
    public void Diamond() => AllocatesNothing(new SynchronousDiamond().RunAsync, 6);

    [Fact]
    public void Diamond_of_suspending_steps()
    {
        var pump = new Pump();
        AllocatesNothing(new SuspendingDiamond(pump).RunAsync, 6, pump);
    }

    [Fact]
    public void Fan_out_of_10() => AllocatesNothing(new SynchronousFanOut10().RunAsync, 20L);

    [Fact]
    public void Fan_out_of_10_suspending_steps()
    {
        var pump = new Pump();
        AllocatesNothing(new SuspendingFanOut10(pump).RunAsync, 20L, pump);
    }

    [Fact]
    public void Fan_out_of_100() => AllocatesNothing(new SynchronousFanOut100().RunAsync, 200L);

    [Fact]
    public void Fan_out_of_100_suspending_steps()
    {
        var pump = new Pump();
        AllocatesNothing(new SuspendingFanOut100(pump).RunAsync, 200L, pump);
    }

    [Fact]
    public void Measuring_sees_an_allocation()
    {
        object? kept = null;
        Assert.True(BytesOf(() => kept = new object()) >= Runs * 16);
        Assert.NotNull(kept);
    }

    /// <summary>Both without a token and with one that can be cancelled.</summary>
    private static void AllocatesNothing<T>(Func<int, CancellationToken, ValueTask<T>> run, T expected, Pump? pump = null)
    {
        Assert.Equal(0, BytesOf(() => Once(default)));
        using var cancellation = new CancellationTokenSource();
        var token = cancellation.Token;
        Assert.Equal(0, BytesOf(() => Once(token)));

        void Once(CancellationToken cancellationToken)
        {
            var task = run(1, cancellationToken);
            if (pump is not null)
            {
                Assert.False(task.IsCompleted);
                pump.RunAll();
            }
            if (!EqualityComparer<T>.Default.Equals(task.GetAwaiter().GetResult(), expected))
                throw new InvalidOperationException("The run has another result.");
        }
    }

    private static long BytesOf(Action action)
    {
        for (var i = 0; i < WarmUps; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
            action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
