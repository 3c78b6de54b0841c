using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>Measures the process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(LoopMemoryTests), DisableParallelization = true)]
[Collection(nameof(LoopMemoryTests))]
public sealed class LoopMemoryTests
{
    [Fact]
    public async Task A_million_rounds_in_memory_take_no_more_room_than_a_few()
    {
        var held = new List<long>();
        var result = await Create(
            new Step("a", (_, step, _) =>
            {
                if (step!.Round is 10_000 or 1_000_000)
                    held.Add(GC.GetTotalMemory(forceFullCollection: true));
                return new(step.Round);
            })
            { TakesContext = true },
            new Step("b", (inputs, _, _) => new(inputs[0])) { Needs = ["a"], Previous = ["b"], Loop = new("a", v => v[0] < 1_000_000) }).RunAsync();
        Assert.Equal(1_000_000, result);
        Assert.InRange(held[1] - held[0], long.MinValue, 1_000_000);
    }
}
