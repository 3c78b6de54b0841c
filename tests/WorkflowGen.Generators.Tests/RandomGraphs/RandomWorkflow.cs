using System.Globalization;
using System.Text;

namespace WorkflowGen.Generators.Tests.RandomGraphs;

/// <summary>A workflow made up from a seed: as source for the generator, and as a graph that <see cref="Reference"/> can walk.</summary>
internal sealed class RandomWorkflow
{
    private static readonly string[] s_kinds = ["sync", "value-task", "task", "async-task", "async-value-task", "retried", "retried-async"];

    private RandomWorkflow(string name, IReadOnlyList<RandomStep> steps)
    {
        Name = name;
        Steps = steps;
    }

    public string Name { get; }

    /// <summary>In topological order; the last one's value is the run's.</summary>
    public IReadOnlyList<RandomStep> Steps { get; }

    public static RandomWorkflow Create(string name, int seed)
    {
        var random = new Random(seed);
        var steps = new List<RandomStep>();
        var count = random.Next(1, 12);
        for (var index = 0; index < count; index++)
            steps.Add(CreateStep(random, index, steps));

        // The last waits for all that nobody else waits for, so that it alone is the result.
        var taken = steps.SelectMany(s => s.Sources).ToHashSet();
        int[] sinks = [.. Enumerable.Range(0, count).Where(i => !taken.Contains(i))];
        steps.Add(new RandomStep(count, sinks, [.. sinks.Where(i => steps[i].MaySkip)], null, null, "sync", false, false, null, false));
        return new(name, steps);
    }

    private static RandomStep CreateStep(Random random, int index, List<RandomStep> earlier)
    {
        int[] sources = [.. Enumerable.Range(0, index).Where(_ => random.Next(3) == 0).Take(4)];
        // A step with one source may need it, and is then skipped with it; one that joins several has to do without those that may be skipped.
        var needs = sources.Length == 1 && random.Next(2) == 0;
        int[] optional = needs ? [] : [.. sources.Where(i => earlier[i].MaySkip)];
        int? guard = random.Next(4) == 0 ? random.Next(2, 4) : null;
        int? guardSource = guard is not null && sources.Length > 0 && random.Next(2) == 0 ? sources[random.Next(sources.Length)] : null;
        int? fails = random.Next(12) == 0 ? random.Next(6) : null;
        var maySkip = guard is not null || sources.Any(i => earlier[i].MaySkip && !optional.Contains(i));
        return new(index, sources, optional, guard, guardSource, s_kinds[random.Next(s_kinds.Length)], random.Next(5) == 0, random.Next(6) == 0, fails, maySkip);
    }

    /// <summary>The class. Steps are declared in an order of their own.</summary>
    public string ToSource()
    {
        var source = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            [Workflow("{{Name}}")]
            public sealed partial class {{Name}}(System.Action<int, bool> tell)
            {
                private readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> _attempts = new();
                public partial ValueTask<int> RunAsync(int n, CancellationToken cancellationToken = default);

            """));
        foreach (var step in Steps.OrderBy(s => s.Index * 7 % 5).ThenBy(s => s.Index))
            step.AppendTo(source, this);
        return source.Append("}\n").ToString();
    }
}
