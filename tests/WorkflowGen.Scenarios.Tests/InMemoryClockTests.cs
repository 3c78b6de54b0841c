using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Waits for nothing but its own next attempt.</summary>
[Workflow("persistent")]
public sealed partial class Persistent(World world)
{
    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, Retry(3, "2h", Backoff.Constant), Idempotency(Idempotency.Keyed)]
    private async Task<string> Call(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return $"attempt {step.Attempt}";
    }
}

/// <summary>Nothing but a child.</summary>
[Workflow("delegating")]
public sealed partial class Delegating(Persistent persistent)
{
    private readonly Persistent _persistent = persistent;

    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<string> Call(Persistent workflow, Order order);
}

/// <summary>Runs in memory that neither wait for anybody nor rest, and take hours all the same.</summary>
public sealed class InMemoryClockTests
{
    private readonly VirtualTimeProvider _time = new();
    private readonly World _world = new(new Effects());

    public InMemoryClockTests() => _world.Fails["Call"] = 2;

    [Fact]
    public async Task A_run_that_only_retries()
    {
        var run = new Persistent(_world).Start(new Order(7), _time, TestContext.Current.CancellationToken);
        await AdvanceToEndAsync(run.Completion);

        Assert.Equal("attempt 3", await run.Completion);
        Assert.Equal(TimeSpan.FromHours(4), _waited);
    }

    [Fact]
    public async Task A_run_whose_child_retries()
    {
        var run = new Delegating(new Persistent(_world)).Start(new Order(7), _time, TestContext.Current.CancellationToken);
        await AdvanceToEndAsync(run.Completion);

        Assert.Equal("attempt 3", await run.Completion);
        Assert.Equal(TimeSpan.FromHours(4), _waited);
    }

    private TimeSpan _waited;

    private async Task AdvanceToEndAsync(Task completion)
    {
        while (!completion.IsCompleted)
        {
            if (_time.NextTimer is not null)
            {
                _time.Advance(TimeSpan.FromHours(2));
                _waited += TimeSpan.FromHours(2);
            }
            await Task.WhenAny(completion, Task.Delay(5, TestContext.Current.CancellationToken));
        }
    }
}
