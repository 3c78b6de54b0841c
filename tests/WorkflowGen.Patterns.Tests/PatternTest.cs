using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Execution;
using WorkflowGen.Storage;
using WorkflowGen.Testing;

namespace WorkflowGen.Patterns.Tests;

/// <summary>A scenario for a pattern, run with a crash, a lost answer and a refusal at every call of the store.</summary>
public abstract class PatternTest
{
    /// <summary>The run that the scenarios start.</summary>
    protected const string Id = "p";

    protected static async Task EverywhereAsync<TWorkflow>(Func<WorkflowTest, Task> scenario)
        where TWorkflow : class, IWorkflow<TWorkflow>
    {
        var report = await CrashEverywhere.RunAsync(
            static () =>
            {
                WorkflowTest? test = null;
                test = WorkflowTest.For<TWorkflow>(services => services.AddSingleton(provider => new Desk(provider.GetRequiredService<Effects>(), test!.Time)));
                test.Patience = TimeSpan.FromSeconds(2);
                return test;
            },
            scenario,
            CrashDepth.Options);
        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.True(report.Crashes > 10, report.ToString());
    }

    /// <summary>What was done, each thing once, in the order in which it was done first: <c>Stamp</c>, <c>Stamp[2]</c>, <c>Fetch/2</c>.</summary>
    protected static IReadOnlyList<string> Done(WorkflowTest test, string run = Id) =>
        [.. test.Effects.All.Where(e => e.Key.StartsWith(run + "/", StringComparison.Ordinal)).Select(e => e.Key[(run.Length + 1)..]).Distinct()];

    /// <summary>The same in alphabetical order, where things happen side by side.</summary>
    protected static IReadOnlyList<string> DoneInAnyOrder(WorkflowTest test, string run = Id) => [.. Done(test, run).Order(StringComparer.Ordinal)];

    protected static void Completed(WorkflowTest test, string run = Id) => Assert.Equal(RunStatus.Completed, test.Run(run).Status);
}
