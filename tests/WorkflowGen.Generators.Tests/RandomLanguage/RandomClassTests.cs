using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Tests;

namespace WorkflowGen.Generators.Tests.RandomLanguage;

/// <summary>
/// Classes at random: an error says what is wrong with one, or what was generated compiles, its definition can be built, and a run of it ends. Whether or not it has an error, the compiler
/// has nothing to add.
/// </summary>
public sealed class RandomClassTests
{
    private const int Classes = 90;

    private const string Prelude = """
        public static class Of
        {
            public static object Definition<T>() where T : class, WorkflowGen.Execution.IWorkflow<T> => T.Definition;
        }

        [Workflow("below")]
        public sealed partial class Below
        {
            public partial ValueTask<int> RunAsync(int number);
            [Step] private int Same(int number) => number;
        }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_class_has_an_error_or_its_runs_end(int batch)
    {
        var sources = Enumerable.Range(0, Classes).ToDictionary(i => $"W{i}", i => RandomClass.Source($"W{i}", (batch * 1000) + i));
        var run = GeneratorRun.Of(LanguageVersion.CSharp12, [Prelude, .. sources.Values]);
        var assembly = run.Load();
        int ended = 0, looping = 0;
        var troubles = new List<string>();
        foreach (var (name, graph) in Graphs(run).Where(g => sources.ContainsKey(g.Key)))
        {
            if (!graph.IsValid)
            {
                Assert.Contains(graph.Findings, f => f.Blocks);
                continue;
            }
            if (await TroubleWithAsync(assembly, assembly.GetType(name)!) is { } trouble)
                troubles.Add($"{name} {trouble}\n{sources[name]}");
            ended++;
            looping += graph.Loops.Count > 0 ? 1 : 0;
        }
        Assert.True(troubles.Count == 0, $"{troubles.Count} of {ended}:\n{string.Join("\n", troubles.Take(3))}");
        Assert.True(ended > 15 && looping > 3, $"Of {Classes} classes {ended} had no error, and {looping} of them a loop.");
    }

    /// <returns>What is wrong; null: nothing.</returns>
    private static async Task<string?> TroubleWithAsync(Assembly assembly, Type type)
    {
        if (Record.Exception(() => assembly.GetType("Of")!.GetMethod("Definition")!.MakeGenericMethod(type).Invoke(null, null)) is { } refused)
            return $"has no definition: {refused.InnerException}";

        // Time passes only where nothing else goes on: a run that waits for nothing but time ends, however long that is.
        var clock = new ManualTimeProvider();
        var task = Start(type, clock);
        for (var turn = 0; turn < 500 && !task.IsCompleted; turn++)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAny(task, Task.Delay(1, TestContext.Current.CancellationToken));
        }
        if (!task.IsCompleted)
            return "does not end";
        var unexpected = task.Exception?.Flatten().InnerExceptions.FirstOrDefault(e => e is not (IOException or OperationCanceledException));
        return unexpected is null ? null : $"fails with {unexpected}";
    }

    private static Task Start(Type type, TimeProvider clock)
    {
        var workflow = Activator.CreateInstance(type);
        int[] many = [4, 5, 6];
        if (type.GetMethods().SingleOrDefault(m => m.Name == "Start") is not { } start)
            return TaskOf(type.GetMethod("RunAsync")!.Invoke(workflow, [6, many])!);
        object?[] arguments = [.. start.GetParameters().Select(p => p.ParameterType == typeof(int) ? 6 : p.ParameterType == typeof(int[]) ? many : p.ParameterType == typeof(TimeProvider) ? clock : (object)CancellationToken.None)];
        var run = start.Invoke(workflow, arguments)!;
        return TaskOf(run.GetType().GetProperties().First(p => p.Name == "Completion").GetValue(run)!);
    }

    private static Task TaskOf(object started) => started as Task ?? (Task)started.GetType().GetMethod("AsTask")!.Invoke(started, null)!;

    private static Dictionary<string, WorkflowGraph> Graphs(GeneratorRun run) =>
        run.Result.Results.Single().TrackedSteps[PipelineStages.Model].SelectMany(s => s.Outputs).Select(o => (WorkflowModel)o.Value).ToDictionary(m => m.TypeName, WorkflowGraph.Build);
}
