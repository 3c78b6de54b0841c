using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Testing;

namespace WorkflowGen.Scenarios.Tests;

public abstract class ScenarioTest
{
    protected const string Id = "r";

    /// <summary>A test of one workflow, some of whose steps fail.</summary>
    /// <param name="fails">Steps that fail and how many of their attempts do; −1: all.</param>
    protected static WorkflowTest Create<TWorkflow>(params (string Step, int Times)[] fails)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        var test = WorkflowTest.For<TWorkflow>(services => services.AddSingleton(provider =>
        {
            var world = new World(provider.GetRequiredService<Effects>());
            foreach (var (step, times) in fails)
                world.Fails[step] = times;
            return world;
        }));
        test.Patience = TimeSpan.FromSeconds(2);
        return test;
    }

    protected static async Task EverywhereAsync(Func<WorkflowTest> create, Func<WorkflowTest, Task> scenario)
    {
        var report = await CrashEverywhere.RunAsync(create, scenario, CrashDepth.Options);
        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.True(report.Crashes > 5, report.ToString());
    }

    /// <summary>What was done, each thing once, in order, without the run's id.</summary>
    protected static IReadOnlyList<string> Done(WorkflowTest test) => [.. test.Effects.All.Select(e => e.Key).Distinct().Select(k => k[(k.IndexOf('/') + 1)..])];

    protected static IReadOnlyList<string> Names(WorkflowTest test) => [.. test.Effects.All.DistinctBy(e => e.Key).Select(e => e.Name)];
}
