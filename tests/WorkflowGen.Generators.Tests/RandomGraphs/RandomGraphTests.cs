using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace WorkflowGen.Generators.Tests.RandomGraphs;

/// <summary>Random graphs, compiled in batches and run on many inputs, come to what a simple interpreter says: results, order, skipping, failures, cancellation.</summary>
public sealed class RandomGraphTests
{
    private const int Workflows = 40;
    private const int Inputs = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Runs_come_to_what_the_reference_says(int batch)
    {
        RandomWorkflow[] workflows = [.. Enumerable.Range(0, Workflows).Select(i => RandomWorkflow.Create($"W{i}", (batch * 1000) + i))];
        var assembly = GeneratorRun.Of(LanguageVersion.CSharp12, [.. workflows.Select(w => w.ToSource())]).Load();
        int skipped = 0, failed = 0, cancelled = 0;
        foreach (var workflow in workflows)
        {
            var type = assembly.GetType(workflow.Name)!;
            for (var n = 0; n < Inputs; n++)
            {
                var reference = Reference.Of(workflow, n);
                await CheckRun(type, workflow, n, reference);
                skipped += reference.Ran.Count < workflow.Steps.Count ? 1 : 0;
                failed += reference.Failing.Count > 0 ? 1 : 0;
                if (reference.Failing.Count == 0)
                    cancelled += await CheckCancelledRun(type, workflow, n, reference) ? 1 : 0;
            }
        }

        // A batch in which nothing is skipped, fails or is cancelled would prove little.
        Assert.True(skipped > 50 && failed > 10 && cancelled > 50, $"{skipped} runs with skipped steps, {failed} failed, {cancelled} cancelled");
    }

    private static async Task CheckRun(Type type, RandomWorkflow workflow, int n, Reference reference)
    {
        var log = new Log();
        try
        {
            var result = await Start(type, log.Tell, n, CancellationToken.None);
            Assert.True(reference.Failing.Count == 0, $"{workflow.Name}({n}) should have failed.\n{workflow.ToSource()}");
            Assert.True(reference.Result == result, $"{workflow.Name}({n}) is {result} instead of {reference.Result}.\n{workflow.ToSource()}");
            Assert.Equal(reference.Ran.Order(), log.Ended.Order());
        }
        catch (InvalidDataException exception)
        {
            Assert.True(reference.Failing.Contains(int.Parse(exception.Message)), $"{workflow.Name}({n}) failed in {exception.Message}.\n{workflow.ToSource()}");
        }
        catch (AggregateException exception)
        {
            // Beside the failure, a first attempt may have failed that then gets no second.
            var failures = exception.InnerExceptions.OfType<InvalidDataException>().ToArray();
            Assert.NotEmpty(failures);
            Assert.All(failures, e => Assert.Contains(int.Parse(e.Message), reference.Failing));
            Assert.All(exception.InnerExceptions.Except(failures), e => Assert.IsType<IOException>(e));
        }
        Assert.Subset(reference.Ran, log.Started);
        foreach (var step in workflow.Steps.Where(s => log.Started.Contains(s.Index)))
            Assert.All(step.Sources, source => Assert.True(!reference.Ran.Contains(source) || log.EndOf(source) < log.StartOf(step.Index), $"{workflow.Name}({n}): S{step.Index} started before S{source} had ended."));
    }

    /// <summary>Cancels while a step in the middle runs: what depends on it must not start.</summary>
    private static async Task<bool> CheckCancelledRun(Type type, RandomWorkflow workflow, int n, Reference reference)
    {
        int[] ran = [.. reference.Ran.Order()];
        var chosen = ran[ran.Length / 2];
        using var source = new CancellationTokenSource();
        var log = new Log { WhenStarted = index => { if (index == chosen) source.Cancel(); } };
        try
        {
            var result = await Start(type, log.Tell, n, source.Token);
            Assert.Equal(reference.Result, result);
            Assert.Equal(workflow.Steps.Count - 1, chosen);
            return false;
        }
        catch (OperationCanceledException exception)
        {
            Assert.Equal(source.Token, exception.CancellationToken);
        }

        catch (Exception exception) when (exception is IOException || (exception is AggregateException all && all.InnerExceptions.All(e => e is IOException)))
        {
            // A first attempt that failed beside it, and gets no second: the failure is what the caller sees.
        }

        HashSet<int> after = [chosen];
        foreach (var step in workflow.Steps.Where(s => s.Sources.Any(after.Contains)))
            after.Add(step.Index);
        after.Remove(chosen);
        Assert.True(!log.Started.Overlaps(after), $"{workflow.Name}({n}): S{string.Join(", S", log.Started.Intersect(after))} started after the run was cancelled in S{chosen}.\n{workflow.ToSource()}");
        return true;
    }

    private static ValueTask<int> Start(Type type, Action<int, bool> tell, int n, CancellationToken cancellationToken) =>
        (ValueTask<int>)type.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Instance)!.Invoke(Activator.CreateInstance(type, tell), [n, cancellationToken])!;

    /// <summary>When steps start and end, in the order in which they say so.</summary>
    private sealed class Log
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<int, int> _started = [];
        private readonly Dictionary<int, int> _ended = [];
        private int _time;

        public Action<int>? WhenStarted { get; init; }

        public HashSet<int> Started => [.. _started.Keys];

        public IEnumerable<int> Ended => _ended.Keys;

        public int StartOf(int step) => _started[step];

        public int EndOf(int step) => _ended.GetValueOrDefault(step, int.MaxValue);

        public void Tell(int step, bool starts)
        {
            if (starts)
                WhenStarted?.Invoke(step);
            lock (_lock)
                (starts ? _started : _ended).TryAdd(step, _time++);
        }
    }
}
