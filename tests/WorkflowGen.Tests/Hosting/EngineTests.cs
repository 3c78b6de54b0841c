using WorkflowGen.Storage;
using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Hosting;

public sealed class EngineTests
{
    private static Step Add(string name, int value, params string[] needs) =>
        new(name, (inputs, _, _) => new((inputs.Sum() ?? 0) + value)) { Needs = needs };

    [Fact]
    public async Task A_run_is_started_driven_and_completed()
    {
        await using var host = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Add("a", 1), Add("b", 2, "a"), Add("c", 3, "b"));
        Assert.True(await host.StartRunAsync("r1"));
        Assert.Equal(6, await host.WaitAsync("r1"));
        Assert.Equal(RunStatus.Completed, (await host.HeadAsync("r1")).Status);
    }

    [Fact]
    public async Task Starting_is_idempotent_by_id()
    {
        await using var host = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), Add("a", 1));
        Assert.True(await host.StartRunAsync("r1"));
        Assert.False(await host.StartRunAsync("r1"));
        Assert.Equal(1, await host.WaitAsync("r1"));
        Assert.False(await host.StartRunAsync("r1"));
    }

    [Fact]
    public async Task More_runs_than_slots_all_complete()
    {
        var store = new InMemoryWorkflowStore();
        await using var host = new EngineHarness(store, [Add("a", 1), Add("b", 2, "a")], o => o.MaxConcurrentRuns = 3);
        await host.Engine.StartAsync();
        for (var i = 0; i < 100; i++)
            await host.StartRunAsync($"r{i}");
        for (var i = 0; i < 100; i++)
            Assert.Equal(3, await host.WaitAsync($"r{i}"));
    }

    [Fact]
    public async Task A_failed_step_fails_the_run_and_says_where()
    {
        await using var host = await EngineHarness.StartedAsync(
            new InMemoryWorkflowStore(), Add("a", 1), new Step("b", (_, _, _) => throw new InvalidOperationException("no stock")) { Needs = ["a"] });
        await host.StartRunAsync("r1");
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => host.WaitAsync("r1"));
        Assert.Equal(("b", 1), (failure.Step, failure.Attempt));
        Assert.Contains("no stock", failure.Message);
        Assert.Equal("System.InvalidOperationException", failure.Failures[0].ErrorType);
    }

    [Fact]
    public async Task A_run_that_was_started_before_the_engine_is_taken_up()
    {
        await using var host = new EngineHarness(new InMemoryWorkflowStore(), [Add("a", 1)]);
        await host.StartRunAsync("r1");
        Assert.Equal(RunStatus.Pending, (await host.HeadAsync("r1")).Status);
        await host.Engine.StartAsync();
        Assert.Equal(1, await host.WaitAsync("r1"));
    }
}
