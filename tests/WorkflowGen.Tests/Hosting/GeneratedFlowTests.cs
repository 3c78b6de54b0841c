using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Hosting;

public abstract record Reply
{
    private Reply()
    {
    }

    public sealed record Yes(string By) : Reply;

    public sealed record No(int Code) : Reply;
}

[Workflow("replying")]
public sealed partial class ReplyWorkflow
{
    public partial ValueTask<Reply> RunAsync(int number);

    private static bool IsOdd(int number) => number % 2 == 1;

    [Step, Output, When(nameof(IsOdd))]
    private Reply.Yes Agree(int number) => new("all");

    [Step, Output, Unless(nameof(IsOdd))]
    private Reply.No Refuse(int number) => new(number);
}

public readonly record struct Mark(int Points);

[Workflow("gathering")]
public sealed partial class GatherWorkflow
{
    public partial ValueTask<IReadOnlyList<Mark>> RunAsync(int[] numbers);

    [Signal]
    private partial Mark Add();

    [Step]
    private async Task<Mark> Rate([Each] int number, Mark add)
    {
        await Task.Yield();
        return new(number + add.Points);
    }

    private static bool IsLow(int weigh) => weigh < 30;

    [Step, Loop(While = nameof(IsLow))]
    private int Weigh([From(nameof(Rate))] IReadOnlyList<Mark> marks, [Previous] int weigh = 0) => weigh + marks.Sum(m => m.Points);

    [Step, Output]
    private IReadOnlyList<Mark> Tell([From(nameof(Rate))] IReadOnlyList<Mark> marks, [From(nameof(Weigh))] int weight) => [.. marks, new(weight)];
}

/// <summary>Generated executors and clients, in durable runs.</summary>
public sealed class GeneratedFlowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_result_is_read_as_the_type_of_the_step_that_handed_it_over(int number)
    {
        var store = new InMemoryWorkflowStore();
        Reply expected = number == 1 ? new Reply.Yes("all") : new Reply.No(2);
        await using (var services = Services(store))
        {
            await services.GetRequiredService<WorkflowEngine>().StartAsync();
            var run = await services.GetRequiredService<ReplyWorkflowClient>().StartAsync("r", number);
            Assert.Equal(expected, await run.WaitAsync());
        }

        // By somebody who has not seen it run.
        await using var reader = Services(store, executes: false);
        Assert.Equal(expected, (await reader.GetRequiredService<ReplyWorkflowClient>().GetAsync("r"))?.Result);
    }

    [Fact]
    public async Task Signals_elements_and_rounds_go_through_their_json()
    {
        var store = new InMemoryWorkflowStore();
        await using (var client = Services(store, executes: false))
        {
            await client.GetRequiredService<GatherWorkflowClient>().StartAsync("r", [1, 2]);
            Assert.True(await client.GetRequiredService<GatherWorkflowClient>().SignalAddAsync("r", new Mark(4)));
        }
        await using var services = Services(store);
        await services.GetRequiredService<WorkflowEngine>().StartAsync();
        Assert.Equal([new Mark(5), new Mark(6), new Mark(33)], await services.GetRequiredService<GatherWorkflowClient>().WaitAsync("r"));
    }

    private static ServiceProvider Services(IWorkflowStore store, bool executes = true)
    {
        var services = new ServiceCollection();
        services.AddWorkflowGen(w => w
            .UseStore(_ => new DelegatingStore(store))
            .Configure(o => o.ExecuteRuns = executes)
            .AddWorkflow<ReplyWorkflow>()
            .AddWorkflow<GatherWorkflow>());
        return services.BuildServiceProvider();
    }
}
