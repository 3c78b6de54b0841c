using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

/// <summary>Something that is done when somebody says so, and not before.</summary>
[AllowNondeterminism("stands for the world")]
public sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public void Open() => _opened.SetResult();
}

/// <summary>Loads, whatever it is told meanwhile.</summary>
[Workflow("stubborn-load")]
public sealed partial class StubbornLoad(World world, Gate gate)
{
    public partial ValueTask<Flight> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Unload))]
    private async Task<Flight> Load(Order order, StepContext step)
    {
        await gate.Opened;
        world.Do(step);
        return new Flight(order.Amount);
    }

    private Task Unload(Flight load, StepContext step) => world.DoAsync(step);
}

/// <summary>Goes on without the load where that takes too long.</summary>
[Workflow("dock")]
public sealed partial class Dock(World world, StubbornLoad load)
{
    private readonly StubbornLoad _load = load;

    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Step, CompensateWith(nameof(Leave))]
    private async Task<Hotel> Enter(Order order, StepContext step)
    {
        await world.DoAsync(step);
        return new Hotel(1);
    }

    private Task Leave(Hotel enter, StepContext step) => world.DoAsync(step);

    [Child, After(nameof(Enter)), Timeout("1h")]
    private partial Task<Flight> Take(StubbornLoad workflow, Order order);

    [Step, Catch(nameof(Take))]
    private Approval Note(StepFailure failure) => new(failure.ErrorType);

    [Step]
    private string Tell([From(nameof(Take))] Flight? take, Approval? note) => take is null ? $"empty: {note!.By}" : "loaded";
}

[Workflow("port")]
public sealed partial class Port(World world, Dock dock)
{
    private readonly Dock _dock = dock;

    public partial ValueTask<string> RunAsync(Order order, CancellationToken cancellationToken = default);

    [Child]
    private partial Task<string> Go(Dock workflow, Order order);

    [Delay("1m")]
    private partial Task Rest(string go);

    [Step, After(nameof(Rest))]
    private async Task<string> Settle(string go, StepContext step)
    {
        await world.DoAsync(step);
        return go;
    }
}

/// <summary>In memory, too, a child ends when those that it gave up have.</summary>
public sealed class LeftChildInMemoryTests
{
    private readonly VirtualTimeProvider _time = new();
    private readonly Gate _gate = new();
    private readonly Effects _effects = new();
    private readonly World _world;

    public LeftChildInMemoryTests() => _world = new World(_effects);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_grandchild_that_was_given_up_and_completes_is_undone_with_the_child(bool fails)
    {
        _world.Fails["Settle"] = fails ? -1 : 0;
        var run = new Port(_world, new Dock(_world, new StubbornLoad(_world, _gate))).Start(new Order(7), _time, TestContext.Current.CancellationToken);
        await UntilAsync(() => _time.NextTimer is not null);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_time.NextTimer); // else the child would be over, and the parent would rest
        _gate.Open();
        await UntilAsync(() => _time.NextTimer is not null);
        _time.Advance(TimeSpan.FromMinutes(1));

        if (fails)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion);
            Assert.Equal(["Enter", "Load", "Unload", "Leave"], _effects.All.Select(e => e.Name));
        }
        else
        {
            Assert.Equal("empty: System.TimeoutException", await run.Completion);
            Assert.Equal(["Enter", "Load", "Settle"], _effects.All.Select(e => e.Name));
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1_000 && !condition(); i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }
}
